import { TraceEvent, TraceFlag } from '../../assembly/abi/trace-event';
import type { TraceRecord } from '../core/layout.gen';

/** The fields of one trace record; a view of the core's memory (`TraceRecord`) has them, and so may a plain object. */
export type TraceFields = Omit<TraceRecord, 'memory' | 'at'>;

/** Whether a record says why something was refused. */
export function isRefused({ flags }: Pick<TraceFields, 'flags'>): boolean {
  return (flags & TraceFlag.Refused) !== 0;
}

/** Whether a record tells of something in the hypercall before it. */
export function isPart({ flags }: Pick<TraceFields, 'flags'>): boolean {
  return (flags & TraceFlag.Part) !== 0;
}

/** A call that Xen interrupted and will go on with: there is no answer yet. */
export function isInterrupted({ flags }: Pick<TraceFields, 'flags'>): boolean {
  return (flags & TraceFlag.Interrupted) !== 0;
}

/** A call in which the domain ended, or the request in it that was the reason. */
export function isUnanswered(record: TraceFields, parent?: TraceFields): boolean {
  if (record.kind !== TraceEvent.Request) return (record.flags & TraceFlag.Unanswered) !== 0;
  return isRefused(record) && parent !== undefined && isUnanswered(parent);
}

/** Whether the requests that follow a record belong to it: part of nothing, or a hypercall that a multicall made. */
export function takesRequests(record: Pick<TraceFields, 'kind' | 'flags'>): boolean {
  return !isPart(record) || record.kind === TraceEvent.Hypercall;
}
