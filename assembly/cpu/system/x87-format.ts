/**
 * Numbers between memory and the x87's 80-bit registers. Widening is exact; narrowing rounds as FCW says. Each conversion leaves its
 * result in `Converted`, with the exceptions it met. Intel SDM Vol. 1, 4.2, 4.8 and 8.5.
 */
import { C1, controlWord, DE, IE, OE, PE, UE } from './x87-state';

/** Exponent of 1.0 in a register. */
const BIAS: i32 = 0x3fff;
const EXPONENT_MAX: u32 = 0x7fff;
const INTEGER_BIT: u64 = 0x8000000000000000;
/** Set in quiet NaNs, clear in signalling ones. */
const QUIET_BIT: u64 = 0x4000000000000000;

/** Result of the last conversion. */
export class Converted {
  /** Sign in bit 15, and exponent (to a register). */
  static exponent: u32 = 0;
  /** Significand (to a register), or the bits for memory. */
  static bits: u64 = 0;
  /** IE, DE, OE, UE, PE as they occurred; C1 where the result was rounded up. */
  static exceptions: u32 = 0;
}

/** The default NaN of a register: negative, quiet. */
export function indefinite(): void {
  Converted.exponent = 0xffff;
  Converted.bits = INTEGER_BIT | QUIET_BIT;
}

/** A single (`fractionBits` 23) or double (52) from memory, for a register. */
export function widenFloat(value: u64, fractionBits: u32): void {
  const exponentBits: u32 = fractionBits === 23 ? 8 : 11;
  const max: u32 = (1 << exponentBits) - 1;
  const exponent = <u32>(value >> fractionBits) & max;
  const sign = (<u32>(value >> (fractionBits + exponentBits)) & 1) << 15;
  const fraction = (value << (64 - fractionBits)) >> 1;
  Converted.exceptions = 0;
  if (exponent === max) {
    const signals = fraction !== 0 && (fraction & QUIET_BIT) === 0;
    Converted.exceptions = signals ? IE : 0;
    Converted.exponent = sign | EXPONENT_MAX;
    Converted.bits = INTEGER_BIT | fraction | (signals ? QUIET_BIT : 0);
  } else if (exponent !== 0) {
    Converted.exponent = sign | (exponent + BIAS - (max >> 1));
    Converted.bits = INTEGER_BIT | fraction;
  } else if (fraction === 0) {
    Converted.exponent = sign;
    Converted.bits = 0;
  } else {
    const shift = <u32>clz<u64>(fraction);
    Converted.exceptions = DE;
    Converted.exponent = sign | (1 + BIAS - (max >> 1) - shift);
    Converted.bits = fraction << shift;
  }
}

/** A signed integer, for a register. */
export function widenInteger(value: i64): void {
  const sign: u32 = value < 0 ? 0x8000 : 0;
  const magnitude = <u64>(value < 0 ? -value : value);
  Converted.exceptions = 0;
  if (magnitude === 0) {
    Converted.exponent = 0;
    Converted.bits = 0;
    return;
  }
  const shift = <u32>clz<u64>(magnitude);
  Converted.exponent = sign | (BIAS + 63 - shift);
  Converted.bits = magnitude << shift;
}

/** Is it one of the encodings that no later x87 accepts: a significand without integer bit under an exponent that wants one? */
function isUnsupported(exponent: u32, fraction: u64): bool {
  return (exponent & EXPONENT_MAX) !== 0 && (fraction & INTEGER_BIT) === 0;
}

/**
 * `value` without its low `drop` bits, rounded as FCW's RC says; notes PE and C1. `drop` may exceed 64.
 */
function rounded(value: u64, drop: u32, negative: bool): u64 {
  if (drop === 0) return value;
  const kept = drop >= 64 ? 0 : value >> drop;
  const half: u64 = drop > 64 ? 0 : (<u64>1) << (drop - 1);
  const lost = drop >= 64 ? value : value & (((<u64>1) << drop) - 1);
  if (lost === 0) return kept;
  Converted.exceptions |= PE;
  let up = false;
  switch ((controlWord() >> 10) & 3) {
    case 0:
      up = half !== 0 && (lost > half || (lost === half && (kept & 1) !== 0));
      break;
    case 1:
      up = negative;
      break;
    case 2:
      up = !negative;
  }
  if (up) Converted.exceptions |= C1;
  return up ? kept + 1 : kept;
}

