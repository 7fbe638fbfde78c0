import { Op } from '../../../assembly/isa/op';
import { hex } from '../numbers';
import type { Decoded } from './decode';
import { isString, mnemonicOf, prefixText } from './mnemonic';
import type { MemoryOperand, Operand } from './operand';
import { hasX87Size, isX87 } from './x87';

/** How a size of memory is called. */
const POINTERS: Readonly<Record<number, string>> = {
  1: 'byte ptr ',
  2: 'word ptr ',
  4: 'dword ptr ',
  6: 'fword ptr ',
  8: 'qword ptr ',
  10: 'tbyte ptr ',
};

/** Operations whose memory has a size of its own beside a register's, or one that nothing else tells. */
const SIZED: ReadonlySet<Op> = new Set([Op.MovZx8, Op.MovZx16, Op.MovSx8, Op.MovSx16, Op.Bound, Op.JmpFar, Op.CallFar]);

/** Operations whose memory is of one size only: it is not written. */
const IMPLIED: ReadonlySet<Op> = new Set([
  Op.Setcc,
  Op.Invlpg,
  Op.Sgdt,
  Op.Sidt,
  Op.Lgdt,
  Op.Lidt,
  Op.Smsw,
  Op.Lmsw,
  Op.Sldt,
  Op.Str,
  Op.Lldt,
  Op.Ltr,
  Op.Verr,
  Op.Verw,
  Op.Cmpxchg8b,
  Op.Fxsave,
  Op.Fxrstor,
  Op.MovFromSeg,
  Op.MovToSeg,
  Op.Arpl,
  Op.Lar,
  Op.Lsl,
  Op.Nop,
  Op.Les,
  Op.Lds,
  Op.Lss,
  Op.Lfs,
  Op.Lgs,
  Op.Lea,
  Op.Xlat,
  Op.PrefetchNta,
  Op.PrefetchT0,
  Op.PrefetchT1,
  Op.PrefetchT2,
  Op.Prefetch,
  Op.PrefetchW,
]);

/** The displacement after a base: with its sign. */
function signed(displacement: number): string {
  return displacement < 0 ? hex(displacement) : `+${hex(displacement)}`;
}

function memoryText({ segment, base, index, scale, displacement, addressSize }: MemoryOperand): string {
  const prefix = segment === '' ? '' : `${segment}:`;
  const scaled = index === '' ? '' : scale > 0 ? `${index}*${scale}` : index;
  const place = [base, scaled].filter(Boolean).join('+');
  if (place === '') {
    const address = displacement ?? 0;
    return `${prefix}[${hex(addressSize === 2 ? address & 0xffff : address >>> 0)}]`;
  }
  return `${prefix}[${place}${displacement === undefined ? '' : signed(displacement)}]`;
}

function operandText(operand: Operand, sized: boolean): string {
  switch (operand.kind) {
    case 'register':
      return operand.name;
    case 'memory':
      return `${sized ? (POINTERS[operand.size] ?? '') : ''}${memoryText(operand)}`;
    case 'immediate':
      return hex(operand.value);
    case 'target':
      return hex(operand.address);
    case 'far':
      return `${hex(operand.selector)}:${hex(operand.offset)}`;
  }
}

/** The memory operand's size is to be written. */
function needsSize({ op }: Decoded, operands: readonly Operand[]): boolean {
  if (isX87(op)) return hasX87Size(op);
  if (SIZED.has(op)) return true;
  if (IMPLIED.has(op) || isString(op)) return false;
  const isShift = op >= Op.Rol && op <= Op.Shrd;
  return !operands.some((operand) => operand.kind === 'register' && !(isShift && operand.name === 'cl'));
}

/** Names that change with the operand's size: 16 bits, 32 bits. */
const BY_SIZE: Readonly<Partial<Record<Op, readonly [word: string, long: string]>>> = {
  [Op.Cwd]: ['cwd', 'cdq'],
  [Op.Cbw]: ['cbw', 'cwde'],
  [Op.Pusha]: ['pusha', 'pushad'],
  [Op.Popa]: ['popa', 'popad'],
  [Op.Pushf]: ['pushf', 'pushfd'],
  [Op.Popf]: ['popf', 'popfd'],
  [Op.Iret]: ['iret', 'iretd'],
};

function name(decoded: Decoded): string {
  const { op, prefixes, operands } = decoded;
  const bySize = BY_SIZE[op];
  if (bySize) return bySize[prefixes.operandSize === 2 ? 0 : 1];
  if (op === Op.Jcxz && prefixes.addressSize === 2) return 'jcxz';
  if (isString(op)) {
    const size = operands.find((operand) => operand.kind === 'memory')?.size ?? 4;
    return mnemonicOf(decoded) + (size === 1 ? 'b' : size === 2 ? 'w' : 'd');
  }
  return mnemonicOf(decoded);
}

/** String operands are implied; only an overridden source is worth a word. */
function stringOperands({ operands, prefixes }: Decoded): readonly Operand[] {
  const overridden = prefixes.segment !== '' && prefixes.segment !== 'ds';
  return overridden ? operands.filter((operand) => operand.kind === 'memory' && operand.segment !== 'es') : [];
}

/** Writes an instruction as Intel's manuals do: destination first, sizes only where no register tells. */
export function intel(decoded: Decoded): { mnemonic: string; operands: string } {
  const prefix = prefixText(decoded);
  const operands = isString(decoded.op) ? stringOperands(decoded) : decoded.operands;
  const sized = needsSize(decoded, operands);
  return {
    mnemonic: prefix + name(decoded),
    operands: operands.map((operand) => operandText(operand, sized)).join(','),
  };
}
