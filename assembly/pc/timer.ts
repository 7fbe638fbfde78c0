/**
 * The 8254: three counters at 1.193182 MHz. Channel 0 drives interrupt line 0, channel 2 the speaker, whose gate and output are in port 61.
 * A counter is a function of the clock: nothing is counted, what a read would show is computed. Source: Intel 8254 data sheet (231164).
 */
import { machine } from '../layout/machine-state';
import { TIMER } from './devices';
import { isLineLatched, pulseInterruptLine } from './interrupt-controller';

/** Counts a second. */
const FREQUENCY: u64 = 1193182;
/** Interrupt line of channel 0. */
const LINE: u32 = 0;
/** Ticks a second. */
const SECOND: u64 = 1_000_000_000;
/** Never. */
export const NEVER: u64 = u64.MAX_VALUE;

/** One counter. */
@unmanaged
@final
class Counter {
  /** Clock of the timer when counting began. */
  start: u64 = 0;
  /** Counts from load to end: 1 to 65536. */
  reload: u32 = 0x10000;
  /** 0 to 5. */
  mode: u8 = 0;
  /** 1 low byte, 2 high byte, 3 both, low first. */
  access: u8 = 0;
  /** 1: in binary-coded decimal. */
  decimal: u8 = 0;
  /** 1: the next write or read is of the high byte. */
  writesHigh: u8 = 0;
  readsHigh: u8 = 0;
  /** Low byte of a count of which the high byte is still to come. */
  low: u8 = 0;
  /** Bytes that a latched count still has to give: 0, 1 or 2. */
  latched: u8 = 0;
  /** 1: a latched status is read first. */
  statusLatched: u8 = 0;
  status: u8 = 0;
  /** 1: a count was loaded since the mode was set. */
  loaded: u8 = 0;
  /** The gate input. */
  gate: u8 = 0;
  latch: u16 = 0;
}

/** What the counters share. */
@unmanaged
@final
class Timer {
  /** Timer clock of the last edge of channel 0 that was delivered. */
  delivered: u64 = 0;
  /** Bits 0 and 1 of port 61. */
  speaker: u32 = 0;
}

function counter(channel: u32): Counter {
  return changetype<Counter>(TIMER + ((<usize>channel) << 6));
}

function timer(): Timer {
  return changetype<Timer>(TIMER + 0xc0);
}

/** Timer counts since the machine was made, at tick `tick`. */
function clockAt(tick: u64): u64 {
  return (tick / SECOND) * FREQUENCY + ((tick % SECOND) * FREQUENCY) / SECOND;
}

/** The first tick at which the timer clock has reached `clock`. */
function tickAt(clock: u64): u64 {
  return (clock / FREQUENCY) * SECOND + ((clock % FREQUENCY) * SECOND + FREQUENCY - 1) / FREQUENCY;
}

function now(): u64 {
  return clockAt(machine().tick);
}

/** As after power-on: nothing counts, channels 0 and 1 have their gates open. */
export function resetTimer(): void {
  memory.fill(TIMER, 0, 0x100);
  for (let channel: u32 = 0; channel < 3; channel++) {
    counter(channel).reload = 0x10000;
    counter(channel).access = 3;
    counter(channel).gate = channel < 2 ? 1 : 0;
  }
}

/** The count a read would show. */
function countOf(c: Counter): u32 {
  const elapsed = now() - c.start;
  const reload = <u64>c.reload;
  let value: u64;
  if (!c.loaded) value = 0;
  else if (c.mode === 2) value = reload - (elapsed % reload);
  else if (c.mode === 3) value = reload - ((elapsed << 1) % reload);
  else value = (reload - elapsed) & 0xffff;
  return c.decimal ? toDecimal(<u32>value) : <u32>value & 0xffff;
}

/** The output pin. */
function outputOf(c: Counter): bool {
  if (!c.loaded) return c.mode !== 0;
  const elapsed = now() - c.start;
  const reload = <u64>c.reload;
  switch (c.mode) {
    case 2:
      return elapsed % reload !== reload - 1;
    case 3:
      return elapsed % reload < (reload + 1) >> 1;
    case 0:
    case 1:
      return elapsed >= reload;
    default:
      return elapsed !== reload;
  }
}

/** The first rising edge of the output after timer clock `after`, or NEVER. */
function nextEdge(c: Counter, after: u64): u64 {
  if (!c.loaded || !c.gate) return NEVER;
  const reload = <u64>c.reload;
  if (c.mode === 2 || c.mode === 3) {
    const passed = after < c.start ? 0 : (after - c.start) / reload;
    return c.start + (passed + 1) * reload;
  }
  const edge = c.start + reload + (c.mode >= 4 ? 1 : 0);
  return edge > after ? edge : NEVER;
}

