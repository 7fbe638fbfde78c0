import type { DomainPicture } from '../core/machine-api';
import { SEMANTICS } from '../core/semantics';
import { sha256 } from '../core/sha256';
import type { Machine } from '../toolstack/machine';

/** How a run ended. */
export type RunOutcome =
  | 'shutdown'
  | 'until'
  | 'crash'
  | 'refused'
  | 'unwritable'
  | 'limit'
  | 'idle'
  | 'stopped'
  | 'interrupted';

/** Exit statuses: 0 as wished, 1 crash or refusal, 2 usage, 3 a limit, 130 as shells say of SIGINT. */
export const STATUS: Readonly<Record<RunOutcome, number>> = {
  shutdown: 0,
  until: 0,
  crash: 1,
  refused: 1,
  unwritable: 1,
  limit: 3,
  idle: 3,
  stopped: 0,
  interrupted: 130,
};

/** A domain in the summary. Times are ticks: nanoseconds of the machine's clock. */
export interface DomainSummary {
  domid: number;
  name: string;
  state: string;
  /** How it ended; absent while it lives. */
  end?: { orderly: boolean; reason: string };
  imageHash: string;
  /** Bytes its console showed. */
  console: number;
  running: number;
  runnable: number;
  blocked: number;
}

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
  /** Every domain, when there are several. */
  domains?: DomainSummary[];
}

function domainSummary({ domid, name, state, end, shown, times }: DomainPicture, image: Uint8Array): DomainSummary {
  return {
    domid,
    name,
    state,
    ...(end && { end }),
    imageHash: sha256(image),
    console: shown,
    running: Number(times.running),
    runnable: Number(times.runnable),
    blocked: Number(times.blocked),
  };
}

/** The domains of a machine that has several. */
function domainSummaries(machine: Machine): DomainSummary[] {
  const { scenario } = machine.checked;
  const images = [scenario, ...(scenario.others ?? [])].map(({ image }) => image);
  return machine.domains.map((domain, i) => domainSummary(domain, images[i] as Uint8Array));
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
    ...(machine?.checked.scenario.others?.length && { domains: domainSummaries(machine) }),
  };
}
