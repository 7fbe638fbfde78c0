import { Rule } from '../../assembly/abi/reason';

/** Rules of page tables that a lesson may name, by the name abi/reason.ts gives them. */
export const RULES: Readonly<Record<string, Rule>> = {
  NoSuchFrame: Rule.NoSuchFrame,
  ForeignFrame: Rule.ForeignFrame,
  TypeConflict: Rule.TypeConflict,
  EntryFlags: Rule.EntryFlags,
  XenSlot: Rule.XenSlot,
  LinearUnknown: Rule.LinearUnknown,
  LinearOff: Rule.LinearOff,
  LinearWritable: Rule.LinearWritable,
  LinearOther: Rule.LinearOther,
  LinearNotValidated: Rule.LinearNotValidated,
  LinearUsed: Rule.LinearUsed,
  LinearChained: Rule.LinearChained,
  PaeSlotEmpty: Rule.PaeSlotEmpty,
  PaeSlotShared: Rule.PaeSlotShared,
  PaeSlotFixed: Rule.PaeSlotFixed,
};

const NAMES = new Map(Object.entries(RULES).map(([name, rule]) => [rule as number, name]));

/** The name of a rule; its number where a lesson cannot name it. */
export function ruleName(rule: number): string {
  return NAMES.get(rule) ?? `${rule}`;
}
