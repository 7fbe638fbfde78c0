/**
 * Operand codes and attributes of the opcode maps. Read by both compilers.
 * The letters are those of Intel SDM Vol. 2D, appendix A.2: the first says where the operand is, the second how wide it is.
 */

/** Where an operand is and how wide it is. Those up to `Ma` are found by the ModRM byte. */
export const enum Arg {
  None = 0,
  /** Register or memory by mod and rm: byte, word, double word, by operand size. */
  Eb,
  Ew,
  Ed,
  Ev,
  /** A register of the operand size, or a word in memory. */
  RvMw,
  /** Register by reg. */
  Gb,
  Gw,
  Gd,
  Gv,
  /** Segment register by reg. */
  Sw,
  /** Control register by reg. */
  Cd,
  /** Debug register by reg. */
  Dd,
  /** 32-bit register by rm, whatever mod says. */
  Rd,
  /** x87 stack register by rm. */
  Sti,
  /** Memory only; a register is #UD. M alone: the address itself, or a state image. */
  M,
  Mb,
  Mw,
  Md,
  Mq,
  /** Ten bytes. */
  Mt,
  /** Far pointer: offset of the operand size, then a selector. */
  Mp,
  /** Pseudo-descriptor: 16-bit limit, then a base. */
  Ms,
  /** Two bounds of the operand size. The last that needs a ModRM byte. */
  Ma,
  /** Immediates: byte, sign-extended byte, word, by operand size (2 or 4 bytes). */
  Ib,
  Ibs,
  Iw,
  Iz,
  /** The constant 1. */
  One,
  /** Branch displacement: a byte, or by operand size. */
  Jb,
  Jz,
  /** Far pointer in the instruction: offset of the operand size, then a selector. */
  Ap,
  /** Memory at an address in the instruction. */
  Ob,
  Ov,
  /** Register in the low three bits of the opcode. */
  Zb,
  Zv,
  Zd,
  /** Fixed registers. eAX is AX with 16-bit operands. */
  AL,
  AX,
  eAX,
  CL,
  DX,
  ST0,
  ES,
  CS,
  SS,
  DS,
  FS,
  GS,
  /** String source at DS:ESI (the segment may be overridden) and destination at ES:EDI. */
  Xb,
  Xv,
  Yb,
  Yv,
}

/** Attributes of a row; combine with |. */
export const enum Attr {
  None = 0,
  /** LOCK is allowed when the destination is memory; everywhere else it is #UD. */
  Lock = 1,
  /** Its operation is a `Group`: the reg field of the ModRM byte chooses the row. */
  Group = 2,
  /** With Group: mod 3 chooses from the group that follows. */
  Split = 4,
  /** A third operand: an immediate byte. One of four; ATTR_THIRD masks them. */
  ThirdIb = 8,
  /** A sign-extended byte. */
  ThirdIbs = 16,
  /** An immediate of the operand size. */
  ThirdIz = 24,
  /** CL. */
  ThirdCl = 32,
  /** The low four bits of the opcode are a condition. */
  Condition = 64,
  /** REP, and where flags are compared REPE and REPNE, repeat it. */
  String = 128,
  /** CPL 0 only. */
  Privileged = 256,
  /** Transfers control or may. */
  Ends = 512,
  /** x87: #NM by CR0.EM and CR0.TS. */
  Fpu = 1024,
}

/** The third operand's bits within a row's attributes. */
export const ATTR_THIRD: u32 = 56;

/** Packs a row of a map: operation or group in bits 0-8, destination in 9-14, source in 15-20, attributes above. */
export function row(op: u32, dst: u32, src: u32, attr: u32): u32 {
  return (op | (dst << 9) | (src << 15) | (attr << 21)) >>> 0;
}

/** Operation (`Op`) of a row, or its `Group`. */
export function opOf(row: u32): u32 {
  return row & 0x1ff;
}

/** Destination (`Arg`). */
export function dstOf(row: u32): u32 {
  return (row >>> 9) & 63;
}

/** Source (`Arg`). */
export function srcOf(row: u32): u32 {
  return (row >>> 15) & 63;
}

/** Attributes (`Attr`). */
export function attrOf(row: u32): u32 {
  return row >>> 21;
}

/** Does the instruction of this row have a ModRM byte? */
export function hasModrm(row: u32): bool {
  return (attrOf(row) & Attr.Group) !== 0 || isByModrm(dstOf(row)) || isByModrm(srcOf(row));
}

function isByModrm(arg: u32): bool {
  const last: u32 = Arg.Ma;
  return arg !== 0 && arg <= last;
}

/** Does the operand have to be in memory? */
export function isMemoryOnly(arg: u32): bool {
  const first: u32 = Arg.M;
  const last: u32 = Arg.Ma;
  return arg >= first && arg <= last;
}
