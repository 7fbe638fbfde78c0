import { Errno } from '../../abi/errno';
import { Profile } from '../../abi/profile';
import { PTE_ACCESSED, PTE_DIRTY, PTE_PRESENT, PTE_USER } from '../../abi/pte';
import { PAGE_SHIFT } from '../../base/memory-map';
import { Domain, Format } from '../../layout/domain';
import { machine } from '../../layout/machine-state';
import { mmState } from '../../layout/mm-state';
import { NO_FRAME } from '../../layout/vcpu-state';
import { writePhysical } from '../../mmu/physical';
import { allocXenFrames } from './frames';
import { entryShift, writeEntry } from './table';

/**
 * The machine-to-physical table: for each machine frame, 32 bits, the pseudo-physical frame its owner calls it. It lies in frames of
 * Xen's own, and every guest sees it, read-only, at the start of Xen's part of its address space: Xen puts the table that maps it into
 * its slots of each top table (2-level) or L2 table of slot 3 (PAE). Source: xen/include/asm-x86/config.h, MACH2PHYS_VIRT_START;
 * xen/arch/x86/pv/mm.c, init_xen_pae_l2_slots.
 */

/** What stands for frames that are nobody's. Source: xen/include/asm-x86/mm.h, INVALID_M2P_ENTRY. */
const NO_PFN: u32 = 0xffffffff;
/** PAE: first address after the table. Source: MACH2PHYS_COMPAT_VIRT_END, and xen@3.2 MACH2PHYS_VIRT_END. */
const TABLE_END: u32 = 0xffe00000;
const OLD_TABLE_END: u32 = 0xf6800000;
const UPPER_FLAGS: u64 = PTE_PRESENT | PTE_USER | PTE_ACCESSED;
const LEAF_FLAGS: u64 = PTE_PRESENT | PTE_USER | PTE_ACCESSED | PTE_DIRTY;

/** Makes the table, all frames nobody's, and Xen's tables that map it. Errors: -ENOMEM. */
export function resetM2p(): i32 {
  const s = mmState();
  s.m2pFrames = (machine().frames + 1023) >>> 10;
  s.m2pTable64 = allocXenFrames(1);
  s.m2pTable32 = allocXenFrames(1);
  s.m2pFrame = allocXenFrames(s.m2pFrames);
  if (s.m2pFrame === NO_FRAME) return -Errno.ENOMEM;
  for (let i: u32 = 0; i < s.m2pFrames << 10; i++) writePhysical<u32>((s.m2pFrame << PAGE_SHIFT) + (i << 2), NO_PFN);
  for (let i: u32 = 0; i < s.m2pFrames; i++) {
    const leaf = ((<u64>(s.m2pFrame + i)) << PAGE_SHIFT) | LEAF_FLAGS;
    writeEntry(s.m2pTable64, i, 3, leaf);
    writeEntry(s.m2pTable32, i, 2, leaf);
  }
  return 0;
}

/** Says that machine frame `mfn` is pseudo-physical frame `pfn`. */
export function setPfn(mfn: u32, pfn: u32): void {
  writePhysical<u32>((mmState().m2pFrame << PAGE_SHIFT) + (mfn << 2), pfn);
}

/**
 * Where Xen's part of a new domain's address space starts. Domain 0 of Xen 4.17 leaves the guest all but the table itself, which with
 * at most 1 GB of memory fits into 2 MB.
 */
export function defaultHoleStart(format: u32, profile: u32, privileged: bool): u32 {
  if (format === Format.TwoLevel) return 0xfc000000;
  return privileged && profile >= <u32>Profile.Xen417 ? 0xffc00000 : 0xf5800000;
}

/** First address after the guest's view of the table: what XENMEM_machphys_mapping calls v_end. */
export function tableEnd(domain: Domain): u32 {
  if (domain.format !== <u8>Format.Pae) return domain.holeStart + 0x400000;
  return domain.profile >= <u8>Profile.Xen417 ? TABLE_END : OLD_TABLE_END;
}

/** What stands in `slot` of a table whose slots from `first` on are Xen's: the machine-to-physical table, then nothing. */
export function xenSlotEntry(slot: u32, first: u32, shift: u32): u64 {
  const table = shift === 3 ? mmState().m2pTable64 : mmState().m2pTable32;
  return slot === first ? ((<u64>table) << PAGE_SHIFT) | UPPER_FLAGS : 0;
}

/** Fills Xen's slots of a table, from `first` on. */
export function fillXenSlots(mfn: u32, first: u32, domain: Domain): void {
  const shift = entryShift(domain);
  for (let slot = first; slot < <u32>4096 >>> shift; slot++)
    writeEntry(mfn, slot, shift, xenSlotEntry(slot, first, shift));
}
