/** One instruction: prefixes, opcode, operands. Intel SDM Vol. 2A, chapter 2. */
import { Op } from '../isa/op';
import { findRow, rowOfOpcode } from '../isa/opcode-map';
import { Arg, ATTR_THIRD, Attr, attrOf, dstOf, hasModrm, isMemoryOnly, opOf, srcOf } from '../isa/operands';
import { Segment } from '../layout/vcpu-state';
import { decodeOperand, fixedBytes } from './decode-operand';
import { Fetch } from './fetch';
import { decodeMemory } from './modrm';
import { Place } from './place';
import { CONTINUES, GeneralRecord } from './record';
import { PORT_IN_DX } from './system/instruction';

/** No segment prefix. */
const NO_OVERRIDE: u32 = 0xff;

/** The prefixes of the instruction being decoded. */
class Prefixes {
  static lock: bool = false;
  /** Segment register named by a prefix. */
  static segment: u32 = NO_OVERRIDE;
}

/** Is this a segment prefix? Then it is noted. */
function takeSegment(code: u32): bool {
  if ((code & 0xe7) === 0x26) Prefixes.segment = (code >> 3) & 3;
  else if ((code & 0xfe) === 0x64) Prefixes.segment = code - 0x60;
  else return false;
  return true;
}

/** Reads prefixes into the record. Gives the first byte that is none. */
function decodePrefixes(record: GeneralRecord): u32 {
  let operandBytes: u32 = 4;
  let addressBytes: u32 = 4;
  Prefixes.lock = false;
  Prefixes.segment = NO_OVERRIDE;
  while (true) {
    const code = Fetch.byte();
    if (code === 0x66) operandBytes = 2;
    else if (code === 0x67) addressBytes = 2;
    else if (code === 0xf0) Prefixes.lock = true;
    else if (code === 0xf2 || code === 0xf3) record.repeat = <u8>code;
    else if (!takeSegment(code)) {
      record.sizes = <u8>(operandBytes | (addressBytes << 4));
      return code;
    }
    if (Fetch.short) return 0x90;
  }
}

/** Makes the record an undefined instruction. */
function undefine(record: GeneralRecord): void {
  record.op = <u16>Op.Undefined;
  record.dst = <u8>Place.None;
  record.src = <u8>Place.None;
}

/** Clears a record. */
export function clearRecord(record: GeneralRecord): void {
  const at = changetype<usize>(record);
  store<u64>(at, 0);
  store<u64>(at, 0, 8);
  store<u64>(at, 0, 16);
  store<u64>(at, 0, 24);
  record.mark = CONTINUES;
}

/** Decodes the instruction in the window of fetch.ts, which lies at `eip`, into a cleared record. `Fetch.short` says that it is longer. */
export function decodeOne(record: GeneralRecord, eip: u32): void {
  const begin = Fetch.at;
  let code = decodePrefixes(record);
  const escaped = code === 0x0f;
  if (escaped) code = Fetch.byte();
  let row = rowOfOpcode(escaped, code);
  let memory = Place.None;
  if (hasModrm(row)) {
    record.modrm = <u8>Fetch.byte();
    if ((attrOf(row) & Attr.Group) !== 0) row = findRow(escaped, code, record.modrm);
    if (record.modrm < 0xc0 && !ignoresMod(row)) memory = decodeMemory(record);
  }
  decodeOperands(record, row, memory, code);
  if (Fetch.short) return;
  record.length = <u8>(Fetch.at - begin);
  checkForm(record, row, memory);
  resolveTarget(record, row, eip + record.length);
}

/** MOV to and from control and debug registers take mod as 3 whatever it is. */
function ignoresMod(row: u32): bool {
  return dstOf(row) === Arg.Rd || srcOf(row) === Arg.Rd;
}

function decodeOperands(record: GeneralRecord, row: u32, memory: Place, code: u32): void {
  const dst = dstOf(row);
  const src = srcOf(row);
  record.op = <u16>opOf(row);
  record.condition = <u8>(code & 15);
  record.dst = <u8>decodeOperand(record, dst, true, memory, code);
  record.src = <u8>decodeOperand(record, src, false, memory, code);
  decodeThird(record, attrOf(row));
  if (memory === Place.None) record.segment = <u8>Segment.Ds;
  if (Prefixes.segment !== NO_OVERRIDE) record.segment = <u8>Prefixes.segment;
  const fixed =
    fixedBytes(dst) !== 0 || dst === Arg.Gv || dst === Arg.Ev || dst === Arg.eAX ? fixedBytes(dst) : fixedBytes(src);
  record.fixed = <u8>fixed;
  const bytes = fixed === 0 || fixed > 4 ? record.operandBytes : fixed;
  record.width = <u8>(bytes >> 1);
}

function decodeThird(record: GeneralRecord, attributes: u32): void {
  switch (attributes & ATTR_THIRD) {
    case Attr.ThirdIb:
      if (record.op === Op.Enter) record.second = <u16>Fetch.byte();
      else record.immediate = Fetch.byte();
      break;
    case Attr.ThirdIbs:
      record.immediate = <u32>(<i32>(<i8>Fetch.byte()));
      break;
    case Attr.ThirdIz:
      record.immediate = record.operandBytes === 2 ? Fetch.word() : Fetch.dword();
      break;
    case Attr.ThirdCl:
      record.thirdIsCl = 1;
      break;
    default:
  }
}

/** Forms that do not exist: LOCK where it may not be, a register where memory is wanted. */
function checkForm(record: GeneralRecord, row: u32, memory: Place): void {
  const op = record.op;
  if (Prefixes.lock && ((attrOf(row) & Attr.Lock) === 0 || record.dst < <u8>Place.Mem)) undefine(record);
  else if (memory === Place.None && (isMemoryOnly(dstOf(row)) || isMemoryOnly(srcOf(row)))) undefine(record);
  else if (op === Op.Prefix || op === Op.TwoByte || (isFence(op) && hasMandatoryPrefix(record))) undefine(record);
}

function isFence(op: u32): bool {
  return op === Op.Lfence || op === Op.Mfence || op === Op.Sfence;
}

/** 66, F2 and F3 make other instructions of some opcodes, which this processor does not have. */
function hasMandatoryPrefix(record: GeneralRecord): bool {
  return record.operandBytes === 2 || record.repeat !== 0;
}

/** Relative branches become absolute; ports and segment registers go where the system's instructions look for them. */
function resolveTarget(record: GeneralRecord, row: u32, next: u32): void {
  const dst = dstOf(row);
  const src = srcOf(row);
  if (src === Arg.Jb || src === Arg.Jz) {
    const target = next + record.immediate;
    record.immediate = record.operandBytes === 2 ? target & 0xffff : target;
  } else if (dst === Arg.DX || src === Arg.DX) {
    record.immediate = PORT_IN_DX;
  } else if (record.op === Op.PushSeg) {
    record.modrm = <u8>((src - Arg.ES) << 3);
  } else if (record.op === Op.PopSeg) {
    record.modrm = <u8>((dst - Arg.ES) << 3);
  }
}
