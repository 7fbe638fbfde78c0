/**
 * The host's watch on some bytes of RAM (layout/watch-state.ts). Its frame is never directly writable through the TLB, and blocks have one
 * instruction, so that no store goes unseen and the engine leaves its blocks right behind each. Then the bytes are compared.
 */
import { PTE_ACCESSED, PTE_DIRTY } from '../abi/pte';
import { RAM } from '../base/memory-map';
import { machine } from '../layout/machine-state';
import { MOST_WATCHED, WATCHED_BYTES, Writer, watchState } from '../layout/watch-state';
import { HOST_WATCHED, isRam, pageFlags, setPageFlags } from './page-flags';
import { isPae } from './walk';
import { watch } from './watch';

/** Watches `bytes` bytes at a machine address, in one frame; 0 bytes: nothing any more. False if they cannot be watched. */
export function watchBytes(maddr: u32, bytes: u32): bool {
  const at = watchState();
  if (at.frame !== 0) setPageFlags(at.frame - 1, pageFlags(at.frame - 1) & ~HOST_WATCHED);
  at.frame = 0;
  at.hit = 0;
  at.writer = 0;
  at.changes = 0;
  const from = maddr & 0xfff;
  if (bytes === 0) return true;
  if (bytes > MOST_WATCHED || from + bytes > 0x1000 || !isRam(maddr >> 12)) return false;
  at.frame = (maddr >> 12) + 1;
  at.from = from;
  at.bytes = bytes;
  watch(at.frame - 1, HOST_WATCHED);
  memory.copy(WATCHED_BYTES, RAM + maddr, bytes);
  return true;
}

/** Says who made the stores to the watched frame that were not accounted for yet. */
export function blame(writer: u32): void {
  const at = watchState();
  if (at.hit !== 0) at.hit |= writer;
}

/** Notes whether the watched bytes changed, and forgets the stores that might have done it. To be called between two instructions. */
export function compareWatched(): void {
  const at = watchState();
  const now = RAM + ((<usize>(at.frame - 1)) << 12) + at.from;
  if (at.frame !== 0 && memory.compare(now, WATCHED_BYTES, at.bytes) !== 0) {
    at.writer = writerOf(at.hit, now);
    at.changes += 1;
    at.count = machine().count;
    at.tick = machine().tick;
    memory.copy(WATCHED_BYTES, now, at.bytes);
  }
  at.hit = 0;
}

/** Who is to be named of those that stored to the frame. */
function writerOf(hit: u32, now: usize): u32 {
  if ((hit & Writer.Walker) !== 0 && isMarkOnly(now)) return Writer.Walker;
  if ((hit & Writer.Xen) !== 0) return Writer.Xen;
  return (hit & Writer.Host) !== 0 ? Writer.Host : Writer.Instruction;
}

/** Did nothing change but accessed and dirty bits of table entries? */
function isMarkOnly(now: usize): bool {
  const at = watchState();
  const inEntry: u32 = isPae() ? 7 : 3;
  for (let i: u32 = 0; i < at.bytes; i++) {
    const changed = <u32>load<u8>(now + i) ^ <u32>load<u8>(WATCHED_BYTES + i);
    const marks = ((at.from + i) & inEntry) === 0 ? PTE_ACCESSED | PTE_DIRTY : 0;
    if ((changed & ~marks) !== 0) return false;
  }
  return true;
}
