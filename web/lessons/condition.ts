import { TraceEvent } from '../../assembly/abi/trace-event';
import type { TraceRecord } from '../core/layout.gen';
import type { RecordTest } from '../core/machine-api';
import { matches } from '../toolstack/record-test';
import type { Condition } from './lesson';
import { RULES } from './rules';

const KINDS: Readonly<Record<Exclude<Condition['event'], 'console'>, TraceEvent>> = {
  hypercall: TraceEvent.Hypercall,
  request: TraceEvent.Request,
  trap: TraceEvent.Trap,
  bounce: TraceEvent.Bounce,
  domain: TraceEvent.Domain,
};

/**
 * A condition as `MachineApi.runTo` and `marks` take it, or undefined if it looks at the console. Addresses are left out, unless there is
 * just one: a test knows no ranges.
 */
export function recordTest(condition: Condition): RecordTest | undefined {
  const { event, code, result, rule, level, slot, error, address } = condition;
  if (event === 'console') return undefined;
  return {
    kind: KINDS[event],
    ...(code !== undefined && { code }),
    ...(result !== undefined && { result }),
    ...(rule !== undefined && { rule: RULES[rule] as number, refused: true }),
    ...(level !== undefined && { level, refused: true }),
    ...(slot !== undefined && { slot, refused: true }),
    ...(error !== undefined && { arg0: error }),
    ...(address && address[0] === address[1] && { arg1: address[0] }),
  };
}

/** Whether a trace record is what a condition waits for. */
export function meets(record: TraceRecord, condition: Condition): boolean {
  const test = recordTest(condition);
  if (!test || !matches(record, test)) return false;
  const { address } = condition;
  return !address || (record.arg1 >= BigInt(address[0]) && record.arg1 <= BigInt(address[1]));
}
