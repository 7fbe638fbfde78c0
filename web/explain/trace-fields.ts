import { TraceEvent } from '../../assembly/abi/trace-event';
import type { TraceRecord } from '../core/layout.gen';

/** The fields of one trace record; a view of the core's memory (`TraceRecord`) has them, and so may a plain object. */
export type TraceFields = Omit<TraceRecord, 'memory' | 'at'>;

/** Bit 0 of a record's flags: the fields from `rule` on say why something was refused. */
export const HAS_REASON = 1;
/** Bit 1 of a record's flags: part of the last record without this bit. */
export const IS_PART = 2;

/** Bit 2 of a call's flags: the domain was ended in it, so nobody ever saw its result. */
const UNANSWERED = 4;

/** A call in which the domain was ended, or the request in it that was the reason. */
export function isUnanswered(record: TraceFields, parent?: TraceFields): boolean {
  const call = (record.flags & IS_PART) !== 0 ? parent : record;
  return ((call?.flags ?? 0) & UNANSWERED) !== 0 && (record.flags & HAS_REASON) !== 0;
}

/** Whether the requests that follow a record belong to it: part of nothing, or a hypercall that a multicall made. */
export function takesRequests({ kind, flags }: Pick<TraceFields, 'kind' | 'flags'>): boolean {
  return (flags & IS_PART) === 0 || kind === TraceEvent.Hypercall;
}
