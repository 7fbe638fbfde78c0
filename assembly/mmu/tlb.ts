/**
 * Linear memory through the TLB. The fast paths are a compare and an access; everything else is in slow.ts. `at` is the record of the
 * instruction, so that a fault can be placed.
 *
 * Adding the access's last byte before masking makes an access that crosses a page miss.
 */
import { placeSlow, readSlow, writeSlow } from './slow';
import { Translation } from './translation';
import { View } from './view';

const PAGE_MASK: u32 = 0xfffff000;

/** The TLB's fast paths; a class so that they are inlined. */
export class Tlb {
  /** The entry in the present view where a translation of `va` would stand. */
  @inline static entry(va: u32): Translation {
    return View.entry(va);
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
    return t.writeTag === ((va + sizeof<W>() - 1) & PAGE_MASK)
      ? <usize>(va + t.addend)
      : placeSlow(va, sizeof<W>(), at);
  }
}
