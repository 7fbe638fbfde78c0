import { Group, Op } from '../../../assembly/isa/op';
import { attrOf, dstOf, GROUPS, ONE_BYTE, opOf, srcOf, TWO_BYTE } from '../../../assembly/isa/opcode-map';
import { Arg, Attr } from '../../../assembly/isa/operands';
import { Cursor } from './cursor';
import { type ModRm, readModRm } from './mod-rm';
import { general, type MemoryOperand, named, type Operand, SEGMENTS } from './operand';
import { type Prefixes, readPrefixes } from './prefixes';

/** Longest instruction: a longer one is #GP. Intel SDM Vol. 2A, 2.3.11. */
const LONGEST = 15;
/** Added to the second byte of a two-byte opcode. */
const TWO = 0x100;

/** An instruction taken apart. */
export interface Decoded {
  /** Its bytes. */
  length: number;
  /** What it does; Op.Ud for what is no instruction. */
  op: Op;
  /** The opcode's last byte, plus 0x100 after 0F. */
  opcode: number;
  prefixes: Prefixes;
  modRm: ModRm | undefined;
  /** In the manual's order: destination first. */
  operands: Operand[];
}

/** The state of decoding one instruction. */
interface Context {
  cursor: Cursor;
  /** Address of its first byte. */
  address: number;
  prefixes: Prefixes;
  opcode: number;
  modRm: ModRm | undefined;
}

/** Operand codes that need a ModRM byte. */
function needsModRm(arg: Arg): boolean {
  return arg >= Arg.Eb && arg <= Arg.Sw;
}

/** The general register or the memory that ModRM names, of a size in bytes. */
function place({ modRm }: Context, size: number): Operand {
  if (modRm?.memory) return { ...modRm.memory, size };
  return general(modRm?.rm ?? 0, size);
}

/** Memory whose address stands in the instruction. */
function direct({ cursor, prefixes }: Context, size: number): MemoryOperand {
  const segment = prefixes.segment === 'ds' ? '' : prefixes.segment;
  const { addressSize } = prefixes;
  const displacement = cursor.unsigned(addressSize);
  return { kind: 'memory', segment, base: '', index: '', scale: 0, displacement, size, addressSize };
}

/** A string's place: DS:ESI, where the segment may be overridden, or ES:EDI, where not. */
function string({ prefixes }: Context, pointer: 'si' | 'di', size: number): MemoryOperand {
  const segment = pointer === 'di' ? 'es' : prefixes.segment || 'ds';
  const { addressSize } = prefixes;
  const base = addressSize === 2 ? pointer : `e${pointer}`;
  return { kind: 'memory', segment, base, index: '', scale: 0, displacement: undefined, size, addressSize };
}

/** A near branch's target. The displacement counts from the instruction's end; with 16-bit operands EIP is cut to 16 bits. */
function target({ cursor, address, prefixes }: Context, size: number): Operand {
  const displacement = cursor.signed(size);
  const end = address + cursor.at + displacement;
  return { kind: 'target', address: prefixes.operandSize === 2 ? end & 0xffff : end >>> 0 };
}

/** A sign-extended byte, cut to the operand's size. */
function extended({ cursor, prefixes }: Context): Operand {
  const value = cursor.signed(1);
  return { kind: 'immediate', value: prefixes.operandSize === 2 ? value & 0xffff : value >>> 0 };
}

function farPointer({ cursor, prefixes }: Context): Operand {
  const offset = cursor.unsigned(prefixes.operandSize);
  return { kind: 'far', offset, selector: cursor.unsigned(2) };
}

