import { STEP_LOG } from '../base/memory-map';

/** Kinds of `StepEvent`, and what its fields then hold. */
export const enum StepEventKind {
  /** Memory was read. */
  Read = 0,
  /** Memory was written. */
  Write = 1,
  /** The instruction, or a delivery, met an exception. code: vector; value: error code, if bytes is not 0; address: of a page fault. */
  Exception = 2,
  /** The instruction is left to whoever answers exits. code: abi/exit.ts, `Exit`; address: operand; maddr: register; value: value; before: operation. */
  Exit = 3,
  /** The handler of a vector is being entered through the IDT. code: vector; bytes: 1 for an interrupt from outside. */
  Delivery = 4,
}

/** Who has steps observed. */
export const enum Observer {
  /** The host: every step. */
  Host = 1,
  /** Xen: the one store to a page table that it lets the guest make (table-store.ts). */
  TableStore = 2,
}

/** One thing that the observed step did, in the order in which it did them. */
@unmanaged
@final
export class StepEvent {
  /** `StepEventKind`. */
  kind: u16 = 0;
  /** Memory: how many bytes, 1 to 8. */
  bytes: u16 = 0;
  /** See `StepEventKind`. */
  code: u32 = 0;
  /** Linear address. */
  address: u32 = 0;
  /** Machine address of the first byte. */
  maddr: u32 = 0;
  /** What was read or written. */
  value: u64 = 0;
  /** Memory: what stood there before it was written. */
  before: u64 = 0;
}

/**
 * What the step did that the host observes: the accesses of an instruction to memory in their order, what it raised, what it left for.
 * Neither saved nor hashed: an observed step ends as it would have ended unobserved. The `StepEvent`s stand behind it.
 */
@unmanaged
@final
export class StepLog {
  /** `Observer`s, bits: while one is there, instructions run by themselves and are noted. */
  observing: u32 = 0;
  /** Events of the step so far; those beyond MOST_STEP_EVENTS were not kept. */
  events: u32 = 0;
}

/** Bytes of a StepEvent. */
export const STEP_EVENT_BYTES: usize = 32;
/** Events that are kept: more than any instruction has, FXSAVE's 64 stores included. */
export const MOST_STEP_EVENTS: u32 = 256;
/** Where the first event stands. */
export const STEP_EVENTS: usize = STEP_LOG + 0x20;

/** The log. */
export function stepLog(): StepLog {
  return changetype<StepLog>(STEP_LOG);
}
