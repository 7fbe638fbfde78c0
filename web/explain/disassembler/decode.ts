import { Op } from '../../../assembly/isa/op';
import { findRow, rowOfOpcode } from '../../../assembly/isa/opcode-map';
import {
  Arg,
  ATTR_THIRD,
  Attr,
  attrOf,
  dstOf,
  hasModrm,
  isMemoryOnly,
  opOf,
  srcOf,
} from '../../../assembly/isa/operands';
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
  /** What it does; Op.Undefined for what is no instruction. */
  op: Op;
  /** The opcode's last byte, plus 0x100 after 0F. */
  opcode: number;
  prefixes: Prefixes;
  modRm: ModRm | undefined;
  /** In the manual's order: destination first. */
  operands: Operand[];
}

/** The third operand of a row, which its attributes name. */
const THIRD: Readonly<Record<number, Arg>> = {
  [Attr.ThirdIb]: Arg.Ib,
  [Attr.ThirdIbs]: Arg.Ibs,
  [Attr.ThirdIz]: Arg.Iz,
  [Attr.ThirdCl]: Arg.CL,
};

/** The operand that a row's two places have no room for, or that is always the same. */
function furtherOperand(context: Context, row: u32): Operand | undefined {
  if (opOf(row) === Op.Xlat) return translation(context);
  const third = THIRD[attrOf(row) & ATTR_THIRD];
  return third === undefined ? undefined : operandOf(context, third);
}

/** XLAT's table: DS:EBX. */
function translation({ prefixes }: Context): MemoryOperand {
  const { addressSize } = prefixes;
  const base = addressSize === 2 ? 'bx' : 'ebx';
  const segment = prefixes.segment || 'ds';
  return { kind: 'memory', segment, base, index: '', scale: 0, displacement: undefined, size: 0, addressSize };
}

/** The row of the map that the opcode, and the ModRM byte where it chooses, lead to. */
function readRow(context: Context, escaped: boolean): u32 {
  const { cursor, prefixes, opcode } = context;
  const first = rowOfOpcode(escaped, opcode & 0xff);
  if (!hasModrm(first)) return first;
  const row = findRow(escaped, opcode & 0xff, cursor.peek());
  // Moves of control and debug registers take every rm for a register.
  context.modRm = readModRm(cursor, prefixes, dstOf(row) === Arg.Rd || srcOf(row) === Arg.Rd);
  return row;
}

/** Control registers there are. Intel SDM Vol. 3A, 2.5. */
const CONTROL_REGISTERS: readonly number[] = [0, 2, 3, 4];
const LAST_SEGMENT = 5;
const CS = 1;

/** The reg field names a register that is there, and may be the destination if it is one. */
function hasRegister({ modRm }: Context, row: u32): boolean {
  const [op, reg] = [opOf(row), modRm?.reg ?? 0];
  if (op === Op.MovFromCr || op === Op.MovToCr) return CONTROL_REGISTERS.includes(reg);
  if (dstOf(row) === Arg.Sw && reg === CS) return false;
  return (dstOf(row) !== Arg.Sw && srcOf(row) !== Arg.Sw) || reg <= LAST_SEGMENT;
}

/** 66, F2 and F3 make other instructions of the fences, which this processor does not have. */
function isOtherFence({ prefixes }: Context, op: Op): boolean {
  const isFence = op === Op.Lfence || op === Op.Mfence || op === Op.Sfence;
  return isFence && (prefixes.operandSize === 2 || prefixes.repeat !== 0);
}

/** LOCK only where it is allowed, a register only where one may be. */
function isLegal(context: Context, row: u32): boolean {
  const isMemory = context.modRm?.memory !== undefined;
  if (context.prefixes.lock && !(attrOf(row) & Attr.Lock && isMemory)) return false;
  if (!isMemory && (isMemoryOnly(dstOf(row)) || isMemoryOnly(srcOf(row)))) return false;
  return opOf(row) !== Op.Undefined && hasRegister(context, row) && !isOtherFence(context, opOf(row));
}

/**
 * Takes the first instruction of `bytes` apart. What is no instruction has Op.Undefined and as many bytes as were looked at.
 *
 * Errors: EndOfCode when the bytes end before the instruction does.
 */
export function decode(bytes: Uint8Array, address: number): Decoded {
  const cursor = new Cursor(bytes.subarray(0, LONGEST + 1));
  const { prefixes, opcode: first } = readPrefixes(cursor);
  const escaped = first === 0x0f;
  const opcode = escaped ? TWO + cursor.byte() : first;
  const context: Context = { cursor, address, prefixes, opcode, modRm: undefined };
  const row = readRow(context, escaped);
  // LEA computes an offset: no segment is concerned.
  if (opOf(row) === Op.Lea && context.modRm?.memory) context.modRm.memory.segment = '';
  const operands = [operandOf(context, dstOf(row)), operandOf(context, srcOf(row)), furtherOperand(context, row)];
  const legal = cursor.at <= LONGEST && isLegal(context, row);
  return {
    length: Math.min(cursor.at, LONGEST),
    op: legal ? opOf(row) : Op.Undefined,
    opcode,
    prefixes,
    modRm: context.modRm,
    operands: legal ? operands.filter((operand) => operand !== undefined) : [],
  };
}
