import { isTelling, narrate } from '../../explain/narration';
import { lastRefused } from '../../ui/session/refused-call';
import type { TraceLog } from '../../ui/session/trace-log';

/** Records looked back through for one that is worth telling. */
const MOST_BACK = 64;
/** A batch that Xen interrupts and goes on with takes an instruction more each time. */
const isNear = (one: bigint, other: bigint): boolean => other - one <= 2n;

/** The last event of the trace that is worth telling, in a sentence; undefined where nothing has happened. */
export function lastTold(log: TraceLog): string | undefined {
  const last = log.lastPlace;
  const newest = log.record(last);
  const call = lastRefused(log);
  // Of a batch that Xen went on with, the part that was refused says more than its end.
  if (call && newest && isNear(call.record.count, newest.count)) return narrate(call.record, call.parent);
  for (let at = last; at > last - MOST_BACK; at--) {
    const record = log.record(at);
    if (!record) return undefined;
    if (isTelling(record)) return narrate(record, log.parent(at));
  }
  return undefined;
}
