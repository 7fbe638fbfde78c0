import { TraceEvent } from '../../assembly/abi/trace-event';
import { HAS_REASON, type TraceFields } from '../explain';
import type { Condition } from './lesson';
import { RULES } from './rules';

const KINDS: Readonly<Record<Exclude<Condition['event'], 'console'>, TraceEvent>> = {
  hypercall: TraceEvent.Hypercall,
  request: TraceEvent.Request,
  trap: TraceEvent.Trap,
  bounce: TraceEvent.Bounce,
  domain: TraceEvent.Domain,
};

/** What a record says of a refusal; nothing if it says of none. */
function refusalOf(record: TraceFields): Pick<TraceFields, 'rule' | 'level' | 'slot'> | undefined {
  return record.flags & HAS_REASON ? record : undefined;
}

/** Whether a trace record is what a condition waits for. */
export function meets(record: TraceFields, condition: Condition): boolean {
  if (condition.event === 'console' || record.kind !== KINDS[condition.event]) return false;
  const refusal = refusalOf(record);
  const fits = (wanted: number | undefined, found: number | bigint | undefined): boolean =>
    wanted === undefined || (found !== undefined && BigInt(wanted) === BigInt(found));
  const [from, to] = condition.address ?? [0, 0];
  return (
    fits(condition.code, record.code) &&
    fits(condition.result, record.result) &&
    fits(condition.error, record.arg0) &&
    (!condition.address || (record.arg1 >= BigInt(from) && record.arg1 <= BigInt(to))) &&
    (condition.rule === undefined || refusal?.rule === RULES[condition.rule]) &&
    fits(condition.level, refusal?.level) &&
    fits(condition.slot, refusal?.slot)
  );
}
