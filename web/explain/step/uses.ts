/**
 * Which registers and flags an instruction may read and write, by its operation: what its operands name, and what is implied. The tests
 * hold every row against the processor: a register that is not said to be read can be changed, and nothing else comes out otherwise.
 */
import { Op } from '../../../assembly/isa/op';
import type { Decoded } from '../disassembler/decode';
import { LONGS } from '../disassembler/operand';
import { flagsOf } from './flag-uses';

/** A general register. */
export type General = (typeof LONGS)[number];

/** Registers and flags an instruction may use. Flags are bits of EFLAGS. */
export interface Uses {
  reads: ReadonlySet<General>;
  writes: ReadonlySet<General>;
  flagsRead: number;
  flagsWritten: number;
}

/** What is implied: registers read, then registers written, by their letters. */
type Implied = readonly [reads: string, writes: string];

const LETTERS: Readonly<Record<string, General>> = {
  a: 'eax',
  c: 'ecx',
  d: 'edx',
  b: 'ebx',
  s: 'esp',
  f: 'ebp',
  i: 'esi',
  o: 'edi',
};
const STACK: Implied = ['s', 's'];
const ACCUMULATOR: Implied = ['a', 'a'];
const ALL = 'acdbsfio';

const IMPLIED: Partial<Record<Op, Implied>> = {
  [Op.Mul]: ['a', 'ad'],
  [Op.Imul1]: ['a', 'ad'],
  [Op.Div]: ['ad', 'ad'],
  [Op.Idiv]: ['ad', 'ad'],
  [Op.Cbw]: ACCUMULATOR,
  [Op.Cwd]: ['a', 'd'],
  [Op.Push]: STACK,
  [Op.PushSeg]: STACK,
  [Op.Pop]: STACK,
  [Op.PopSeg]: STACK,
  [Op.Pushf]: STACK,
  [Op.Popf]: STACK,
  [Op.Pusha]: [ALL, 's'],
  [Op.Popa]: ['s', ALL],
  [Op.Leave]: ['f', 'sf'],
  [Op.Enter]: ['sf', 'sf'],
  [Op.Call]: STACK,
  [Op.CallTo]: STACK,
  [Op.CallFar]: STACK,
  [Op.Ret]: STACK,
  [Op.RetFar]: STACK,
  [Op.Iret]: STACK,
  [Op.Int]: STACK,
  [Op.Int1]: STACK,
  [Op.Int3]: STACK,
  [Op.Into]: STACK,
  [Op.Movs]: ['io', 'io'],
  [Op.Cmps]: ['io', 'io'],
  [Op.Stos]: ['ao', 'o'],
  [Op.Lods]: ['i', 'ai'],
  [Op.Scas]: ['ao', 'o'],
  [Op.Ins]: ['do', 'o'],
  [Op.Outs]: ['di', 'i'],
  [Op.Loop]: ['c', 'c'],
  [Op.Loope]: ['c', 'c'],
  [Op.Loopne]: ['c', 'c'],
  [Op.Jcxz]: ['c', ''],
  [Op.Xlat]: ['ab', 'a'],
  [Op.Cmpxchg]: ACCUMULATOR,
  [Op.Cmpxchg8b]: ['acdb', 'ad'],
  [Op.Lahf]: ['', 'a'],
  [Op.Sahf]: ['a', ''],
  [Op.Salc]: ['', 'a'],
  [Op.Daa]: ACCUMULATOR,
  [Op.Das]: ACCUMULATOR,
  [Op.Aaa]: ACCUMULATOR,
  [Op.Aas]: ACCUMULATOR,
  [Op.Aam]: ACCUMULATOR,
  [Op.Aad]: ACCUMULATOR,
  [Op.Cpuid]: ['ac', 'acdb'],
  [Op.Rdtsc]: ['', 'ad'],
  [Op.Rdpmc]: ['c', 'ad'],
  [Op.Rdmsr]: ['c', 'ad'],
  [Op.Wrmsr]: ['cad', ''],
  [Op.Sysenter]: ['', 's'],
  [Op.Sysexit]: ['cd', 's'],
};

/** Operations whose first operand is written without being read. */
const WRITES_FIRST = new Set<Op>([
  ...[Op.Mov, Op.MovZx8, Op.MovZx16, Op.MovSx8, Op.MovSx16, Op.Lea, Op.Setcc, Op.Pop, Op.Imul3, Op.In],
  ...[Op.MovFromSeg, Op.MovFromCr, Op.MovFromDr, Op.Sldt, Op.Str, Op.Smsw, Op.Fnstsw, Op.Lods],
  ...[Op.Lds, Op.Les, Op.Lss, Op.Lfs, Op.Lgs],
]);
/** Operations whose first operand is only read. */
const READS_FIRST = new Set<Op>([
  ...[Op.Cmp, Op.Test, Op.Bt, Op.Bound, Op.Out, Op.Outs, Op.MovToSeg, Op.MovToCr, Op.MovToDr, Op.Lmsw, Op.Lldt, Op.Ltr],
  ...[Op.Verr, Op.Verw, Op.Push, Op.Mul, Op.Imul1, Op.Div, Op.Idiv, Op.JmpTo, Op.CallTo, Op.Scas, Op.Cmps, Op.Nop],
]);
/** Operations that write their second operand as well. */
const WRITES_SECOND = new Set<Op>([Op.Xchg, Op.Xadd]);
const STRINGS = new Set<Op>([Op.Movs, Op.Cmps, Op.Stos, Op.Lods, Op.Scas, Op.Ins, Op.Outs]);

/** The register that a name is all or a part of; undefined for one that is not general. */
export function generalOf(name: string): General | undefined {
  const whole = /^[acdb][lh]$/.test(name) ? `e${name[0]}x` : name.length === 2 ? `e${name}` : name;
  return LONGS.find((long) => long === whole);
}

class Collected {
  readonly reads = new Set<General>();
  readonly writes = new Set<General>();

  add(to: Set<General>, name: string): void {
    const register = generalOf(name);
    if (register) to.add(register);
  }
}

/** What the operands name. Registers of an address are read in any case. */
function addOperands(to: Collected, { op, operands }: Decoded): void {
  for (const [place, operand] of operands.entries()) {
    if (operand.kind === 'memory') {
      to.add(to.reads, operand.base);
      to.add(to.reads, operand.index);
    } else if (operand.kind === 'register') {
      if (place > 0 || !WRITES_FIRST.has(op)) to.add(to.reads, operand.name);
      if (isWritten(op, place)) to.add(to.writes, operand.name);
    }
  }
}

/** Does an operation write its operand at a place? */
function isWritten(op: Op, place: number): boolean {
  return place === 0 ? !READS_FIRST.has(op) : place === 1 && WRITES_SECOND.has(op);
}

/** What an instruction may read and write. Undefined instructions use nothing. */
export function usesOf(decoded: Decoded): Uses {
  const to = new Collected();
  const { op, prefixes } = decoded;
  if (op !== Op.Undefined) {
    addOperands(to, decoded);
    const [reads, writes] = IMPLIED[op] ?? ['', ''];
    for (const letter of reads) to.reads.add(LETTERS[letter] as General);
    for (const letter of writes) to.writes.add(LETTERS[letter] as General);
    if (STRINGS.has(op) && prefixes.repeat) {
      to.reads.add('ecx');
      to.writes.add('ecx');
    }
  }
  return { reads: to.reads, writes: to.writes, ...flagsOf(decoded) };
}
