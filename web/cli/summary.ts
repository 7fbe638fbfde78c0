import { SEMANTICS } from '../core/semantics';
import type { Machine } from '../toolstack/machine';

/** How a run ended. */
export type RunOutcome = 'shutdown' | 'until' | 'crash' | 'refused' | 'limit' | 'idle' | 'stopped';

/** Exit statuses: 0 as wished, 1 crash or refusal, 2 usage, 3 a limit. */
export const STATUS: Readonly<Record<RunOutcome, number>> = {
  shutdown: 0,
  until: 0,
  crash: 1,
  refused: 1,
  limit: 3,
  idle: 3,
  stopped: 0,
};

/** What --json writes. */
export interface Summary {
  guest: string;
  outcome: RunOutcome;
  reason: string;
  instructions: number;
  ticks: number;
  /** Host's wall time from the first instruction to the end. */
  seconds: number;
  hypercalls: Record<string, number>;
  /** State hash at the end, 16 hex digits; empty when nothing ran. */
  hash: string;
  imageHash: string;
  semantics: number;
}

/** The summary of a run. */
export function summarise(
  guest: string,
  machine: Machine | undefined,
  end: { outcome: RunOutcome; reason: string; seconds: number; hypercalls: Record<string, number> },
): Summary {
  const { count, tick } = machine?.position ?? { count: 0n, tick: 0n };
  return {
    guest,
    outcome: end.outcome,
    reason: end.reason,
    instructions: Number(count),
    ticks: Number(tick),
    seconds: Math.round(end.seconds * 1e6) / 1e6,
    hypercalls: end.hypercalls,
    hash: machine?.hash ?? '',
    imageHash: machine?.imageHash ?? '',
    semantics: SEMANTICS,
  };
}
