import type { TraceFields } from '../../explain';
import { copyOf, type TraceLog } from './trace-log';

/** A refused call: the record that says most of why, and the call it is part of. Copies, which stay when the log moves on. */
export interface RefusedCall {
  record: TraceFields;
  parent: TraceFields | undefined;
}

/** The call at a place of the log with the part of it that says most of why it was refused; undefined when the log has no such record. */
export function refusedCall(log: TraceLog, place: number): RefusedCall | undefined {
  const part = log.refusal(place);
  const record = log.record(part);
  if (!record) return undefined;
  const parent = log.parent(part);
  return { record: copyOf(record), parent: parent && copyOf(parent) };
}

/** The last call that was refused before now; undefined when none was. */
export function lastRefused(log: TraceLog): RefusedCall | undefined {
  const rows = log.rows('refused');
  return rows === 0 ? undefined : refusedCall(log, log.placeOfRow('refused', rows - 1));
}
