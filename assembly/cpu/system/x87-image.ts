/** Images of the x87's state in memory: FNSTENV, FLDENV, FNSAVE, FRSTOR (Intel SDM Vol. 1, 8.1.10) and FXSAVE, FXRSTOR (10.5). */
import { FX_STATE, vcpu } from '../../layout/vcpu-state';
import { protectionFault } from './exception';
import { SystemInstruction } from './instruction';
import { checkReadable, checkWritable, readLinear, writeLinear } from './linear';
import { operandAddress, readOperand, writeOperand } from './operand';
import {
  controlWord,
  EXCEPTIONS,
  FIRST_REGISTER,
  initialise,
  REGISTER_BYTES,
  STATE_BYTES,
  setControlWord,
  setRegister,
  setTags,
  signExponent,
  significand,
  statusWord,
  tags,
  top,
  turn,
} from './x87-state';

/** Bytes of an FXSAVE image. */
const FXSAVE_BYTES: u32 = 512;
/** Bytes of one register in an FNSAVE image. */
const PACKED_REGISTER: u32 = 10;

/** Tags of two bits, as FNSTENV shows them: 0 valid, 1 zero, 2 special, 3 empty. Intel SDM Vol. 1, 8.1.7. */
function fullTags(): u32 {
  let full: u32 = 0;
  for (let number: u32 = 0; number < 8; number++) {
    const i = (number - top()) & 7;
    const tag: u32 = (tags() >> number) & 1 ? classOf(i) : 3;
    full |= tag << (number * 2);
  }
  return full;
}

function classOf(i: u32): u32 {
  const exponent = signExponent(i) & 0x7fff;
  const fraction = significand(i);
  if (exponent === 0 && fraction === 0) return 1;
  return exponent === 0 || exponent === 0x7fff || fraction >> 63 === 0 ? 2 : 0;
}

/** Sets the one-bit tags from two-bit ones. */
function setFullTags(full: u32): void {
  let short: u32 = 0;
  for (let number: u32 = 0; number < 8; number++) {
    if (((full >> (number * 2)) & 3) !== 3) short |= 1 << number;
  }
  setTags(short);
}

/** Bytes of an environment of the operand's size: seven fields. */
function environmentBytes(it: SystemInstruction): u32 {
  return it.operandBytes * 7;
}

/** FNSTENV: then all exceptions are masked. Errors: of the operand. */
export function storeEnvironment(it: SystemInstruction): void {
  const bytes = environmentBytes(it);
  checkWritable(operandAddress(it, 0, bytes, true), bytes, vcpu().cpl === 3);
  putEnvironment(it);
  setControlWord(controlWord() | EXCEPTIONS);
}

function putEnvironment(it: SystemInstruction): void {
  const size = it.operandBytes;
  const high: u32 = 0xffff0000;
  writeOperand(it, 0, size, controlWord() | high);
  writeOperand(it, size, size, statusWord() | high);
  writeOperand(it, size * 2, size, fullTags() | high);
  writeOperand(it, size * 3, size, load<u32>(FX_STATE, 8));
  writeOperand(it, size * 4, size, <u32>load<u16>(FX_STATE, 12) | ((<u32>load<u16>(FX_STATE, 6) & 0x7ff) << 16));
  writeOperand(it, size * 5, size, load<u32>(FX_STATE, 16));
  writeOperand(it, size * 6, size, <u32>load<u16>(FX_STATE, 20) | high);
}

/** FLDENV. Errors: of the operand. */
export function loadEnvironment(it: SystemInstruction): void {
  const bytes = environmentBytes(it);
  checkReadable(operandAddress(it, 0, bytes, false), bytes, vcpu().cpl === 3);
  takeEnvironment(it);
}

function takeEnvironment(it: SystemInstruction): void {
  const size = it.operandBytes;
  const code = readOperand(it, size * 4, size);
  store<u32>(FX_STATE, readOperand(it, size * 3, size), 8);
  store<u16>(FX_STATE, <u16>code, 12);
  store<u16>(FX_STATE, <u16>((code >> 16) & 0x7ff), 6);
  store<u32>(FX_STATE, readOperand(it, size * 5, size), 16);
  store<u16>(FX_STATE, <u16>readOperand(it, size * 6, size), 20);
  setFullTags(readOperand(it, size * 2, size));
  const status = readOperand(it, size, size);
  while (top() !== ((status >> 11) & 7)) turn(1);
  store<u16>(FX_STATE, <u16>status, 2);
  setControlWord(readOperand(it, 0, size));
}

/** FNSAVE: the environment and eight registers; then as FNINIT. Errors: of the operand. */
export function saveState(it: SystemInstruction): void {
  const environment = environmentBytes(it);
  const bytes = environment + 8 * PACKED_REGISTER;
  const at = operandAddress(it, 0, bytes, true);
  const user = vcpu().cpl === 3;
  checkWritable(at, bytes, user);
  putEnvironment(it);
  for (let i: u32 = 0; i < 8; i++) {
    const register = at + environment + i * PACKED_REGISTER;
    writeLinear<u64>(register, significand(i), user);
    writeLinear<u16>(register + 8, <u16>signExponent(i), user);
  }
  initialise();
}

/** FRSTOR. Errors: of the operand. */
export function restoreState(it: SystemInstruction): void {
  const environment = environmentBytes(it);
  const bytes = environment + 8 * PACKED_REGISTER;
  const at = operandAddress(it, 0, bytes, false);
  const user = vcpu().cpl === 3;
  checkReadable(at, bytes, user);
  takeEnvironment(it);
  for (let i: u32 = 0; i < 8; i++) {
    const register = at + environment + i * PACKED_REGISTER;
    setRegister(i, readLinear<u16>(register + 8, user), readLinear<u64>(register, user));
  }
}

/** Address of an FXSAVE image. Errors: #GP(0) unless it is a multiple of 16; of the operand. */
function imageAddress(it: SystemInstruction, write: bool): u32 {
  const at = operandAddress(it, 0, FXSAVE_BYTES, write);
  if (at & 15) protectionFault();
  return at;
}

/** FXSAVE: without SSE the image ends behind the registers. Errors: #GP(0) unaligned; of the operand. */
export function fxSave(it: SystemInstruction): void {
  const at = imageAddress(it, true);
  const user = vcpu().cpl === 3;
  checkWritable(at, FXSAVE_BYTES, user);
  for (let i: u32 = 0; i < STATE_BYTES; i += 8) writeLinear<u64>(at + i, load<u64>(FX_STATE + i), user);
}

/** FXRSTOR. Errors: #GP(0) unaligned; of the operand. */
export function fxRestore(it: SystemInstruction): void {
  const at = imageAddress(it, false);
  const user = vcpu().cpl === 3;
  checkReadable(at, FXSAVE_BYTES, user);
  for (let i: u32 = 0; i < STATE_BYTES; i += 8) store<u64>(FX_STATE + i, readLinear<u64>(at + i, user));
  for (let i: usize = 0; i < 8; i++) {
    const tail = FX_STATE + FIRST_REGISTER + i * REGISTER_BYTES + 8;
    store<u64>(tail, <u64>load<u16>(tail));
  }
  store<u8>(FX_STATE, 0, 5);
  setControlWord(controlWord());
}
