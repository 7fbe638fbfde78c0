/**
 * Leaving an instruction amid its case of the interpreter's switch, without leaving the wasm: the host's exception (base/env.ts) costs a
 * microsecond and a half, most of it V8's way through a dozen frames, and a guest that faults pays it each time.
 *
 * An instruction whose one access to memory comes before anything it changes may as well go on with any value and any place to store to. Then
 * the registers are put back, and it never happened. What ends it is the next record, whose case is one that leaves the interpreter until
 * `putBack`. Records of other kinds unwind.
 */
import { RECORD_BYTES } from '../base/engine-map';
import { VCPU } from '../base/memory-map';
import { VcpuState } from '../layout/vcpu-state';

/** General registers, ip and lazy flags: what such an instruction may change. */
const BYTES: usize = offsetof<VcpuState>('systemFlags');
/** The registers as they were. */
const BEFORE = memory.data(96, 8);
/** Where a store goes that is not to happen. */
export const ANYWHERE: usize = memory.data(8, 8);
/** Machine address of an access that is not to happen: beyond RAM, so that it reads ones and writes nothing. */
export const NOWHERE: u32 = 0xfffff000;

/** What is known of the records' cases, and what is under way. */
class Leaving {
  /** Records with lower cases may be left so. */
  static below: u32 = 0;
  /** The case that leaves the interpreter. */
  static by: u16 = 0;
  /** The record whose case was replaced by that; 0: none. */
  static next: usize = 0;
  /** What it was. */
  static instead: u16 = 0;
}

/** Says which records may be left (those with cases below `below`), and which case leaves the interpreter. */
export function allowLeaving(below: u32, by: u32): void {
  Leaving.below = below;
  Leaving.by = <u16>by;
  Leaving.next = 0;
}

/** Is an instruction being left? */
export function isLeaving(): bool {
  return Leaving.next !== 0;
}

/** Begins to leave the instruction whose record is `at`, if it may be left; 0: there is none. */
export function leave(at: usize): bool {
  if (at === 0 || <u32>load<u16>(at) >= Leaving.below) return false;
  memory.copy(BEFORE, VCPU, BYTES);
  Leaving.next = at + RECORD_BYTES;
  Leaving.instead = load<u16>(Leaving.next);
  store<u16>(Leaving.next, Leaving.by);
  return true;
}

/** The interpreter was left: records and registers are put back as they were before the instruction. */
export function putBack(): void {
  store<u16>(Leaving.next, Leaving.instead);
  Leaving.next = 0;
  memory.copy(VCPU, BEFORE, BYTES);
}
