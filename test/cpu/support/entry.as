// The engine alone, without Xen and without devices: what the tests of assembly/isa, mmu and cpu call.
import { setEflags, settleFlags } from './assembly/cpu/flags';
import { stateHash } from './assembly/mmu/hash';
export { cpuRun, dropCaches, resetCpu, unwound } from './assembly/cpu/run';
export { deliverException, deliverInterrupt } from './assembly/cpu/system/deliver';
export { eflags } from './assembly/cpu/flags';
export { findRow } from './assembly/isa/opcode-map';
export { touch } from './assembly/mmu/physical';

export function setFlags(value: u32): void {
  setEflags(value);
}

export function hash(): u64 {
  settleFlags();
  return stateHash();
}
