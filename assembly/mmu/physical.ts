/**
 * Machine memory, by machine address. The only way for anyone but a direct store through the TLB to change RAM: what the caches derived
 * from the bytes is dropped, and the frame is marked dirty.
 */
import { RAM } from '../base/memory-map';
import { dropChangedEntries, dropCode } from './coherence';
import { coversCode, HOLDS_CODE, isRam, markDirty, pageFlags } from './page-flags';

/** Reads a value that does not cross a page. Beyond RAM every bit is 1. */
export function readPhysical<W>(maddr: u32): W {
  return isRam(maddr >> 12) ? load<W>(RAM + maddr) : <W>-1;
}

/** Writes a value that does not cross a page. Beyond RAM nothing happens. */
export function writePhysical<W>(maddr: u32, value: W): void {
  const frame = maddr >> 12;
  if (!isRam(frame)) return;
  if (pageFlags(frame) !== 0) beforeChange(maddr, sizeof<W>());
  store<W>(RAM + maddr, value);
  markDirty(frame);
}

/** Drops what the caches derived from `bytes` bytes at a machine address, which are about to change. They lie in one frame. */
export function beforeChange(maddr: u32, bytes: u32): void {
  const frame = maddr >> 12;
  const flags = pageFlags(frame);
  if ((flags & HOLDS_CODE) !== 0 && coversCode(frame, maddr & 0xfff, bytes)) dropCode(frame);
  if ((flags & ~HOLDS_CODE) !== 0) dropChangedEntries(maddr, bytes, flags);
}

/** To be called before a whole frame is changed by bulk stores: everything derived from it is dropped. */
export function touch(frame: u32): void {
  if (!isRam(frame)) return;
  if (pageFlags(frame) !== 0) beforeChange(frame << 12, 4096);
  markDirty(frame);
}
