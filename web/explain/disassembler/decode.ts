import { Group, Op } from '../../../assembly/isa/op';
import { attrOf, dstOf, GROUPS, ONE_BYTE, opOf, srcOf, TWO_BYTE } from '../../../assembly/isa/opcode-map';
import { Arg, Attr } from '../../../assembly/isa/operands';
import { Cursor } from './cursor';
import { type ModRm, readModRm } from './mod-rm';
import type { MemoryOperand, Operand } from './operand';
import { type Context, operandOf } from './operand-code';
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

/** Operand codes that need a ModRM byte. */
function needsModRm(arg: Arg): boolean {
  return arg >= Arg.Eb && arg <= Arg.Sw;
}

/** The operand that the map does not name: it has room for two, and none for one that is always the same. */
function furtherOperand(context: Context, op: Op): Operand | undefined {
  if (op === Op.Imul3) return operandOf(context, context.opcode === 0x69 ? Arg.Iz : Arg.Ibs);
  // The even opcode of SHLD and SHRD takes a byte, the odd one CL.
  if (op === Op.Shld || op === Op.Shrd) return operandOf(context, context.opcode & 1 ? Arg.CL : Arg.Ib);
  if (op === Op.Xlat) return translation(context);
  return undefined;
}

/** XLAT's table: DS:EBX. */
function translation({ prefixes }: Context): MemoryOperand {
  const { addressSize } = prefixes;
  const base = addressSize === 2 ? 'bx' : 'ebx';
  const segment = prefixes.segment || 'ds';
  return { kind: 'memory', segment, base, index: '', scale: 0, displacement: undefined, size: 0, addressSize };
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
  if (isGroup || needsModRm(dst) || needsModRm(src)) {
    // Moves of control and debug registers take every rm for a register.
    const isRegister = dst === Arg.Rd || src === Arg.Rd;
    context.modRm = readModRm(context.cursor, context.prefixes, isRegister);
  }
  if (!isGroup) return { op: opOf(entry), dst, src, attributes: attrOf(entry) };
  const member = GROUPS[(opOf(entry) - Group.G1) * 8 + (context.modRm?.reg ?? 0)] ?? 0;
  return {
    op: opOf(member),
    dst: dstOf(member) || (srcOf(member) ? Arg.None : dst),
    src: srcOf(member) || (dstOf(member) ? Arg.None : src),
    attributes: attrOf(member),
  };
}

/** Control registers there are. Intel SDM Vol. 3A, 2.5. */
const CONTROL_REGISTERS: readonly number[] = [0, 2, 3, 4];
const LAST_SEGMENT = 5;
const CS = 1;

/** The reg field names a register that is there, and may be the destination if it is one. */
function hasRegister({ modRm }: Context, { op, dst, src }: Row): boolean {
  const reg = modRm?.reg ?? 0;
  if (op === Op.MovFromCr || op === Op.MovToCr) return CONTROL_REGISTERS.includes(reg);
  if (dst === Arg.Sw && reg === CS) return false;
  return (dst !== Arg.Sw && src !== Arg.Sw) || reg <= LAST_SEGMENT;
}

/** LOCK only where it is allowed, a register only where one may be. */
function isLegal(context: Context, row: Row): boolean {
  const isMemory = context.modRm?.memory !== undefined;
  if (context.prefixes.lock && !(row.attributes & Attr.Lock && isMemory)) return false;
  if (row.attributes & Attr.Memory && !isMemory) return false;
  return hasRegister(context, row);
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
  // LEA computes an offset: no segment is concerned.
  if (row.op === Op.Lea && context.modRm?.memory) context.modRm.memory.segment = '';
  const operands = [operandOf(context, row.dst), operandOf(context, row.src), furtherOperand(context, row.op)];
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
