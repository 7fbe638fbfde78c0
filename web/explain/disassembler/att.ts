import { Op } from '../../../assembly/isa/op';
import { hex } from '../numbers';
import type { Decoded } from './decode';
import { decodeEscape } from './escape';
import { isString, mnemonicOf, prefixText } from './mnemonic';
import type { MemoryOperand, Operand } from './operand';

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

/** Registers that say nothing about the size of the other operand. */
const tellsSize = (operand: Operand): boolean => operand.kind === 'register' && operand.name !== 'cl';

/** The size letter of an operation that takes one when nothing else tells. */
function neededLetter({ op, operands, prefixes }: Decoded): string {
  if (operands.some((operand, i) => tellsSize(operand) && !(op === Op.Nop && i === 1))) return '';
  const memory = operands.find((operand) => operand.kind === 'memory');
  if (memory?.kind === 'memory') return letter(memory.size);
  return op === Op.Push && prefixes.operandSize === 2 ? 'w' : '';
}

function name(decoded: Decoded): string {
  const { op, prefixes, operands } = decoded;
  const isWord = prefixes.operandSize === 2;
  const bySize = BY_SIZE[op];
  if (bySize) return bySize[isWord ? 0 : 1];
  if (op === Op.Jcxz && prefixes.addressSize === 2) return 'jcxz';
  if (isString(op)) {
    const memory = operands.find((operand) => operand.kind === 'memory');
    return mnemonicOf(decoded) + letter(memory?.kind === 'memory' ? memory.size : 4);
  }
  const fixed = FIXED[op] ?? mnemonicOf(decoded);
  if (op >= Op.MovZx8 && op <= Op.MovSx16) return fixed + (isWord ? 'w' : 'l');
  if (LETTERED.has(op) && fixed !== 'pause' && !fixed.startsWith('prefetch')) return fixed + neededLetter(decoded);
  const isRegisterBranch = (op === Op.JmpTo || op === Op.CallTo) && operands[0]?.kind === 'register';
  return fixed + (isWord && WORD_LETTERED.has(op) && !isRegisterBranch ? 'w' : '');
}

/** A string instruction's letter already tells the size of the accumulator, but GNU's tools write it. */
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
  if (decoded.op === Op.Esc) {
    const escape = decodeEscape(decoded);
    if (!escape) return { mnemonic: '(bad)', operands: '' };
    const texts = escape.operands.map(operandText).reverse();
    return { mnemonic: swapped(escape.name, escape.operands) + escape.suffix, operands: texts.join(',') };
  }
  return { mnemonic: prefixText(decoded) + name(decoded), operands: operandTexts(decoded).join(',') };
}
