import { TraceFlag } from '../../assembly/abi/trace-event';
import type { TraceRecord } from '../core/layout.gen';
import type { RecordTest } from '../core/machine-api';

/** Fields of a record that are compared as they are. */
const FIELDS = [
  'kind',
  'code',
  'domid',
  'vcpu',
  'rule',
  'level',
  'slot',
  'mfn',
  'ip',
  'result',
  'arg0',
  'arg1',
  'arg2',
  'arg3',
  'arg4',
  'arg5',
] as const satisfies readonly (keyof RecordTest & keyof TraceRecord)[];
const NAMES: ReadonlySet<string> = new Set([...FIELDS, 'refused', 'part', 'interrupted']);

/** Whether something that came over a message is a test of trace records. */
export function isRecordTest(test: unknown): test is RecordTest {
  if (typeof test !== 'object' || test === null) return false;
  const entries = Object.entries(test);
  return (
    entries.length > 0 &&
    entries.every(([name, value]) => NAMES.has(name) && ['number', 'bigint', 'boolean'].includes(typeof value))
  );
}

/** Whether a record is as a test wants it: every field that is named has the value. */
export function matches(record: TraceRecord, test: RecordTest): boolean {
  const isFlagAs = (wanted: boolean | undefined, flag: TraceFlag): boolean =>
    wanted === undefined || wanted === ((record.flags & flag) !== 0);
  if (!isFlagAs(test.refused, TraceFlag.Refused)) return false;
  if (!isFlagAs(test.part, TraceFlag.Part) || !isFlagAs(test.interrupted, TraceFlag.Interrupted)) return false;
  // A number and a bigint of the same value are meant to be equal here.
  return FIELDS.every((field) => test[field] === undefined || BigInt(test[field]) === BigInt(record[field]));
}
