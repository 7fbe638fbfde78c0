/** Operands of system instructions: general registers, and memory with every segment check. */
import { vcpu } from '../../layout/vcpu-state';
import { SystemInstruction } from './instruction';
import { checkWritable, readLinear, writeLinear } from './linear';
import { linearAddress } from './segment-access';

/** General register `index`, all 32 bits. */
export function generalRegister(index: u32): u32 {
  return load<u32>(changetype<usize>(vcpu()) + ((<usize>index) << 3));
}

/** Writes the low `bytes` (2 or 4) bytes of general register `index`. */
export function setGeneralRegister(index: u32, value: u32, bytes: u32): void {
  const at = changetype<usize>(vcpu()) + ((<usize>index) << 3);
  if (bytes === 4) store<u32>(at, value);
  else store<u16>(at, <u16>value);
}

/** Linear address of `bytes` bytes of the memory operand, `distance` bytes into it. Errors: #GP(0), #SS(0). */
export function operandAddress(it: SystemInstruction, distance: u32, bytes: u32, write: bool): u32 {
  const mask: u32 = it.addressBytes === 4 ? 0xffffffff : 0xffff;
  return linearAddress(it.segment, (it.offset + distance) & mask, bytes, write);
}

/** Reads 2 or 4 bytes of the memory operand. Errors: #GP(0), #SS(0), #PF. */
export function readOperand(it: SystemInstruction, distance: u32, bytes: u32): u32 {
  const linear = operandAddress(it, distance, bytes, false);
  const user = vcpu().cpl === 3;
  return bytes === 4 ? readLinear<u32>(linear, user) : readLinear<u16>(linear, user);
}

/** Writes 2 or 4 bytes of the memory operand. Errors: #GP(0), #SS(0), #PF. */
export function writeOperand(it: SystemInstruction, distance: u32, bytes: u32, value: u32): void {
  const linear = operandAddress(it, distance, bytes, true);
  const user = vcpu().cpl === 3;
  if (bytes === 4) writeLinear<u32>(linear, value, user);
  else writeLinear<u16>(linear, <u16>value, user);
}

/** Checks that `bytes` bytes of the memory operand may be written. Errors: #GP(0), #SS(0), #PF. */
export function checkOperand(it: SystemInstruction, distance: u32, bytes: u32): void {
  checkWritable(operandAddress(it, distance, bytes, true), bytes, vcpu().cpl === 3);
}

/** The word a register or memory operand holds. Errors: of memory. */
export function readWord(it: SystemInstruction): u32 {
  return it.memory ? readOperand(it, 0, 2) : generalRegister(it.rm) & 0xffff;
}

/** Stores a value the way SLDT, STR, SMSW and MOV from Sreg do: a word to memory, the operand size to a register. */
export function writeWordOrRegister(it: SystemInstruction, value: u32): void {
  if (it.memory) writeOperand(it, 0, 2, value);
  else setGeneralRegister(it.rm, value, it.operandBytes);
}
