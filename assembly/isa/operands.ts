/** How instructions name their operands. Read by both compilers. */

/** Operand codes of Intel SDM Vol. 2D, A.2. Immediates have widths of their own; the rest take the instruction's. */
// biome-ignore format: the manual's letters, grouped as there
export const enum Arg {
  None,
  /** ModRM's register or memory: byte, word, by operand size, 4 bytes in any case. */
  Eb, Ew, Ev, Ed,
  /** ModRM's reg field. */
  Gb, Gw, Gv,
  /** ModRM's memory only: any size, a far pointer, a pair of bounds. */
  M, Mp, Ma,
  /** ModRM's rm field, always a register of 4 bytes; reg field as control, debug or segment register. */
  Rd, Cd, Dd, Sw,
  /** Immediate byte; the same sign-extended to the operand's size; word; by operand size (at most 4 bytes). */
  Ib, Ibs, Iw, Iz,
  /** Relative branch targets. */
  Jb, Jz,
  /** A far pointer in the instruction. */
  Ap,
  /** Memory at an address in the instruction. */
  Ob, Ov,
  /** Register in the low three bits of the opcode. */
  Zb, Zv,
  AL, eAX, CL, DX, One,
  ES, CS, SS, DS, FS, GS,
  /** Strings at DS:ESI and ES:EDI. */
  Xb, Xv, Yb, Yv,
}

/** What else a row of the opcode map says. */
export const enum Attr {
  None = 0,
  /** LOCK is allowed, if the destination is memory. */
  Lock = 1,
  /** Operand size 66 makes no difference to width. */
  Fixed = 2,
  /** Only a memory operand is allowed (mod is not 3), else #UD. */
  Memory = 4,
}
