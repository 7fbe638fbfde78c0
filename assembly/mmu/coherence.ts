/**
 * The TLB and the decoded blocks are coherent with memory: a store to a table drops the translations it changed, a store to code drops
 * the blocks it changed. So dropping any cache at any moment changes nothing that can be seen, and neither does keeping it.
 */
import { PTE_PRESENT } from '../abi/pte';
import { GENERATION, SUPERVISOR_USED, USER_USED } from '../base/engine-map';
import { BLOCK_INDEX, BLOCK_INDEX_BYTES, RAM, TLB_BYTES, TLB_SUPERVISOR, TLB_USER } from '../base/memory-map';
import { dropBlocksOf } from './code-index';
import { spend } from './effort';
import { forgetCode, HOLDS_CODE, isRam, LEAF_TABLE, pageFlags, UPPER_TABLE } from './page-flags';
import { LEAF_MARKS, Translation, UNUSED } from './translation';
import { isPae } from './walk';

/** Blocks must be looked up again: their translations or their bytes may have changed. */
export function forgetLookups(): void {
  const next = load<u32>(GENERATION) + 8;
  store<u32>(GENERATION, next);
  if (next < 8) beginAgain();
}

/** The count of changes has come round: what remembers an old count must not meet it again. */
function beginAgain(): void {
  store<u32>(GENERATION, load<u32>(GENERATION) + 8);
  memory.fill(BLOCK_INDEX, 0, BLOCK_INDEX_BYTES);
}

/** Drops every translation. */
export function flushAll(): void {
  spend(1);
  if (load<u32>(SUPERVISOR_USED)) memory.fill(TLB_SUPERVISOR, 0xff, TLB_BYTES);
  if (load<u32>(USER_USED)) memory.fill(TLB_USER, 0xff, TLB_BYTES);
  store<u32>(SUPERVISOR_USED, 0);
  store<u32>(USER_USED, 0);
  forgetLookups();
}

/** Drops every translation, whatever the views are said to hold. */
export function forgetEverything(): void {
  store<u32>(SUPERVISOR_USED, 1);
  store<u32>(USER_USED, 1);
  flushAll();
}

/** The blocks decoded from a frame are no longer true. */
export function dropCode(frame: u32): void {
  spend(2);
  forgetCode(frame);
  dropBlocksOf(frame);
  forgetLookups();
}

/** Drops what was derived from the table entries among `bytes` bytes at a machine address. */
export function dropChangedEntries(maddr: u32, bytes: u32, flags: u32): void {
  const size: u32 = isPae() ? 8 : 4;
  const end = maddr + bytes;
  for (let entry = maddr & ~(size - 1); entry < end; entry += size) {
    if ((load<u32>(RAM + entry) & PTE_PRESENT) === 0) continue; // nothing is cached of an entry that is not present
    if ((flags & UPPER_TABLE) !== 0) {
      flushAll();
      return;
    }
    if ((flags & LEAF_TABLE) !== 0) dropLeaf(entry, size);
  }
}

/** Drops the translations that came from one leaf entry: its place in the table fixes where in the TLB they can be. */
function dropLeaf(entry: u32, size: u32): void {
  if (mapsCode(entry)) forgetLookups();
  const slot = ((entry & 0xfff) / size) << 4;
  for (let at: usize = slot; at < TLB_BYTES; at += (4096 / <usize>size) << 4) {
    dropIfFrom(TLB_SUPERVISOR + at, entry);
    dropIfFrom(TLB_USER + at, entry);
  }
}

function dropIfFrom(at: usize, entry: u32): void {
  const t = changetype<Translation>(at);
  if ((t.leaf & ~LEAF_MARKS) !== entry) return;
  t.readTag = UNUSED;
  t.writeTag = UNUSED;
}

/** Does the present leaf entry at a machine address map a frame that blocks were decoded from? */
export function mapsCode(entry: u32): bool {
  const frame = isPae() ? <u32>((load<u64>(RAM + entry) & 0x000ffffffffff000) >> 12) : load<u32>(RAM + entry) >> 12;
  return isRam(frame) && (pageFlags(frame) & HOLDS_CODE) !== 0;
}
