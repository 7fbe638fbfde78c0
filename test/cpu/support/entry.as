// The engine alone, without Xen and without devices: what the tests of assembly/isa, mmu and cpu call.
import { setEflags, settleFlags } from './assembly/cpu/flags';
import { stateHash } from './assembly/mmu/hash';
import { clearRecord, decodeOne } from './assembly/cpu/decode-one';
import { Fetch, openWindow } from './assembly/cpu/fetch';
import { GeneralRecord } from './assembly/cpu/record';
export { cpuRun, dropCaches, resetCpu, unwound } from './assembly/cpu/run';
export { deliverException, deliverInterrupt } from './assembly/cpu/system/deliver';
export { eflags } from './assembly/cpu/flags';
export { beginEffort } from './assembly/mmu/effort';
export { findRow } from './assembly/isa/opcode-map';
export { touch } from './assembly/mmu/physical';

export function setFlags(value: u32): void {
  setEflags(value);
}

export function hash(): u64 {
  settleFlags();
  return stateHash();
}

const RECORD = memory.data(32);

/** Decodes the instruction at a machine address: its Op in the high half, its bytes in the low one; 0 where it is longer than 15 bytes. */
export function decodeAt(maddr: u32): u32 {
  const record = changetype<GeneralRecord>(RECORD);
  clearRecord(record);
  openWindow(maddr >> 12, maddr & 0xfff, 15);
  decodeOne(record, maddr);
  return Fetch.short ? 0 : ((<u32>record.op) << 16) | record.length;
}
