import { Op } from '../../../assembly/isa/op';
import { hex } from '../numbers';
import type { Decoded } from './decode';
import { isString, mnemonicOf, prefixText } from './mnemonic';
import type { MemoryOperand, Operand } from './operand';
import { isX87, x87Letter } from './x87';

function memoryText({ segment, base, index, scale, displacement, addressSize }: MemoryOperand): string {
  const prefix = segment === '' ? '' : `%${segment}:`;
  if (base === '' && index === '') {
    const value = displacement ?? 0;
    return prefix + hex(addressSize === 2 ? value & 0xffff : value >>> 0);
  }
  const offset = displacement === undefined ? '' : hex(displacement);
  const scaled = index === '' ? '' : `,%${index}${scale > 0 ? `,${scale}` : ''}`;
  return `${prefix}${offset}(${base === '' ? '' : `%${base}`}${scaled})`;
}

function operandText(operand: Operand): string {
  switch (operand.kind) {
    case 'register':
      return `%${operand.name}`;
    case 'memory':
      return memoryText(operand);
    case 'immediate':
      return `$${hex(operand.value)}`;
    case 'target':
      return hex(operand.address);
    case 'far':
      return `$${hex(operand.selector)},$${hex(operand.offset)}`;
  }
}

/** Operations that take a size letter when no register tells the size. */
const LETTERED: ReadonlySet<Op> = new Set([
  Op.Add,
  Op.Or,
  Op.Adc,
  Op.Sbb,
  Op.And,
  Op.Sub,
  Op.Xor,
  Op.Cmp,
  Op.Test,
  Op.Inc,
  Op.Dec,
  Op.Not,
  Op.Neg,
  Op.Mov,
  Op.Mul,
  Op.Imul1,
  Op.Div,
  Op.Idiv,
  Op.Rol,
  Op.Ror,
  Op.Rcl,
  Op.Rcr,
  Op.Shl,
  Op.Shr,
  Op.Sar,
  Op.Bt,
  Op.Bts,
  Op.Btr,
  Op.Btc,
  Op.Push,
  Op.Pop,
  Op.Nop,
]);

/** Operations that take a `w` with 16-bit operands, and no letter else. */
const WORD_LETTERED: ReadonlySet<Op> = new Set([
  Op.Pusha,
  Op.Popa,
  Op.Pushf,
  Op.Popf,
  Op.Iret,
  Op.Ret,
  Op.RetFar,
  Op.Leave,
  Op.Enter,
  Op.Jmp,
  Op.Call,
  Op.Jcc,
  Op.PushSeg,
  Op.PopSeg,
  Op.JmpFar,
  Op.CallFar,
  Op.Lgdt,
  Op.Lidt,
  Op.Sgdt,
  Op.Sidt,
  Op.JmpTo,
  Op.CallTo,
]);

const FIXED: Readonly<Partial<Record<Op, string>>> = {
  [Op.JmpFar]: 'ljmp',
  [Op.CallFar]: 'lcall',
  [Op.RetFar]: 'lret',
  [Op.MovZx8]: 'movzb',
  [Op.MovZx16]: 'movzw',
  [Op.MovSx8]: 'movsb',
  [Op.MovSx16]: 'movsw',
};

/** Names that differ from Intel's: 16 bits, 32 bits. */
const BY_SIZE: Readonly<Partial<Record<Op, readonly [word: string, long: string]>>> = {
  [Op.Cwd]: ['cwtd', 'cltd'],
  [Op.Cbw]: ['cbtw', 'cwtl'],
};

const letter = (size: number): string => (size === 1 ? 'b' : size === 2 ? 'w' : 'l');

/** A register tells the size of the memory beside it; a shift's count does not. */
function tellsSize(op: Op, operand: Operand): boolean {
  return operand.kind === 'register' && !(op >= Op.Rol && op <= Op.Shrd && operand.name === 'cl');
}

