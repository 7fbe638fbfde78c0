/**
 * Forms of instructions that were met before. Without prefixes, opcode and ModRM byte say all of an instruction but its displacement and
 * immediate. So the record of one is kept, and the next of its form is a copy with numbers of its own: of code that runs once, decoding is most
 * of the work. A form depends on nothing but these two bytes, and so is never out of date.
 */
import { ALONE, FORMS, FORMS_BYTES } from '../base/memory-map';
import { rowOfOpcode } from '../isa/opcode-map';
import { hasModrm } from '../isa/operands';
import { GeneralRecord, Record } from './record';

/** Most bytes of an instruction that has a form: opcode, ModRM, displacement, immediate. */
export const LONGEST_FORM: u32 = 10;

/** A record, and where an instruction of its form has its numbers. */
@unmanaged
export class Form extends Record {
  /** Opcode and ModRM byte, and KNOWN. */
  key: u32 = 0;
  /** Bytes before the displacement. */
  head: u8 = 0;
  /** Bytes of the displacement: 0, 1 or 4. */
  dispBytes: u8 = 0;
  /** Bytes of the immediate: 0, 1 or 4. */
  immediateBytes: u8 = 0;
  /** 1: a byte as an immediate has a sign. */
  signed: u8 = 0;
}

/** Set in the key of every form that is kept: an empty place is that of none. */
const KNOWN: u32 = 1 << 16;
const FORM_BYTES: usize = offsetof<Form>();
/** Forms kept, a power of two, less one; of two that share a place the later one stays. */
const MASK: u32 = <u32>(FORMS_BYTES / FORM_BYTES) - 1;

function placeOf(key: u32): Form {
  return changetype<Form>(FORMS + <usize>((key ^ (key >> 6)) & MASK) * FORM_BYTES);
}

/** What tells the form of the instruction at `at`: its opcode, and the byte behind that unless the opcode is known to stand alone. */
function keyAt(at: usize): u32 {
  const opcode = load<u8>(at);
  return KNOWN | (load<u8>(ALONE + <usize>opcode) ? opcode : load<u16>(at));
}

/** Makes `record` the instruction at `at`, of which LONGEST_FORM bytes can be read, and gives its length; 0 if its form is not known. */
export function copyForm(record: Record, at: usize): u32 {
  const key = keyAt(at);
  const form = placeOf(key);
  if (form.key !== key) return 0;
  const to = changetype<usize>(record);
  const from = changetype<usize>(form);
  store<u64>(to, load<u64>(from));
  store<u64>(to, load<u64>(from, 8), 8);
  const disp = at + form.head;
  if (form.dispBytes === 1) record.disp = <u32>(<i32>load<i8>(disp));
  else if (form.dispBytes !== 0) record.disp = load<u32>(disp);
  const immediate = disp + form.dispBytes;
  if (form.immediateBytes === 1) record.immediate = form.signed ? <u32>(<i32>load<i8>(immediate)) : load<u8>(immediate);
  else if (form.immediateBytes !== 0) record.immediate = load<u32>(immediate);
  return <u32>(immediate - at) + form.immediateBytes;
}

/** Keeps the form of the instruction at `at`, if it has one. Its record is complete, and its case no general one. */
export function keepForm(record: GeneralRecord, at: usize): void {
  const opcode: u32 = load<u8>(at);
  if (record.sizes !== 0x44 || hasNoForm(opcode)) return;
  const alone = !hasModrm(rowOfOpcode(false, opcode));
  const head: u32 = alone ? 1 : 2;
  if (!alone && record.modrm < 0xc0 && (record.modrm & 7) === 4) return; // the SIB byte says more
  const dispBytes = alone ? 0 : dispBytesOf(record.modrm);
  const immediateBytes = record.length - head - dispBytes;
  if (immediateBytes > 1 && immediateBytes !== 4) return;
  if (alone) store<u8>(ALONE + <usize>opcode, 1);
  const key = keyAt(at);
  const form = placeOf(key);
  memory.copy(changetype<usize>(form), changetype<usize>(record), offsetof<Record>());
  form.key = key;
  form.head = <u8>head;
  form.dispBytes = <u8>dispBytes;
  form.immediateBytes = <u8>immediateBytes;
  form.signed = <u8>(record.width === 2);
}

/** Prefixes, two-byte opcodes, addresses in the instruction, and shifts, whose count decides what they are (hot-uop.ts, `simplify`). */
function hasNoForm(opcode: u32): bool {
  if (opcode === 0x0f || (opcode & 0xfc) === 0xa0) return true;
  if ((opcode & 0xfe) === 0xc0 || (opcode & 0xfc) === 0xd0) return true;
  return (opcode & 0xe7) === 0x26 || (opcode & 0xfc) === 0x64 || (opcode & 0xfc) === 0xf0;
}

function dispBytesOf(modrm: u32): u32 {
  const mod = modrm >> 6;
  if (mod === 0) return (modrm & 7) === 5 ? 4 : 0;
  return mod === 1 ? 1 : mod === 2 ? 4 : 0;
}
