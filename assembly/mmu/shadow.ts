/** A page that stands for another one while one instruction runs, so that its store can be looked at before it is made. */
import { PAGE_SIZE, RAM, SCRATCH } from '../base/memory-map';
import { flushPage } from './coherence';
import { Tlb } from './tlb';

/** Where the shadow stands: the last page of the scratch memory. */
const SHADOW: usize = SCRATCH + 0xf000;
const PAGE_MASK: u32 = 0xfffff000;

/** Lets accesses to the page of `va`, reads and writes, go to a copy of machine frame `mfn`, until the translation is dropped. */
export function shadowPage(va: u32, mfn: u32): void {
  memory.copy(SHADOW, RAM + ((<usize>mfn) << 12), PAGE_SIZE);
  const tag = va & PAGE_MASK;
  const entry = Tlb.entry(va);
  entry.readTag = tag;
  entry.writeTag = tag;
  entry.addend = <u32>SHADOW - tag;
  entry.leaf = 0;
}

/** Ends that. */
export function dropShadow(va: u32): void {
  flushPage(va);
}

/** Eight bytes of the shadow, from an offset in the page on that is a multiple of 8. */
export function shadowWord(offset: u32): u64 {
  return load<u64>(SHADOW + offset);
}
