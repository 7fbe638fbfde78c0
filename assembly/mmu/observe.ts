/**
 * Noting what a step does (layout/step-log.ts). While the host observes, the TLB stays empty, so every access to memory goes the slow way,
 * which is the only one that looks here: observing costs nothing when it is off.
 */
import { MOST_STEP_EVENTS, STEP_EVENT_BYTES, STEP_EVENTS, StepEvent, StepEventKind, stepLog } from '../layout/step-log';
import { readPhysical } from './physical';

/** Is the step observed? */
export function isObserving(): bool {
  return stepLog().observing !== 0;
}

/** The instruction begins, or begins again: what it did before counts no more. */
export function beginStep(): void {
  stepLog().events = 0;
}

/** Adds an event; the caller fills in what it has besides. */
export function noteEvent(kind: StepEventKind, code: u32, value: u64 = 0): StepEvent {
  const log = stepLog();
  const place = min(log.events, MOST_STEP_EVENTS - 1);
  log.events += 1;
  const event = changetype<StepEvent>(STEP_EVENTS + <usize>place * STEP_EVENT_BYTES);
  memory.fill(changetype<usize>(event), 0, STEP_EVENT_BYTES);
  event.kind = <u16>kind;
  event.code = code;
  event.value = value;
  return event;
}

/** Notes that bytes at `va`, the first at machine address `low`, those of a second page from `high` on, are read. */
export function noteRead(va: u32, low: u32, high: u32, bytes: u32): void {
  noteAccess(StepEventKind.Read, va, low, bytes, bytesAt(va, low, high, bytes));
}

/** As `noteRead`, for bytes that are about to be written. */
export function noteWrite(va: u32, low: u32, high: u32, bytes: u32, value: u64): void {
  const event = noteAccess(StepEventKind.Write, va, low, bytes, value);
  event.before = bytesAt(va, low, high, bytes);
}

function noteAccess(kind: StepEventKind, va: u32, maddr: u32, bytes: u32, value: u64): StepEvent {
  const event = noteEvent(kind, 0, value);
  event.bytes = <u16>bytes;
  event.address = va;
  event.maddr = maddr;
  return event;
}

function isSamePage(va: u32, other: u32): bool {
  return (va ^ other) >>> 12 === 0;
}

/** Were all the stores that the step made in the page of `va` aligned to their size? */
export function storedAligned(va: u32): bool {
  const events = min(stepLog().events, MOST_STEP_EVENTS);
  for (let i: u32 = 0; i < events; i++) {
    const event = changetype<StepEvent>(STEP_EVENTS + <usize>i * STEP_EVENT_BYTES);
    const last = event.address + event.bytes - 1;
    if (event.kind !== <u16>StepEventKind.Write || !(isSamePage(event.address, va) || isSamePage(last, va))) continue;
    if (event.address & (event.bytes - 1)) return false;
  }
  return true;
}

/** The bytes as they stand. */
function bytesAt(va: u32, low: u32, high: u32, bytes: u32): u64 {
  const inLow: u32 = 0x1000 - (va & 0xfff);
  let value: u64 = 0;
  for (let i: u32 = 0; i < bytes; i++) {
    value |= (<u64>readPhysical<u8>(i < inLow ? low + i : high + (i - inLow))) << ((<u64>i) << 3);
  }
  return value;
}
