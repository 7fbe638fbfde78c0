import type { TraceFields } from '../../explain';
import { copyOf, type TraceLog } from './trace-log';

/** A refused call: the record that says most of why, and the call it is part of. Copies, which stay when the log moves on. */
export interface RefusedCall {
  record: TraceFields;
  parent: TraceFields | undefined;
  /** Count at which the call was answered: that of the record, or of a later go, where Xen interrupted the call. Absent until it is. */
  answered: bigint | undefined;
}

/** Where a machine stands: right before a call or amid its goes, right behind it, or somewhere else. */
export type Stands = 'at' | 'behind' | 'elsewhere';

/** Where a machine that has done so many instructions stands from a call, which is an instruction itself. */
export function standsFrom({ record, answered }: RefusedCall, count: bigint): Stands {
  if (count === answered) return 'behind';
  return count >= record.count - 1n && (answered === undefined || count < answered) ? 'at' : 'elsewhere';
}

/** What was refused at a place of the log, with the part of it that says most of why; undefined when the log has no such record. */
export function refusedCall(log: TraceLog, place: number): RefusedCall | undefined {
  const part = log.refusal(place);
  const record = log.record(part);
  if (!record) return undefined;
  const parent = log.parent(part);
  const answer = log.answer(part);
  const answered = answer === undefined ? undefined : log.record(answer)?.count;
  return { record: copyOf(record), parent: parent && copyOf(parent), answered };
}

/** The last call that was refused before now; undefined when none was. */
export function lastRefused(log: TraceLog): RefusedCall | undefined {
  const rows = log.rows('refused');
  return rows === 0 ? undefined : refusedCall(log, log.placeOfRow('refused', rows - 1));
}