/** The last rising edge of the output up to timer clock `clock`, where there was one. */
function lastEdge(c: Counter, clock: u64): u64 {
  const reload = <u64>c.reload;
  return c.mode === 2 || c.mode === 3 ? clock - ((clock - c.start) % reload) : nextEdge(c, c.start);
}

/** Delivers the interrupt of channel 0 if its time has come. */
export function updateTimer(): void {
  const clock = now();
  const t = timer();
  const edge = nextEdge(counter(0), t.delivered);
  if (edge > clock) return;
  pulseInterruptLine(LINE);
  t.delivered = lastEdge(counter(0), clock);
}

/** Can the timer do nothing more for a CPU that sleeps? Its interrupt was asked for already, and nothing lets it in. */
export function isTimerExhausted(): bool {
  return isLineLatched(LINE);
}

/** The tick of the next interrupt, or NEVER. */
export function timerDeadline(): u64 {
  const edge = nextEdge(counter(0), timer().delivered);
  return edge === NEVER ? NEVER : tickAt(edge);
}

function fromDecimal(value: u32): u32 {
  return (value & 15) + ((value >> 4) & 15) * 10 + ((value >> 8) & 15) * 100 + (value >> 12) * 1000;
}

function toDecimal(value: u32): u32 {
  return (value % 10) | (((value / 10) % 10) << 4) | (((value / 100) % 10) << 8) | (((value / 1000) % 10) << 12);
}

/** Begins to count from `value`; 0 stands for 65536, or 10000 in decimal. */
function loadCount(c: Counter, value: u32): void {
  const count = c.decimal ? fromDecimal(value) : value;
  c.reload = count !== 0 ? count : c.decimal ? 10000 : 0x10000;
  c.start = now();
  c.loaded = 1;
}

/** Writes port 40, 41 or 42. */
export function writeCounter(channel: u32, value: u32): void {
  const c = counter(channel);
  if (c.access === 1) loadCount(c, value);
  else if (c.access === 2) loadCount(c, value << 8);
  else if (c.writesHigh) {
    c.writesHigh = 0;
    loadCount(c, <u32>c.low | (value << 8));
  } else {
    c.low = <u8>value;
    c.writesHigh = 1;
  }
}

/** Reads port 40, 41 or 42. */
export function readCounter(channel: u32): u32 {
  const c = counter(channel);
  if (c.statusLatched) {
    c.statusLatched = 0;
    return c.status;
  }
  const value = c.latched ? <u32>c.latch : countOf(c);
  if (c.latched) c.latched--;
  if (c.access === 1) return value & 0xff;
  if (c.access === 2) return value >> 8;
  c.readsHigh ^= 1;
  return c.readsHigh ? value & 0xff : value >> 8;
}

/** Writes port 43: sets a mode, latches a count, or reads back. */
export function writeTimerControl(value: u32): void {
  const channel = value >> 6;
  if (channel === 3) {
    for (let n: u32 = 0; n < 3; n++) {
      if ((value >> (n + 1)) & 1) readBack(counter(n), value);
    }
    return;
  }
  const c = counter(channel);
  const access = (value >> 4) & 3;
  if (access === 0) {
    latchCount(c);
    return;
  }
  const mode = (value >> 1) & 7;
  c.access = <u8>access;
  c.mode = <u8>(mode > 5 ? mode - 4 : mode);
  c.decimal = <u8>(value & 1);
  c.loaded = 0;
  c.writesHigh = 0;
  c.readsHigh = 0;
  c.latched = 0;
}

function latchCount(c: Counter): void {
  if (c.latched) return;
  c.latch = <u16>countOf(c);
  c.latched = c.access === 3 ? 2 : 1;
}

/** The read-back command: bits 5 and 4, when clear, latch count and status. */
function readBack(c: Counter, command: u32): void {
  if ((command & 0x20) === 0) latchCount(c);
  if ((command & 0x10) === 0 && !c.statusLatched) {
    const output: u32 = outputOf(c) ? 0x80 : 0;
    const empty: u32 = c.loaded ? 0 : 0x40;
    c.status = <u8>(output | empty | ((<u32>c.access) << 4) | ((<u32>c.mode) << 1) | c.decimal);
    c.statusLatched = 1;
  }
}

/** Port 61: the speaker's gate and data as written, a bit that toggles every 15 microseconds, and channel 2's output. */
export function readSpeaker(): u32 {
  const refresh = <u32>(machine().tick / 15085) & 1;
  const output: u32 = outputOf(counter(2)) ? 0x20 : 0;
  return timer().speaker | (refresh << 4) | output;
}

/** Writes port 61: opening channel 2's gate starts it anew. */
export function writeSpeaker(value: u32): void {
  const c = counter(2);
  const gate = <u8>(value & 1);
  if (gate && !c.gate) c.start = now();
  c.gate = gate;
  timer().speaker = value & 3;
}
