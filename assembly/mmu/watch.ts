/**
 * Watching frames whose contents are cached: tables the walker read, code the decoder read. A watched frame is never directly writable
 * through the TLB, so that every store to it can drop what was derived from it.
 */
import { RAM, TLB_BYTES, TLB_SUPERVISOR } from '../base/memory-map';
import { spend } from './effort';
import { pageFlags, setPageFlags } from './page-flags';
import { Translation, UNUSED } from './translation';

/** Adds `flags` (page-flags.ts) to a frame, taking away direct stores when it had none. */
export function watch(frame: u32, flags: u32): void {
  if ((pageFlags(frame) & flags) !== flags) watchAnew(frame, flags);
}

function watchAnew(frame: u32, flags: u32): void {
  const before = pageFlags(frame);
  setPageFlags(frame, before | flags);
  if (before === 0) forbidDirectStores(frame);
}

function forbidDirectStores(frame: u32): void {
  spend(1);
  const contents = <u32>RAM + (frame << 12);
  for (let at: usize = TLB_SUPERVISOR; at < TLB_SUPERVISOR + 2 * TLB_BYTES; at += 16) {
    const t = changetype<Translation>(at);
    if (t.writeTag + t.addend === contents) t.writeTag = UNUSED;
  }
}

/** Takes away every direct store: the next one to each page marks its frame dirty again. */
export function forbidAllStores(): void {
  for (let at: usize = TLB_SUPERVISOR; at < TLB_SUPERVISOR + 2 * TLB_BYTES; at += 16) {
    changetype<Translation>(at).writeTag = UNUSED;
  }
}
