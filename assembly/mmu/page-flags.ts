/**
 * What the caches know of each frame. All of it is cache: a frame's flags may be set without need, and are cleared when everything that
 * was derived from the frame is dropped. A frame with flags is never directly writable through the TLB, so every store to it comes here.
 */
import { GENERATION } from '../base/engine-map';
import { CODE_LINES, DIRTY, PAGE_FLAGS, RAM } from '../base/memory-map';
import { machine } from '../layout/machine-state';
import { Writer, watchState } from '../layout/watch-state';

/** Decoded code came from this frame. */
export const HOLDS_CODE: u32 = 1;
/** The walker took leaf entries from this frame. */
export const LEAF_TABLE: u32 = 2;
/** The walker took entries of an upper level, or leaves of large pages, from this frame. */
export const UPPER_TABLE: u32 = 4;

/** The host watches bytes of this frame (mmu/host-watch.ts). */
export const HOST_WATCHED: u32 = 8;

/** The flags of a frame. */
export function pageFlags(frame: u32): u32 {
  return <u32>load<u8>(PAGE_FLAGS + frame);
}

/** Replaces the flags of a frame. */
export function setPageFlags(frame: u32, flags: u32): void {
  store<u8>(PAGE_FLAGS + frame, <u8>flags);
}

/** Says that a frame may have changed since its hash was taken. Whoever stores to RAM says so, but for direct stores through the TLB. */
export function markDirty(frame: u32): void {
  store<u8>(DIRTY + frame, 1);
  if (frame + 1 === watchState().frame) noteStore();
}

/** A store to the frame the host watches: blocks are looked up again, and the next look leaves the interpreter (cpu/blocks.ts). */
function noteStore(): void {
  watchState().hit |= Writer.Instruction;
  store<u32>(GENERATION, load<u32>(GENERATION) + 8);
}

/** Address in linear memory of a frame's contents. */
export function frameAddress(frame: u32): usize {
  return RAM + ((<usize>frame) << 12);
}

/** Is there RAM at this frame? */
export function isRam(frame: u32): bool {
  return frame < machine().frames;
}

/** Bits of CODE_LINES for bytes `from` to `from + bytes - 1` of a page; what lies beyond the page is cut off. */
function linesOf(from: u32, bytes: u32): u64 {
  const first = from >> 6;
  const last = min((from + bytes - 1) >> 6, 63);
  return (u64.MAX_VALUE >> (63 - <u64>(last - first))) << (<u64>first);
}

/** Says that decoded code covers `bytes` bytes of a frame from offset `from`. */
export function addCode(frame: u32, from: u32, bytes: u32): void {
  const lines = CODE_LINES + ((<usize>frame) << 3);
  store<u64>(lines, load<u64>(lines) | linesOf(from, bytes));
}

/** Does decoded code cover any of these bytes (to within 64-byte lines)? */
export function coversCode(frame: u32, from: u32, bytes: u32): bool {
  return (load<u64>(CODE_LINES + ((<usize>frame) << 3)) & linesOf(from, bytes)) !== 0;
}

/** Forgets that a frame holds decoded code. */
export function forgetCode(frame: u32): void {
  store<u64>(CODE_LINES + ((<usize>frame) << 3), 0);
  setPageFlags(frame, pageFlags(frame) & ~HOLDS_CODE);
}
