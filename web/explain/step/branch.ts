/** Where an instruction went on, and what decided that. */
import { Op } from '../../../assembly/isa/op';
import type { StepRecord } from '../../core/step-record';
import type { Decoded } from '../disassembler/decode';
import { hex, padded } from '../numbers';
import { FLAG } from './flag-uses';

/** What each pair of conditions asks of EFLAGS; the odd one of a pair is the opposite. Intel SDM Vol. 1, appendix B. */
const PAIRS: readonly ((flags: number) => boolean)[] = [
  (flags) => (flags & FLAG.of) !== 0,
  (flags) => (flags & FLAG.cf) !== 0,
  (flags) => (flags & FLAG.zf) !== 0,
  (flags) => (flags & (FLAG.cf | FLAG.zf)) !== 0,
  (flags) => (flags & FLAG.sf) !== 0,
  (flags) => (flags & FLAG.pf) !== 0,
  (flags) => isLess(flags),
  (flags) => isLess(flags) || (flags & FLAG.zf) !== 0,
];

function isLess(flags: number): boolean {
  return ((flags & FLAG.sf) !== 0) !== ((flags & FLAG.of) !== 0);
}

/** Does a condition, by the low four bits of the opcode, hold of EFLAGS? */
export function holds(condition: number, flags: number): boolean {
  return (PAIRS[(condition >> 1) & 7]?.(flags) ?? false) !== ((condition & 1) !== 0);
}

const CONDITIONAL = new Set<Op>([Op.Jcc, Op.Loop, Op.Loope, Op.Loopne, Op.Jcxz]);
const TRANSFERS = new Set<Op>([
  Op.Jmp,
  Op.JmpTo,
  Op.Call,
  Op.CallTo,
  Op.Ret,
  Op.JmpFar,
  Op.CallFar,
  Op.RetFar,
  Op.Iret,
]);
const STRINGS = new Set<Op>([Op.Movs, Op.Cmps, Op.Stos, Op.Lods, Op.Scas, Op.Ins, Op.Outs]);

/** What the instruction decided about where to go on, or whether to act; undefined where it just went on. */
export function branchWords(
  record: StepRecord,
  { op, opcode, length, operands, prefixes }: Decoded,
): string | undefined {
  const { before, after } = record;
  if (op === Op.Setcc || op === Op.Cmov)
    return holds(opcode & 15, before.eflags) ? 'the condition holds' : 'the condition does not hold';
  if (STRINGS.has(op) && prefixes.repeat) return repeatWords(record);
  if (TRANSFERS.has(op)) return `goes on at ${hex(after.cs)}:${padded(after.eip)}`;
  if (!CONDITIONAL.has(op)) return undefined;
  const [target] = operands;
  const isTaken = target?.kind === 'target' && after.eip === target.address && after.eip !== before.eip + length;
  return `${isTaken ? 'taken: goes on at' : 'not taken: goes on at'} ${padded(after.eip)}`;
}

function repeatWords({ before, after }: StepRecord): string {
  if (before.ecx === 0) return 'the count is 0: nothing is done';
  return after.eip === before.eip ? `${hex(after.ecx)} more to come` : 'the last one';
}
