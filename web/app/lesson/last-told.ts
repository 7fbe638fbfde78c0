import { isTelling, narrate } from '../../explain/narration';
import { lastRefused } from '../../ui/session/refused-call';
import type { TraceLog } from '../../ui/session/trace-log';
import { grouped } from '../../ui/text/digits';

/** Records looked back through for one that is worth telling. */
const MOST_BACK = 64;
/** A batch that Xen interrupts and goes on with takes an instruction more each time. */
const isNear = (one: bigint, other: bigint): boolean => other - one <= 2n;

/** The last event of the trace that is worth telling, and its count. */
function lastTelling(log: TraceLog): { sentence: string; count: bigint } | undefined {
  const last = log.lastPlace;
  const newest = log.record(last);
  const call = lastRefused(log);
  // Of a batch that Xen went on with, the part that was refused says more than its end.
  if (call && newest && isNear(call.record.count, newest.count))
    return { sentence: narrate(call.record, call.parent), count: newest.count };
  for (let at = last; at > last - MOST_BACK; at--) {
    const record = log.record(at);
    if (!record) return undefined;
    if (isTelling(record)) return { sentence: narrate(record, log.parent(at)), count: record.count };
  }
  return undefined;
}

/**
 * The last event of the trace that is worth telling, in a sentence that says how long ago it was if it was not just now; undefined where
 * nothing has happened.
 *
 * @param here instructions done now
 */
export function lastTold(log: TraceLog, here: bigint): string | undefined {
  const told = lastTelling(log);
  if (!told || isNear(told.count, here)) return told?.sentence;
  return `${grouped(here - told.count)} instructions ago: ${told.sentence}`;
}