/** A register, for memory as single (`fractionBits` 23) or double (52). */
export function narrowFloat(exponent: u32, fraction: u64, fractionBits: u32): void {
  const exponentBits: u32 = fractionBits === 23 ? 8 : 11;
  const max: u64 = ((<u64>1) << exponentBits) - 1;
  const sign = (<u64>(exponent >> 15)) << (fractionBits + exponentBits);
  const power = exponent & EXPONENT_MAX;
  Converted.exceptions = 0;
  if (isUnsupported(exponent, fraction)) {
    Converted.exceptions = IE;
    Converted.bits =
      ((<u64>1) << (fractionBits + exponentBits)) | (max << fractionBits) | ((<u64>1) << (fractionBits - 1));
  } else if (power === EXPONENT_MAX) {
    const isNan = fraction << 1 !== 0;
    if (isNan && (fraction & QUIET_BIT) === 0) Converted.exceptions = IE;
    const payload = isNan ? ((fraction | QUIET_BIT) << 1) >> (64 - fractionBits) : 0;
    Converted.bits = sign | (max << fractionBits) | payload;
  } else if (fraction === 0) {
    Converted.bits = sign;
  } else {
    narrowFinite(sign, <i32>power, fraction, fractionBits, max);
  }
}

/** The finite case of `narrowFloat`: `special` is the exponent of infinity. */
function narrowFinite(sign: u64, power: i32, fraction: u64, fractionBits: u32, special: u64): void {
  const shift = <i32>clz<u64>(fraction);
  const exponent = max(power, 1) - shift - BIAS + <i32>(special >> 1);
  const negative = sign !== 0;
  const tiny = exponent <= 0;
  const drop = <u32>(63 - <i32>fractionBits + (tiny ? 1 - exponent : 0));
  const stays = tiny && staysTiny(exponent, fraction << shift, fractionBits, negative);
  const significant = rounded(fraction << shift, drop, negative);
  // Masked, a number is too small only if bits were lost as well. Intel SDM Vol. 1, 8.5.5.
  if (stays && ((Converted.exceptions & PE) !== 0 || (controlWord() & UE) === 0)) Converted.exceptions |= UE;
  // A carry out of the significand raises the exponent by itself: the fields are adjacent.
  const bits = tiny ? significant : significant + ((<u64>(exponent - 1)) << fractionBits);
  if (bits >> fractionBits >= special) overflow(sign, negative, special, fractionBits);
  else Converted.bits = sign | bits;
}

/** Is a number below the normal ones still there after rounding to full precision? Intel SDM Vol. 1, 4.9.1.5: tininess after rounding. */
function staysTiny(exponent: i32, significant: u64, fractionBits: u32, negative: bool): bool {
  const carries = rounded(significant, 63 - fractionBits, negative) >> (fractionBits + 1) !== 0;
  Converted.exceptions = 0;
  return exponent < 0 || !carries;
}

/** Infinity or the largest finite number, by the direction of rounding. */
function overflow(sign: u64, negative: bool, max: u64, fractionBits: u32): void {
  const mode = (controlWord() >> 10) & 3;
  const infinite = mode === 0 || (mode === 1 && negative) || (mode === 2 && !negative);
  Converted.exceptions = OE | PE | (infinite ? C1 : 0);
  const infinity = max << fractionBits;
  Converted.bits = sign | (infinite ? infinity : infinity - 1);
}

/** A register, for memory as a signed integer of `bytes` (2, 4, 8). What does not fit is the most negative number, and IE. */
export function narrowInteger(exponent: u32, fraction: u64, bytes: u32): void {
  const power = <i32>(exponent & EXPONENT_MAX) - BIAS;
  const negative = (exponent & 0x8000) !== 0;
  const limit = (<u64>1) << (bytes * 8 - 1);
  Converted.exceptions = 0;
  let magnitude: u64 = 0;
  let fits = !isUnsupported(exponent, fraction) && power < 64;
  if (fits) {
    magnitude = rounded(fraction, <u32>(63 - power), negative);
    fits = magnitude < limit || (negative && magnitude === limit);
  }
  if (!fits) Converted.exceptions = IE;
  Converted.bits = !fits ? limit : negative ? <u64>-(<i64>magnitude) : magnitude;
}
