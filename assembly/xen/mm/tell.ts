import { TraceEvent, TraceFlag } from '../../abi/trace-event';
import { refusal } from '../../layout/mm-state';
import { TraceRecord } from '../../layout/trace-record';
import { isTracing, record } from '../../trace/trace';

/** Copies the reason of the last refusal into a trace record, if there is one. */
export function tellRefusal(entry: TraceRecord): void {
  const r = refusal();
  if (r.rule === 0) return;
  entry.flags |= <u16>TraceFlag.Refused;
  entry.rule = r.rule;
  entry.level = r.level;
  entry.found = r.found;
  entry.wanted = r.wanted;
  entry.slot = r.slot;
  entry.mfn = r.mfn;
  entry.owner = r.owner;
  entry.typeCount = r.typeCount;
  entry.totalCount = r.totalCount;
  entry.entry = r.entry;
}

/** Records one request of a batch: its command, its fields, how it ended and, if it was refused, why. */
export function tellRequest(code: u32, arg0: u64, arg1: u64, arg2: u64, result: i32): void {
  if (!isTracing()) return;
  const entry = record(TraceEvent.Request, code);
  entry.flags = <u16>TraceFlag.Part;
  entry.arg0 = arg0;
  entry.arg1 = arg1;
  entry.arg2 = arg2;
  entry.result = result;
  if (result < 0) tellRefusal(entry);
}
