/**
 * The x87's registers. They stand as FXSAVE lays them out (Intel SDM Vol. 1, 10.5.1), so that the image is the state:
 *
 * ```
 *   +0 FCW   +2 FSW   +4 tags, a bit each   +6 FOP   +8 FIP   +12 FCS   +16 FDP   +20 FDS   +24 MXCSR
 *  +32 ST(0)  +48 ST(1) ... +144 ST(7), ten bytes and six of zeros each
 * ```
 *
 * Registers are named from the top of the stack, tags by the register's fixed number: TOP says which is which.
 */
import { FX_STATE } from '../../layout/vcpu-state';

/** FSW: an operand was not a number, or the stack over- or underflowed. */
export const IE: u32 = 0x01;
/** FSW: an operand was denormal. */
export const DE: u32 = 0x02;
/** FSW: the result was too large. */
export const OE: u32 = 0x08;
/** FSW: the result was too small. */
export const UE: u32 = 0x10;
/** FSW: the result was rounded. */
export const PE: u32 = 0x20;
/** FSW: IE is because of the stack. */
export const SF: u32 = 0x40;
/** FSW: an exception that FCW does not mask waits. */
export const ES: u32 = 0x80;
/** FSW: rounded up; with SF, the stack overflowed. */
export const C1: u32 = 0x200;
/** FSW: as ES, for compatibility. */
export const BUSY: u32 = 0x8000;
/** The six exceptions, in FCW (masks) and FSW. */
export const EXCEPTIONS: u32 = 0x3f;
/** FCW: bits that can be written. */
const FCW_WRITABLE: u32 = 0x1f3f;
/** FCW: always 1. */
const FCW_FIXED: u32 = 0x40;
/** FCW after FNINIT: all exceptions masked, 64-bit precision, to nearest. */
const FCW_INITIAL: u32 = 0x037f;

/** Distance of ST(0) from the start of the state. */
export const FIRST_REGISTER: usize = 32;
/** Bytes from one register to the next. */
export const REGISTER_BYTES: usize = 16;
/** Bytes of the state that FXSAVE writes on a CPU without SSE. */
export const STATE_BYTES: u32 = 160;

/** Control word. */
export function controlWord(): u32 {
  return load<u16>(FX_STATE);
}

/** Sets the control word; exceptions that wait and are no longer masked are pending from now on. */
export function setControlWord(value: u32): void {
  store<u16>(FX_STATE, <u16>((value & FCW_WRITABLE) | FCW_FIXED));
  settlePending();
}

/** Status word. */
export function statusWord(): u32 {
  return load<u16>(FX_STATE, 2);
}

/** Sets the status word; ES and B follow from the rest. */
export function setStatusWord(value: u32): void {
  store<u16>(FX_STATE, <u16>value, 2);
  settlePending();
}

function settlePending(): void {
  const status = statusWord();
  const waits = (status & ~controlWord() & EXCEPTIONS) !== 0;
  store<u16>(FX_STATE, <u16>(waits ? status | ES | BUSY : status & ~(ES | BUSY)), 2);
}

/** Notes exceptions; true if FCW masks all of them, so that the instruction goes on with a default result. */
export function signal(exceptions: u32): bool {
  setStatusWord((statusWord() & ~C1) | exceptions);
  return (exceptions & ~controlWord() & EXCEPTIONS) === 0;
}

/** Which register is ST(0). */
export function top(): u32 {
  return (statusWord() >> 11) & 7;
}

/** Makes register `number` ST(0), without moving anything: `turn` keeps the registers in place. */
function setTop(number: u32): void {
  store<u16>(FX_STATE, <u16>((statusWord() & ~0x3800) | ((number & 7) << 11)), 2);
}

/** Tags: bit n is set when register n holds something. */
export function tags(): u32 {
  return load<u8>(FX_STATE, 4);
}

/** Sets all tags. */
export function setTags(value: u32): void {
  store<u8>(FX_STATE, <u8>value, 4);
}

/** Does ST(i) hold nothing? */
export function isEmpty(i: u32): bool {
  return ((tags() >> ((top() + i) & 7)) & 1) === 0;
}

/** Marks ST(i) as holding something, or nothing. */
export function setFull(i: u32, full: bool): void {
  const bit = 1 << ((top() + i) & 7);
  setTags(full ? tags() | bit : tags() & ~bit);
}

/** Where ST(i) stands. */
function registerAt(i: u32): usize {
  return FX_STATE + FIRST_REGISTER + <usize>i * REGISTER_BYTES;
}

/** Significand of ST(i), its integer bit explicit. */
export function significand(i: u32): u64 {
  return load<u64>(registerAt(i));
}

/** Sign (bit 15) and exponent of ST(i). */
export function signExponent(i: u32): u32 {
  return load<u16>(registerAt(i), 8);
}

/** Writes ST(i). */
export function setRegister(i: u32, exponent: u32, fraction: u64): void {
  store<u64>(registerAt(i), fraction);
  store<u64>(registerAt(i), exponent & 0xffff, 8);
}

/** Moves TOP by one: down to push (`-1`), up to pop (`1`). Registers stay where they are, so their distances from TOP change. */
export function turn(direction: i32): void {
  const first = registerAt(0);
  const last = registerAt(7);
  const moved = direction > 0 ? first : last;
  const low = load<u64>(moved);
  const high = load<u64>(moved, 8);
  if (direction > 0) memory.copy(first, registerAt(1), 7 * REGISTER_BYTES);
  else memory.copy(registerAt(1), first, 7 * REGISTER_BYTES);
  const free = direction > 0 ? last : first;
  store<u64>(free, low);
  store<u64>(free, high, 8);
  setTop(top() + direction);
}

/** FNINIT: everything empty, exceptions masked, pointers gone. What the registers held stays. */
export function initialise(): void {
  while (top() !== 0) turn(1);
  store<u16>(FX_STATE, <u16>FCW_INITIAL);
  store<u16>(FX_STATE, 0, 2);
  setTags(0);
  store<u16>(FX_STATE, 0, 6);
  store<u32>(FX_STATE, 0, 8);
  store<u16>(FX_STATE, 0, 12);
  store<u32>(FX_STATE, 0, 16);
  store<u16>(FX_STATE, 0, 20);
}

/** FNCLEX. */
export function clearExceptions(): void {
  setStatusWord(statusWord() & ~(EXCEPTIONS | SF | ES | BUSY));
}
