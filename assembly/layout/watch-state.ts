import { WATCH } from '../base/memory-map';

/** Who changed watched bytes. */
export const enum Writer {
  /** The instruction itself. */
  Instruction = 1,
  /** The processor's page walk, which set accessed or dirty bits. */
  Walker = 2,
  /** Xen, answering an exit or doing what was due before an instruction; on the bare machine, the delivery of an exception. */
  Xen = 4,
  /** The control plane: a back end, or whoever typed. */
  Host = 8,
}

/**
 * The host's watch on some bytes of RAM: when they changed last, and by whom. It is no part of the machine's state: neither saved nor
 * hashed, and what runs under it runs as without. Stands at `WATCH`.
 */
@unmanaged
@final
export class WatchState {
  /** Machine frame of the bytes plus one; 0: nothing is watched. */
  frame: u32 = 0;
  /** Offset of the first in the frame. */
  from: u32 = 0;
  /** How many, at most MOST_WATCHED. */
  bytes: u32 = 0;
  /** `Writer` bits of stores to the frame since the bytes were last compared. */
  hit: u32 = 0;
  /** `Writer` of the last change; 0: there was none since the watch was set. */
  writer: u32 = 0;
  /** Changes since the watch was set. */
  changes: u32 = 0;
  /** Instructions done when the last change stood. */
  count: u64 = 0;
  /** Clock when it stood. */
  tick: u64 = 0;
}

/** Most bytes that can be watched. */
export const MOST_WATCHED: u32 = 64;
/** The bytes as they were when last compared. */
export const WATCHED_BYTES: usize = WATCH + 0x40;

/** The watch. */
export function watchState(): WatchState {
  return changetype<WatchState>(WATCH);
}
