/**
 * The state hash: 64 bits that name everything a guest can see. Each frame has a hash of its own, renewed only when the frame may have
 * changed; a frame of zeros has hash 0, so that untouched RAM costs nothing.
 */
import { DIRTY, FRAME_TABLE, MACHINE, PAGE_HASHES, RAM, VCPU, XEN, XEN_END } from '../base/memory-map';
import { machine } from '../layout/machine-state';
import { VCPU_BYTES } from '../layout/vcpu-state';
import { forbidAllStores } from './watch';

const MULTIPLIER: u64 = 0x9e3779b97f4a7c15;
/** Bytes of MachineState that are state: position, deadline and size. */
const MACHINE_STATE_BYTES: usize = 32;

/** Hash of `bytes` bytes (a multiple of 32) at an address; 0 if all of them are 0. */
export function hashBytes(at: usize, bytes: usize): u64 {
  let a: u64 = 0;
  let b: u64 = 0;
  let c: u64 = 0;
  let d: u64 = 0;
  for (const end = at + bytes; at < end; at += 32) {
    a = mix(a ^ load<u64>(at));
    b = mix(b ^ load<u64>(at, 8));
    c = mix(c ^ load<u64>(at, 16));
    d = mix(d ^ load<u64>(at, 24));
  }
  return mix(mix(mix(mix(a) + b) + c) + d);
}

/** A permutation of 64-bit values that leaves 0 alone. */
function mix(value: u64): u64 {
  const spread = value * MULTIPLIER;
  return spread ^ (spread >> 29);
}

/** Hash of the machine. The caller has written the running vCPU's flags in their canonical form (cpu/flags.ts, `settleFlags`). */
export function stateHash(): u64 {
  const frames = machine().frames;
  let sum: u64 = renewPageHashes(frames);
  sum = mix(sum + hashBytes(VCPU, VCPU_BYTES));
  sum = mix(sum + hashBytes(MACHINE, MACHINE_STATE_BYTES));
  sum = mix(sum + hashBytes(XEN, XEN_END - XEN));
  return mix(sum + hashBytes(FRAME_TABLE, (<usize>frames) << 4));
}

function renewPageHashes(frames: u32): u64 {
  forbidAllStores();
  let sum: u64 = 0;
  for (let frame: u32 = 0; frame < frames; frame++) {
    const at = PAGE_HASHES + ((<usize>frame) << 3);
    if (load<u8>(DIRTY + frame)) {
      store<u8>(DIRTY + frame, 0);
      store<u64>(at, hashBytes(RAM + ((<usize>frame) << 12), 4096));
    }
    const hash = load<u64>(at);
    if (hash !== 0) sum += mix(hash ^ (<u64>frame + 1));
  }
  return sum;
}
