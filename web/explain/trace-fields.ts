import { TraceEvent } from '../../assembly/abi/trace-event';
import type { TraceRecord } from '../core/layout.gen';

/** The fields of one trace record; a view of the core's memory (`TraceRecord`) has them, and so may a plain object. */
export type TraceFields = Omit<TraceRecord, 'memory' | 'at'>;

/** Bit 0 of a record's flags: the fields from `rule` on say why something was refused. */
export const HAS_REASON = 1;
/** Bit 1 of a record's flags: part of the last record without this bit. */
export const IS_PART = 2;

/** Whether the requests that follow a record belong to it: part of nothing, or a hypercall that a multicall made. */
export function takesRequests({ kind, flags }: Pick<TraceFields, 'kind' | 'flags'>): boolean {
  return (flags & IS_PART) === 0 || kind === TraceEvent.Hypercall;
}