/** The size letter of an operation that takes one when nothing else tells. */
function neededLetter({ op, operands, prefixes }: Decoded): string {
  if (operands.some((operand, i) => tellsSize(op, operand) && !(op === Op.Nop && i === 1))) return '';
  const memory = operands.find((operand) => operand.kind === 'memory');
  if (memory?.kind === 'memory') return letter(memory.size);
  return op === Op.Push && prefixes.operandSize === 2 ? 'w' : '';
}

/** A string instruction has a letter, unless its accumulator tells the size. */
function stringName(decoded: Decoded): string {
  const { operands } = decoded;
  if (operands.some((operand) => operand.kind === 'register' && operand.name !== 'dx')) return mnemonicOf(decoded);
  const memory = operands.find((operand) => operand.kind === 'memory');
  return mnemonicOf(decoded) + letter(memory?.kind === 'memory' ? memory.size : 4);
}

/** The letter of an operation that is not on strings; empty for most. */
function letterOf(decoded: Decoded, plain: string): string {
  const { op, prefixes, operands } = decoded;
  const isWord = prefixes.operandSize === 2;
  if (op >= Op.MovZx8 && op <= Op.MovSx16) return isWord ? 'w' : 'l';
  if (LETTERED.has(op)) return plain === 'pause' ? '' : neededLetter(decoded);
  const toRegister = (op === Op.JmpTo || op === Op.CallTo) && operands[0]?.kind === 'register';
  return isWord && WORD_LETTERED.has(op) && !toRegister ? 'w' : '';
}

/** An x87 operation's name has letters for the kind and size of its memory. */
function x87Name(decoded: Decoded): string {
  const memory = decoded.operands.find((operand) => operand.kind === 'memory');
  const letters = memory?.kind === 'memory' ? x87Letter(decoded.op, memory.size) : '';
  return swapped(mnemonicOf(decoded), decoded.operands) + letters;
}

function name(decoded: Decoded): string {
  const { op, prefixes } = decoded;
  const bySize = BY_SIZE[op];
  if (bySize) return bySize[prefixes.operandSize === 2 ? 0 : 1];
  if (op === Op.Jcxz && prefixes.addressSize === 2) return 'jcxz';
  if (isString(op)) return stringName(decoded);
  if (isX87(op)) return x87Name(decoded);
  const plain = FIXED[op] ?? mnemonicOf(decoded);
  return plain + letterOf(decoded, plain);
}

/** The operands, source first. */
function operandTexts({ op, operands }: Decoded): string[] {
  const isIndirect = op === Op.JmpTo || op === Op.CallTo || op === Op.JmpFar || op === Op.CallFar;
  const texts = operands.map((operand) => {
    if (isIndirect && operand.kind !== 'far') return `*${operandText(operand)}`;
    if (operand.kind === 'register' && operand.name === 'dx' && isPort(op)) return '(%dx)';
    return operandText(operand);
  });
  return op === Op.Enter || op === Op.Bound ? texts : texts.reverse();
}

/** DX names a port. */
function isPort(op: Op): boolean {
  return op === Op.In || op === Op.Out || op === Op.Ins || op === Op.Outs;
}

/** X87's subtractions and divisions towards a register other than ST have each other's names in AT&T's syntax. */
function swapped(name: string, operands: readonly Operand[]): string {
  const [first] = operands;
  const towardsOther = operands.length === 2 && first?.kind === 'register' && first.name !== 'st';
  const match = /^(fsub|fdiv)(r?)(p?)$/.exec(name);
  return towardsOther && match ? `${match[1]}${match[2] ? '' : 'r'}${match[3]}` : name;
}

/** Writes an instruction as GNU's tools do: source first, size letters only where no register tells. */
export function att(decoded: Decoded): { mnemonic: string; operands: string } {
  return { mnemonic: prefixText(decoded) + name(decoded), operands: operandTexts(decoded).join(',') };
}
