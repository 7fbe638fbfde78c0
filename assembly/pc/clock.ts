/**
 * The MC146818: time of day by the machine's clock, and 114 bytes that remember. It raises no interrupts. Tick 0 is midnight UTC of
 * 5 February 2004. Source: Motorola MC146818A data sheet.
 */
import { machine } from '../layout/machine-state';
import { CLOCK } from './devices';

/** Registers that are not plain bytes. */
const enum Register {
  Seconds = 0,
  Minutes = 2,
  Hours = 4,
  Weekday = 6,
  Day = 7,
  Month = 8,
  Year = 9,
  A = 10,
  B = 11,
  C = 12,
  D = 13,
  Century = 0x32,
}

/** Seconds from 1970-01-01 to the date of tick 0. */
const EPOCH: u64 = 1075939200;
const SECOND: u64 = 1_000_000_000;
/** Register B: 24 hours a day. */
const HOURS_24: u8 = 2;
/** Register B: binary, not decimal. */
const BINARY: u8 = 4;
/** Register D: time and bytes are valid. */
const VALID: u32 = 0x80;

/** The bytes, then the index. */
const INDEX: usize = CLOCK + 0x80;

/** As a BIOS leaves it: 24 hours, decimal, memory sizes set. */
export function resetClock(): void {
  memory.fill(CLOCK, 0, 0x100);
  store<u8>(CLOCK + Register.A, 0x26);
  store<u8>(CLOCK + Register.B, HOURS_24);
  const extended = (machine().frames << 2) - 1024;
  const above16 = machine().frames > 0x1000 ? (machine().frames - 0x1000) >> 4 : 0;
  store<u16>(CLOCK + 0x15, 640);
  store<u16>(CLOCK + 0x17, <u16>min(extended, 0xffff));
  store<u16>(CLOCK + 0x30, <u16>min(extended, 0xffff));
  store<u16>(CLOCK + 0x34, <u16>min(above16, 0xffff));
}

/** Port 70: chooses a register. */
export function selectClock(index: u32): void {
  store<u8>(INDEX, <u8>(index & 0x7f));
}

/** Port 71. */
export function readClock(): u32 {
  const register = <u32>load<u8>(INDEX);
  switch (register) {
    case Register.C:
      return 0;
    case Register.D:
      return VALID;
    case Register.Seconds:
    case Register.Minutes:
    case Register.Hours:
    case Register.Weekday:
    case Register.Day:
    case Register.Month:
    case Register.Year:
    case Register.Century:
      return shown(register, timeOf(register));
  }
  return load<u8>(CLOCK + register);
}

/** Port 71. The time of day itself is the machine's and cannot be set. */
export function writeClock(value: u32): void {
  const register = <u32>load<u8>(INDEX);
  if (register !== Register.C && register !== Register.D) store<u8>(CLOCK + register, <u8>value);
}

/** A part of the time of day as a number. */
function timeOf(register: u32): u32 {
  const seconds = EPOCH + machine().tick / SECOND;
  const days = <u32>(seconds / 86400);
  switch (register) {
    case Register.Seconds:
      return <u32>(seconds % 60);
    case Register.Minutes:
      return <u32>((seconds / 60) % 60);
    case Register.Hours:
      return <u32>((seconds / 3600) % 24);
    case Register.Weekday:
      return ((days + 4) % 7) + 1;
  }
  return dateOf(register, days);
}

/** Day, month, year or century of a day counted from 1970-01-01: years begin in March, so that leap days come last. */
function dateOf(register: u32, days: u32): u32 {
  const shifted = days + 719468;
  const era = shifted / 146097;
  const dayOfEra = shifted % 146097;
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const fromMarch = (5 * dayOfYear + 2) / 153;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  if (register === Register.Day) return dayOfYear - (153 * fromMarch + 2) / 5 + 1;
  if (register === Register.Month) return month;
  return register === Register.Year ? year % 100 : year / 100;
}

/** A number as register B wants it shown. */
function shown(register: u32, value: u32): u32 {
  const b = load<u8>(CLOCK + Register.B);
  let number = value;
  let afternoon: u32 = 0;
  if (register === Register.Hours && (b & HOURS_24) === 0) {
    afternoon = value >= 12 ? 0x80 : 0;
    number = value % 12 === 0 ? 12 : value % 12;
  }
  return afternoon | (b & BINARY ? number : ((number / 10) << 4) | (number % 10));
}
