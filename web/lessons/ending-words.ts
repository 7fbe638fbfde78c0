import { errnoName } from '../explain/errno';
import type { Ending } from './lesson';

/** An ending for a table, a column a field; `-` where it has nothing to say. */
export interface EndingWords {
  outcome: string;
  /** As C programs write it: `-EINVAL`. */
  errno: string;
  level: string;
  slot: string;
  /** The rule in three or four words, or the page fault. */
  why: string;
}

/** Rules that lessons end in, in a few words. */
const SHORT: Readonly<Record<string, string>> = {
  LinearUnknown: 'directory used as a page table',
  LinearOff: 'linear page tables are off',
  LinearWritable: 'linear, with write permission',
  LinearOther: 'another directory',
  LinearChained: 'the other table holds a window itself',
};

const hex = (value: number): string => `0x${value.toString(16)}`;

function reason({ rule, error, address }: Ending): string {
  if (rule !== undefined) return SHORT[rule] ?? rule;
  return error === undefined || address === undefined ? '-' : `#PF error ${error} at ${hex(address)}`;
}

/** How a scenario ended, in words. */
export function endingWords(ending: Ending): EndingWords {
  const { outcome, result, level, slot } = ending;
  return {
    outcome,
    errno: result === undefined ? '-' : `-${errnoName(-result)}`,
    level: `${level ?? '-'}`,
    slot: `${slot ?? '-'}`,
    why: reason(ending),
  };
}
