/** x87 loads, stores and stack moves: everything that brings data to and from the registers without computing. Intel SDM Vol. 2A, F. */
import { vcpu } from '../../layout/vcpu-state';
import { SystemInstruction } from './instruction';
import { checkWritable, readLinear, writeLinear } from './linear';
import { operandAddress } from './operand';
import { Converted, indefinite, narrowFloat, narrowInteger, widenFloat, widenInteger } from './x87-format';
import {
  C1,
  controlWord,
  IE,
  isEmpty,
  OE,
  PE,
  SF,
  setFull,
  setRegister,
  setStatusWord,
  signal,
  signExponent,
  significand,
  statusWord,
  turn,
  UE,
} from './x87-state';

/** Pushes what stands in `Converted`. Into a full register: the default NaN if IE is masked, else nothing. */
function push(): void {
  if (!isEmpty(7)) {
    const masked = signal(IE | SF);
    setStatusWord(statusWord() | C1);
    if (!masked) return;
    indefinite();
  } else {
    setStatusWord(statusWord() & ~C1);
  }
  pushConverted();
}

/** Pushes what stands in `Converted`, whatever was there. */
function pushConverted(): void {
  turn(-1);
  setRegister(0, Converted.exponent, Converted.bits);
  setFull(0, true);
}

/** Pushes a number that takes no conversion. */
export function pushRegister(exponent: u32, fraction: u64): void {
  Converted.exponent = exponent;
  Converted.bits = fraction;
  push();
}

/** Takes ST(0) off. */
export function pop(): void {
  setFull(0, false);
  turn(1);
}

/** FLD of 4, 8 or 10 bytes of memory. Errors: of the operand. */
export function loadFloat(it: SystemInstruction): void {
  const at = operandAddress(it, 0, it.width, false);
  const user = vcpu().cpl === 3;
  if (it.width === 10) {
    const fraction = readLinear<u64>(at, user);
    pushRegister(readLinear<u16>(at + 8, user), fraction);
    return;
  }
  if (it.width === 4) widenFloat(readLinear<u32>(at, user), 23);
  else widenFloat(readLinear<u64>(at, user), 52);
  const met = Converted.exceptions;
  if (isEmpty(7) && met !== 0) {
    signal(met);
    // A denormal is loaded even if its exception is not masked; a signalling NaN is not.
    if ((met & ~controlWord() & IE) !== 0) return;
  }
  push();
}

/** FILD of 2, 4 or 8 bytes of memory. Errors: of the operand. */
export function loadInteger(it: SystemInstruction): void {
  const at = operandAddress(it, 0, it.width, false);
  const user = vcpu().cpl === 3;
  if (it.width === 2) widenInteger(<i64>readLinear<i16>(at, user));
  else if (it.width === 4) widenInteger(<i64>readLinear<i32>(at, user));
  else widenInteger(readLinear<i64>(at, user));
  push();
}

/** Writes the low `bytes` bytes of `Converted` to memory that was checked. */
function putConverted(at: u32, bytes: u32): void {
  const user = vcpu().cpl === 3;
  if (bytes === 2) writeLinear<u16>(at, <u16>Converted.bits, user);
  else if (bytes === 4) writeLinear<u32>(at, <u32>Converted.bits, user);
  else writeLinear<u64>(at, Converted.bits, user);
}

/** The linear address of an operand that will be written. Errors: of the operand. */
function destination(it: SystemInstruction): u32 {
  const at = operandAddress(it, 0, it.width, true);
  checkWritable(at, it.width, vcpu().cpl === 3);
  return at;
}

/** FST and FSTP to 4, 8 or (FSTP) 10 bytes of memory; true if it was stored, so that FSTP pops. Errors: of the operand. */
export function storeFloat(it: SystemInstruction): bool {
  const at = destination(it);
  const user = vcpu().cpl === 3;
  const empty = isEmpty(0);
  if (empty && !signal(IE | SF)) return false;
  if (empty) indefinite();
  const exponent = empty ? Converted.exponent : signExponent(0);
  const fraction = empty ? Converted.bits : significand(0);
  if (it.width === 10) {
    if (!empty) setStatusWord(statusWord() & ~C1);
    writeLinear<u64>(at, fraction, user);
    writeLinear<u16>(at + 8, <u16>exponent, user);
    return true;
  }
  narrowFloat(exponent, fraction, it.width === 4 ? 23 : 52);
  if (!empty && !settleStore()) return false;
  putConverted(at, it.width);
  return true;
}

/** FIST and FISTP to 2, 4 or 8 bytes of memory; true if it was stored. Errors: of the operand. */
export function storeInteger(it: SystemInstruction): bool {
  const at = destination(it);
  if (isEmpty(0)) {
    if (!signal(IE | SF)) return false;
    Converted.bits = (<u64>1) << (it.width * 8 - 1);
  } else {
    narrowInteger(signExponent(0), significand(0), it.width);
    if (!settleStore()) return false;
  }
  putConverted(at, it.width);
  return true;
}

/**
 * Notes what narrowing met; false if an exception that is not masked forbids the store. A lost bit alone forbids nothing, and is not met
 * where nothing is stored.
 */
function settleStore(): bool {
  let met = Converted.exceptions;
  const stores = (met & ~controlWord() & (IE | OE | UE)) === 0;
  if (!stores) met &= ~(PE | C1);
  signal(met & ~C1);
  setStatusWord(statusWord() | (met & C1));
  return stores;
}

/** FST and FSTP to ST(i); true if it was copied. */
export function copyTo(i: u32): bool {
  if (isEmpty(0)) {
    if (!signal(IE | SF)) return false;
    indefinite();
    setRegister(i, Converted.exponent, Converted.bits);
  } else {
    setStatusWord(statusWord() & ~C1);
    setRegister(i, signExponent(0), significand(0));
  }
  setFull(i, true);
  return true;
}

/** FLD ST(i). */
export function copyFrom(i: u32): void {
  if (isEmpty(i)) {
    if (!signal(IE | SF)) return;
    indefinite();
    pushConverted();
  } else {
    pushRegister(signExponent(i), significand(i));
  }
}

/** FXCH: an empty register counts as the default NaN where IE is masked. */
export function exchange(i: u32): void {
  if (isEmpty(0) || isEmpty(i)) {
    if (!signal(IE | SF)) return;
    fillEmpty(0);
    fillEmpty(i);
  } else {
    setStatusWord(statusWord() & ~C1);
  }
  const exponent = signExponent(0);
  const fraction = significand(0);
  setRegister(0, signExponent(i), significand(i));
  setRegister(i, exponent, fraction);
}

function fillEmpty(i: u32): void {
  if (!isEmpty(i)) return;
  indefinite();
  setRegister(i, Converted.exponent, Converted.bits);
  setFull(i, true);
}
