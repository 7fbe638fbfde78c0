/** Operands of an instruction, by the opcode map's codes. */
import { Arg, isMemoryOnly } from '../isa/operands';
import { Segment } from '../layout/vcpu-state';
import { Fetch } from './fetch';
import { Place } from './place';
import { GeneralRecord } from './record';
import { R } from './register';

/** Bytes of operands in the order of `Arg`; 0 where the operand size decides, or nothing is to be known. */
// biome-ignore format: a row a family
const FIXED_BYTES = memory.data<u8>([
  0, 1, 2, 4, 0, 0, // None Eb Ew Ed Ev RvMw
  1, 2, 4, 0, // Gb Gw Gd Gv
  0, 0, 0, 4, 0, // Sw Cd Dd Rd Sti
  0, 1, 2, 4, 8, 10, 0, 0, 0, // M Mb Mw Md Mq Mt Mp Ms Ma
  0, 0, 0, 0, 0, 0, 0, 0, // Ib Ibs Iw Iz One Jb Jz Ap
  1, 0, // Ob Ov
  1, 0, 4, // Zb Zv Zd
  1, 2, 0, 1, 0, 0, // AL AX eAX CL DX ST0
  0, 0, 0, 0, 0, 0, // ES CS SS DS FS GS
  1, 0, 1, 0, // Xb Xv Yb Yv
]);

/** Bytes of an operand: 0 where the operand size decides. */
export function fixedBytes(arg: u32): u32 {
  return load<u8>(FIXED_BYTES + arg);
}

/** Where register number `r` lies among the registers: AH is the second byte of EAX. */
function registerAt(r: u32, bytes: u32): u8 {
  return <u8>(bytes === 1 ? ((r & 3) << 3) | (r >> 2) : r << 3);
}

/** Puts a register into the record as destination or source. */
function register(record: GeneralRecord, r: u32, arg: u32, isDestination: bool): Place {
  const at = registerAt(r, fixedBytes(arg));
  if (isDestination) {
    record.to = at;
    return Place.Reg;
  }
  record.from = at;
  return Place.From;
}

/** Memory at an address in the instruction. */
function absolute(record: GeneralRecord): Place {
  record.base = <u8>R.Zero;
  record.index = <u8>R.Zero;
  record.scale = 0;
  record.segment = <u8>Segment.Ds;
  record.disp = record.addressBytes === 2 ? Fetch.word() : Fetch.dword();
  return Place.Mem;
}

/** An immediate of the operand size. */
function sized(record: GeneralRecord): u32 {
  return record.operandBytes === 2 ? Fetch.word() : Fetch.dword();
}

/**
 * Reads an operand into the record and says where it is. `memory` is the place of the memory operand the ModRM byte names, or None;
 * `code` the last opcode byte.
 */
export function decodeOperand(record: GeneralRecord, arg: u32, isDestination: bool, memory: Place, code: u32): Place {
  switch (arg) {
    case Arg.Eb:
    case Arg.Ew:
    case Arg.Ed:
    case Arg.Ev:
    case Arg.RvMw:
      return memory !== Place.None ? memory : register(record, record.modrm & 7, arg, isDestination);
    case Arg.Gb:
    case Arg.Gw:
    case Arg.Gd:
    case Arg.Gv:
      return register(record, (record.modrm >> 3) & 7, arg, isDestination);
    case Arg.Zb:
    case Arg.Zv:
    case Arg.Zd:
      return register(record, code & 7, arg, isDestination);
    case Arg.AL:
    case Arg.AX:
    case Arg.eAX:
      return register(record, 0, arg, isDestination);
    case Arg.Ob:
    case Arg.Ov:
      return absolute(record);
    case Arg.CL:
      return Place.Cl;
    default:
      return isMemoryOnly(arg) ? memory : immediate(record, arg);
  }
}

function immediate(record: GeneralRecord, arg: u32): Place {
  switch (arg) {
    case Arg.Ib:
      record.immediate = Fetch.byte();
      return Place.Imm;
    case Arg.Ibs:
      record.immediate = <u32>(<i32>(<i8>Fetch.byte()));
      return Place.Imm;
    case Arg.Iw:
      record.immediate = Fetch.word();
      return Place.None;
    case Arg.Iz:
      record.immediate = sized(record);
      return Place.Imm;
    case Arg.One:
      record.immediate = 1;
      return Place.Imm;
    case Arg.Jb:
      record.immediate = <u32>(<i32>(<i8>Fetch.byte()));
      return Place.None;
    case Arg.Jz:
      record.immediate = record.operandBytes === 2 ? <u32>(<i32>(<i16>Fetch.word())) : Fetch.dword();
      return Place.None;
    case Arg.Ap:
      record.immediate = sized(record);
      record.second = <u16>Fetch.word();
      return Place.None;
    default:
      return Place.None;
  }
}
