import { PAE_XEN_L2 } from '../../abi/page-type';
import { PAGE_SHIFT } from '../../base/memory-map';
import { Domain, Format } from '../../layout/domain';
import { readPhysical, writePhysical } from '../../mmu/physical';
import { PTE_FRAME } from './entry-bits';

/**
 * Page tables of both formats: 1024 entries of 32 bits on two levels, or 512 entries of 64 bits on three. Everything above this file
 * sees an entry as 64 bits and is written once; a format is the logarithm of an entry's bytes.
 */

/** Logarithm of the bytes of an entry of the domain's tables: 2 or 3. */
export function entryShift(domain: Domain): u32 {
  return domain.format === <u8>Format.Pae ? 3 : 2;
}

/** Levels of the domain's tables: the top table's level. */
export function topLevel(domain: Domain): u32 {
  return domain.format === <u8>Format.Pae ? 3 : 2;
}

/** Entries that count in a table of `level`. Of a PAE top table only four do. */
export function entriesOf(domain: Domain, level: u32): u32 {
  return level === 3 ? 4 : 4096 >>> entryShift(domain);
}

/** Machine address of the entry in `slot` of the table in frame `mfn`. */
export function entryAddress(mfn: u32, slot: u32, shift: u32): u32 {
  return (mfn << PAGE_SHIFT) + (slot << shift);
}

/** The entry in `slot` of the table in frame `mfn`, which must exist. */
export function readEntry(mfn: u32, slot: u32, shift: u32): u64 {
  const maddr = entryAddress(mfn, slot, shift);
  return shift === 3 ? readPhysical<u64>(maddr) : <u64>readPhysical<u32>(maddr);
}

/** Writes the entry in `slot` of the table in frame `mfn`; translations that came from it are dropped. */
export function writeEntry(mfn: u32, slot: u32, shift: u32, entry: u64): void {
  const maddr = entryAddress(mfn, slot, shift);
  if (shift === 3) writePhysical<u64>(maddr, entry);
  else writePhysical<u32>(maddr, <u32>entry);
}

/** The frame that an entry names: 40 bits, of which the machine has fewer. */
export function frameOf(entry: u64): u64 {
  return (entry & PTE_FRAME) >> PAGE_SHIFT;
}

/** Slot of an address in its table of `level`. */
export function slotOf(domain: Domain, va: u32, level: u32): u32 {
  const bits = 12 - entryShift(domain);
  return (va >>> (PAGE_SHIFT + (level - 1) * bits)) & ((1 << bits) - 1);
}

/** First slot of an L2 table that belongs to Xen; the number of slots if none does. */
export function firstXenSlot(domain: Domain, typeInfo: u32): u32 {
  if (domain.format !== <u8>Format.Pae) return domain.holeStart >>> 22;
  return typeInfo & PAE_XEN_L2 ? slotOf(domain, domain.holeStart, 2) : 512;
}
