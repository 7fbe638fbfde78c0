/**
 * Linear memory through the TLB. The fast paths are a compare and an access; everything else is in slow.ts. `at` is the record of the
 * instruction, so that a fault can be placed.
 *
 * Adding the access's last byte before masking makes an access that crosses a page miss.
 */
import { FLAT_LIMIT, SUPERVISOR_USED, USER_USED, VIEW } from '../base/engine-map';
import { RAM, TLB_USER } from '../base/memory-map';
import { flushAll } from './coherence';
import { markDirty, pageFlags } from './page-flags';
import { placeSlow, readSlow, writeSlow } from './slow';
import { EXECUTABLE, Translation, UNUSED } from './translation';
import { ACCESS_WRITE, Walk } from './walk';

const PAGE_MASK: u32 = 0xfffff000;

/** The TLB's fast paths; a class so that they are inlined. */
export class Tlb {
  /** The entry in the present view where a translation of `va` would stand. */
  @inline static entry(va: u32): Translation {
    return changetype<Translation>(load<u32>(VIEW) + ((va >> 8) & 0x3ff0));
  }

  /** Loads from linear address `va`. */
  @inline static read<W>(va: u32, at: usize): W {
    const t = Tlb.entry(va);
    return t.readTag === ((va + sizeof<W>() - 1) & PAGE_MASK) ? load<W>(va + t.addend) : readSlow<W>(va, at);
  }

  /** Stores to linear address `va`. */
  @inline static write<W>(va: u32, value: W, at: usize): void {
    const t = Tlb.entry(va);
    if (t.writeTag === ((va + sizeof<W>() - 1) & PAGE_MASK)) store<W>(va + t.addend, value);
    else writeSlow<W>(va, value, at);
  }

  /** Where an operand that will be read and then written lies in linear memory: the write cannot fault any more. */
  @inline static place<W>(va: u32, at: usize): usize {
    const t = Tlb.entry(va);
    return t.writeTag === ((va + sizeof<W>() - 1) & PAGE_MASK) ? <usize>(va + t.addend) : placeSlow(va, sizeof<W>(), at);
  }
}

/** Caches the translation that `walk` just found for an access of kind `access`. */
export function fill(va: u32, frame: u32, access: u32): void {
  const tag = va & PAGE_MASK;
  if ((tag | 0xfff) > load<u32>(FLAT_LIMIT)) return;
  const t = Tlb.entry(va);
  if (t.readTag !== tag) {
    t.readTag = tag;
    t.writeTag = UNUSED;
  }
  t.addend = <u32>RAM + (frame << 12) - tag;
  t.leaf = Walk.leaf | (Walk.executable ? EXECUTABLE : 0);
  if ((access & ACCESS_WRITE) !== 0 && pageFlags(frame) === 0) {
    t.writeTag = tag;
    markDirty(frame);
  }
  store<u32>(load<u32>(VIEW) === <u32>TLB_USER ? USER_USED : SUPERVISOR_USED, 1);
}

/** CR3 or what gives page tables their meaning has changed. */
export function addressSpaceChanged(): void {
  flushAll();
}