/** The operand an operand code stands for; undefined for none, or for a register the processor does not have. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one line per operand code
function operandOf(context: Context, arg: Arg): Operand | undefined {
  const { cursor, modRm, opcode } = context;
  const size = context.prefixes.operandSize;
  const reg = modRm?.reg ?? 0;
  switch (arg) {
    case Arg.Eb:
      return place(context, 1);
    case Arg.Ew:
      return place(context, 2);
    case Arg.Ev:
      return place(context, size);
    case Arg.Ed:
      return place(context, 4);
    case Arg.Gb:
      return general(reg, 1);
    case Arg.Gw:
      return general(reg, 2);
    case Arg.Gv:
      return general(reg, size);
    case Arg.M:
      return place(context, 0);
    case Arg.Mp:
      return place(context, size + 2);
    case Arg.Ma:
      return place(context, 2 * size);
    case Arg.Rd:
      return general(modRm?.rm ?? 0, 4);
    case Arg.Cd:
      return named(`cr${reg}`);
    case Arg.Dd:
      return named(`dr${reg}`);
    case Arg.Sw:
      return named(SEGMENTS[reg] ?? '?');
    case Arg.Ib:
      return { kind: 'immediate', value: cursor.unsigned(1) };
    case Arg.Ibs:
      return extended(context);
    case Arg.Iw:
      return { kind: 'immediate', value: cursor.unsigned(2) };
    case Arg.Iz:
      return { kind: 'immediate', value: cursor.unsigned(size) };
    case Arg.Jb:
      return target(context, 1);
    case Arg.Jz:
      return target(context, size);
    case Arg.Ap:
      return farPointer(context);
    case Arg.Ob:
      return direct(context, 1);
    case Arg.Ov:
      return direct(context, size);
    case Arg.Zb:
      return general(opcode, 1);
    case Arg.Zv:
      return general(opcode, size);
    case Arg.AL:
      return named('al');
    case Arg.eAX:
      return general(0, size);
    case Arg.CL:
      return named('cl');
    case Arg.DX:
      return named('dx');
    case Arg.One:
      return { kind: 'immediate', value: 1 };
    case Arg.Xb:
      return string(context, 'si', 1);
    case Arg.Xv:
      return string(context, 'si', size);
    case Arg.Yb:
      return string(context, 'di', 1);
    case Arg.Yv:
      return string(context, 'di', size);
    default:
      return arg >= Arg.ES && arg <= Arg.GS ? named(SEGMENTS[arg - Arg.ES] ?? '') : undefined;
  }
}

/** The third operand of those that have one: the map has room for two. */
function thirdOperand(context: Context, op: Op): Operand | undefined {
  if (op === Op.Imul3) return operandOf(context, context.opcode === 0x69 ? Arg.Iz : Arg.Ibs);
  // The even opcode of SHLD and SHRD takes a byte, the odd one CL.
  if (op === Op.Shld || op === Op.Shrd) return operandOf(context, context.opcode & 1 ? Arg.CL : Arg.Ib);
  return undefined;
}

/** A row of the map, group resolved. */
interface Row {
  op: Op;
  dst: Arg;
  src: Arg;
  attributes: number;
}

function rowOf(context: Context, entry: number): Row {
  const [dst, src] = [dstOf(entry), srcOf(entry)];
  const isGroup = opOf(entry) >= Group.G1;
  if (isGroup || needsModRm(dst) || needsModRm(src)) context.modRm = readModRm(context.cursor, context.prefixes);
  if (!isGroup) return { op: opOf(entry), dst, src, attributes: attrOf(entry) };
  const member = GROUPS[(opOf(entry) - Group.G1) * 8 + (context.modRm?.reg ?? 0)] ?? 0;
  return {
    op: opOf(member),
    dst: dstOf(member) || (srcOf(member) ? Arg.None : dst),
    src: srcOf(member) || (dstOf(member) ? Arg.None : src),
    attributes: attrOf(member),
  };
}

/** What the map cannot say: LOCK, forms that need memory, registers that are not there. */
function isLegal({ prefixes, modRm }: Context, { op, dst, src, attributes }: Row): boolean {
  const isMemory = modRm?.memory !== undefined;
  if (prefixes.lock && !(attributes & Attr.Lock && isMemory)) return false;
  if (attributes & Attr.Memory && !isMemory) return false;
  if (dst === Arg.Sw && (modRm?.reg ?? 0) === 1) return false;
  if ((dst === Arg.Sw || src === Arg.Sw) && (modRm?.reg ?? 0) > 5) return false;
  if ((op === Op.MovFromCr || op === Op.MovToCr) && ![0, 2, 3, 4].includes(modRm?.reg ?? 0)) return false;
  return true;
}

/**
 * Takes the first instruction of `bytes` apart. What is no instruction has Op.Ud and as many bytes as were looked at.
 *
 * Errors: EndOfCode when the bytes end before the instruction does.
 */
export function decode(bytes: Uint8Array, address: number): Decoded {
  const cursor = new Cursor(bytes.subarray(0, LONGEST + 1));
  const { prefixes, opcode: first } = readPrefixes(cursor);
  const opcode = first === 0x0f ? TWO + cursor.byte() : first;
  const context: Context = { cursor, address, prefixes, opcode, modRm: undefined };
  const row = rowOf(context, (first === 0x0f ? TWO_BYTE[opcode - TWO] : ONE_BYTE[opcode]) ?? 0);
  const operands = [operandOf(context, row.dst), operandOf(context, row.src), thirdOperand(context, row.op)];
  const legal = cursor.at <= LONGEST && isLegal(context, row);
  return {
    length: Math.min(cursor.at, LONGEST),
    op: legal ? row.op : Op.Ud,
    opcode: legal ? opcode : -1,
    prefixes,
    modRm: context.modRm,
    operands: legal ? operands.filter((operand) => operand !== undefined) : [],
  };
}
