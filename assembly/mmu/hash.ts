/**
 * The state hash: 64 bits that name everything a guest can see. Each page of state has a hash of its own, and a page of zeros has hash 0,
 * so that what was never used costs next to nothing. A frame's is renewed only when the frame may have changed.
 */
import {
  DIRTY,
  FRAME_TABLE,
  MACHINE,
  PAGE_HASHES,
  PAGE_SHIFT,
  PAGE_SIZE,
  RAM,
  VCPU,
  XEN,
  XEN_END,
  XEN_PAGE_HASHES,
} from '../base/memory-map';
import { machine } from '../layout/machine-state';
import { VCPU_BYTES } from '../layout/vcpu-state';
import { forbidAllStores } from './watch';

const MULTIPLIER: u64 = 0x9e3779b97f4a7c15;
/** Bytes of MachineState that are state: position, deadline and size. */
const MACHINE_STATE_BYTES: usize = 32;

/** A permutation of 64-bit values that leaves 0 alone. */
function mix(value: u64): u64 {
  const spread = value * MULTIPLIER;
  return spread ^ (spread >> 29);
}

/** Hash of the machine. The caller has written the running vCPU's flags in their canonical form (cpu/flags.ts, `settleFlags`). */
export function stateHash(): u64 {
  const frames = machine().frames;
  let sum: u64 = renewFrames(frames);
  sum = mix(sum + hashBytes(VCPU, VCPU_BYTES));
  sum = mix(sum + hashBytes(MACHINE, MACHINE_STATE_BYTES));
  sum = mix(sum + renewXenPages(XEN, XEN_END));
  return mix(sum + renewXenPages(FRAME_TABLE, FRAME_TABLE + ((<usize>frames) << 4)));
}

/** Renews the hashes of frames that may have changed. Answers a hash of all frames. */
function renewFrames(frames: u32): u64 {
  forbidAllStores();
  let sum: u64 = 0;
  for (let frame: u32 = 0; frame < frames; frame++) {
    const at = PAGE_HASHES + ((<usize>frame) << 3);
    if (load<u8>(DIRTY + frame)) {
      store<u8>(DIRTY + frame, 0);
      store<u64>(at, hashPage(RAM + ((<usize>frame) << PAGE_SHIFT)));
    }
    sum += placed(load<u64>(at), frame);
  }
  return sum;
}

/** Renews the hashes of pages of linear memory between XEN and the frame table's end: nobody notes what changes there. Answers a hash of all. */
function renewXenPages(at: usize, end: usize): u64 {
  let sum: u64 = 0;
  for (; at < end; at += PAGE_SIZE) {
    const page = <u32>((at - XEN) >> PAGE_SHIFT);
    const hash = hashPage(at);
    store<u64>(XEN_PAGE_HASHES + ((<usize>page) << 3), hash);
    sum += placed(hash, page);
  }
  return sum;
}

/** What a page with a hash adds to the hash of all: nothing where it is zeros. */
function placed(hash: u64, page: u32): u64 {
  return hash ? mix(hash ^ (<u64>page + 1)) : 0;
}

function hashPage(at: usize): u64 {
  return isZero(at) ? 0 : hashBytes(at, PAGE_SIZE);
}

function isZero(at: usize): bool {
  for (const end = at + PAGE_SIZE; at < end; at += 64) {
    const first = load<u64>(at) | load<u64>(at, 8) | load<u64>(at, 16) | load<u64>(at, 24);
    const second = load<u64>(at, 32) | load<u64>(at, 40) | load<u64>(at, 48) | load<u64>(at, 56);
    if (first | second) return false;
  }
  return true;
}

/** Hash of `bytes` bytes (a multiple of 32) at an address; 0 if all of them are 0. */
function hashBytes(at: usize, bytes: usize): u64 {
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
