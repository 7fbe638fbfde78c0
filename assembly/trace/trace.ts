/**
 * The ring of trace records. The core writes, the host drains: `machine().traced` and `machine().drained` count records, and a record's
 * place is its ordinal modulo the ring. Off costs one test at each event: `if (isTracing()) ...`.
 */
import { TraceFlag } from '../abi/trace-event';
import { TRACE, TRACE_BYTES } from '../base/memory-map';
import { machine } from '../layout/machine-state';
import { TRACE_RECORD_BYTES, TraceRecord } from '../layout/trace-record';
import { Vcpu } from '../layout/vcpu';
import { vcpu } from '../layout/vcpu-state';
import { xenState } from '../layout/xen-state';

/** Records the ring holds. */
const CAPACITY: u32 = <u32>(TRACE_BYTES / TRACE_RECORD_BYTES);
/** Room kept free for what one instruction may write: the core returns to the host before it is used. */
const MARGIN: u32 = 24576;

/** Are records written? */
export function isTracing(): bool {
  return machine().tracing !== 0;
}

/** Must the host drain the ring before more runs? */
export function isTraceFull(): bool {
  const at = machine();
  return at.tracing !== 0 && at.traced - at.drained >= CAPACITY - MARGIN;
}

/**
 * Appends a record of the running vCPU, now; fields that the caller does not set are 0. Call only while `isTracing`.
 * When the host has not drained a full ring, the oldest record is lost.
 */
export function record(kind: u32, code: u32): TraceRecord {
  const at = machine();
  const entry = changetype<TraceRecord>(TRACE + (<usize>at.traced & (CAPACITY - 1)) * TRACE_RECORD_BYTES);
  memory.fill(changetype<usize>(entry), 0, TRACE_RECORD_BYTES);
  entry.count = at.count;
  entry.tick = at.tick;
  entry.ordinal = at.traced;
  entry.kind = <u16>kind;
  entry.code = code;
  entry.ip = vcpu().ip;
  if (at.openRecord) {
    entry.flags = <u16>TraceFlag.Part;
    entry.ip = changetype<TraceRecord>(<usize>at.openRecord).ip;
  }
  const current = xenState().current;
  if (current) {
    entry.domid = changetype<Vcpu>(current).domid;
    entry.vcpu = changetype<Vcpu>(current).id;
  }
  at.traced += 1;
  if (at.traced - at.drained > CAPACITY) at.drained = at.traced - CAPACITY;
  return entry;
}

/** Appends a record with up to four arguments. Call only while `isTracing`. */
export function recordEvent(
  kind: u32,
  code: u32,
  arg0: u64 = 0,
  arg1: u64 = 0,
  arg2: u64 = 0,
  arg3: u64 = 0,
): TraceRecord {
  const entry = record(kind, code);
  entry.arg0 = arg0;
  entry.arg1 = arg1;
  entry.arg2 = arg2;
  entry.arg3 = arg3;
  return entry;
}
