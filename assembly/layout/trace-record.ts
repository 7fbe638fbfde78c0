/**
 * One event of the trace: 128 bytes, the same for every kind; what `code`, `args` and the reason fields mean is said per kind in
 * abi/trace-event.ts. An event's identity is its position and ordinal. Addresses, registers and arguments are 64 bits wide.
 */
@unmanaged
@final
export class TraceRecord {
  /**
   * Instructions retired when the record was written. A hypercall is one of them already, for all that happens in it, and so is an exception
   * on its way to the guest: a machine at this count stands right behind it.
   */
  count: u64 = 0;
  /** The clock. */
  tick: u64 = 0;
  /** Number of the record since the machine was made. */
  ordinal: u32 = 0;
  /** Kind: abi/trace-event.ts, `TraceEvent`. */
  kind: u16 = 0;
  /** Domain that runs or is concerned. */
  domid: u16 = 0;
  /** Its vCPU. */
  vcpu: u16 = 0;
  /** `TraceFlag`, abi/trace-event.ts. */
  flags: u16 = 0;
  /** Hypercall number, vector, port, sub-operation ... */
  code: u32 = 0;
  /** The guest's instruction pointer. */
  ip: u64 = 0;
  /** Result, sign-extended. */
  result: i64 = 0;
  /** First argument. */
  arg0: u64 = 0;
  /** Second argument. */
  arg1: u64 = 0;
  /** Third argument. */
  arg2: u64 = 0;
  /** Fourth argument. */
  arg3: u64 = 0;
  /** Fifth argument. */
  arg4: u64 = 0;
  /** Sixth argument. */
  arg5: u64 = 0;
  /** Refusals: the rule, abi/reason.ts `Rule`. */
  rule: u16 = 0;
  /** Refusals: table level (1 leaf). */
  level: u8 = 0;
  /** Refusals: type found, abi/page-type.ts >> 29. */
  found: u8 = 0;
  /** Refusals: type wanted. */
  wanted: u8 = 0;
  /** Not used. */
  reserved: u8 = 0;
  /** Refusals: slot of the entry in its table. */
  slot: u16 = 0;
  /** Refusals: the frame concerned. */
  mfn: u32 = 0;
  /** Refusals: its owner. */
  owner: u16 = 0;
  /** Not used. */
  reserved2: u16 = 0;
  /** Refusals: its type count. */
  typeCount: u32 = 0;
  /** Refusals: its total count. */
  totalCount: u32 = 0;
  /** Refusals: the entry itself. */
  entry: u64 = 0;
}

/** Bytes of a TraceRecord; a power of two. */
export const TRACE_RECORD_BYTES: usize = 128;
