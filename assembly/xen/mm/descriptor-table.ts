import { Errno } from '../../abi/errno';
import { PageType } from '../../abi/page-type';
import { PTE_PRESENT } from '../../abi/pte';
import { Rule } from '../../abi/reason';
import { PAGE_SHIFT, SCRATCH, VCPU } from '../../base/memory-map';
import { domainOf, savedState, Vcpu } from '../../layout/vcpu';
import { GDT_FRAMES, LDT_FRAMES, NO_FRAME } from '../../layout/vcpu-state';
import { xenState } from '../../layout/xen-state';
import { writePhysical } from '../../mmu/physical';
import { currentDomain, currentVcpu } from '../domains';
import { fetch } from '../guest';
import { checkDescriptor, FIRST_XEN_ENTRY, REFUSED } from './descriptor';
import { Flush, flushed } from './flush-clock';
import { getPage, putPage } from './frames';
import { getPageAndType, getPageType, putPageAndType } from './page-type';
import { refuseValue } from './refusal';
import { frameOf } from './table';
import { dropCount, isUsedAs, typeWord } from './type-count';
import { leafOf } from './walk';
import { beginHypercall, worked } from './work';

/** Pages of a GDT that the guest may fill; the next is Xen's. */
const GUEST_GDT_PAGES: u32 = 14;
const LDT_PAGES: u32 = 16;
const DESCRIPTORS: u32 = typeWord(PageType.Descriptor);

/** Address of frame `page` of a vCPU's GDT (`table` GDT_FRAMES) or LDT (LDT_FRAMES), whether it runs or waits. */
function frameSlot(v: Vcpu, table: usize, page: u32): usize {
  const isRunning = xenState().current === <u32>changetype<usize>(v);
  const base = isRunning ? table : savedState(v) + (table - VCPU);
  return base + ((<usize>page) << 2);
}

/** Pages that hold a guest's descriptors: of the GDT, then of the LDT. */
export const DESCRIPTOR_PAGES: u32 = GUEST_GDT_PAGES + LDT_PAGES;

/** Frame of page `index` of those; NO_FRAME if there is none. */
export function descriptorFrame(v: Vcpu, index: u32): u32 {
  if (index < GUEST_GDT_PAGES) return load<u32>(frameSlot(v, GDT_FRAMES, index));
  return load<u32>(frameSlot(v, LDT_FRAMES, index - GUEST_GDT_PAGES));
}

/** Gives back the pages of a vCPU's LDT that were used so far. They are taken again when they are next needed. */
export function dropLdt(v: Vcpu): void {
  for (let page: u32 = 0; page < LDT_PAGES; page++) {
    const slot = frameSlot(v, LDT_FRAMES, page);
    const mfn = load<u32>(slot);
    if (mfn === NO_FRAME) continue;
    store<u32>(slot, NO_FRAME);
    putPageAndType(mfn);
  }
}

/** Gives back the guest's pages of a vCPU's GDT. Xen's own stays. */
export function dropGdt(v: Vcpu): void {
  v.gdtEntries = 0;
  for (let page: u32 = 0; page < GUEST_GDT_PAGES; page++) {
    const slot = frameSlot(v, GDT_FRAMES, page);
    const mfn = load<u32>(slot);
    if (mfn === NO_FRAME) continue;
    store<u32>(slot, NO_FRAME);
    putPageAndType(mfn);
  }
}

/**
 * Gives a vCPU a new GDT: `entries` descriptors in the frames listed at `list` (u32 each, in this memory), which become descriptor pages.
 *
 * @returns 0, or -EINVAL: too many entries, a frame that is not the domain's, is in use otherwise, or holds a bad descriptor
 *
 * Source: xen/arch/x86/pv/descriptor-tables.c, pv_set_gdt.
 */
export function installGdt(v: Vcpu, list: usize, entries: u32): i32 {
  if (entries > FIRST_XEN_ENTRY) return refuseValue(-Errno.EINVAL, Rule.GdtEntries, entries);
  const pages = (entries + 511) >>> 9;
  const owner = domainOf(v).domid;
  for (let page: u32 = 0; page < pages; page++) {
    worked(512);
    if (getPageAndType(load<u32>(list + ((<usize>page) << 2)), DESCRIPTORS, owner) === 0) continue;
    while (page > 0) {
      page--;
      putPageAndType(load<u32>(list + ((<usize>page) << 2)));
    }
    return -Errno.EINVAL;
  }
  dropGdt(v);
  v.gdtEntries = entries;
  for (let page: u32 = 0; page < pages; page++) {
    store<u32>(frameSlot(v, GDT_FRAMES, page), load<u32>(list + ((<usize>page) << 2)));
  }
  return 0;
}

/** Hypercall 2, set_gdt: pointer to the frames, number of entries. No Xen killed for it: xen@507e2b770d xen/arch/i386/mm.c, do_set_gdt. */
export function setGdt(frames: u32, entries: u32): i32 {
  beginHypercall();
  if (entries > FIRST_XEN_ENTRY) return refuseValue(-Errno.EINVAL, Rule.GdtEntries, entries);
  if (!fetch(SCRATCH, frames, ((entries + 511) >>> 9) << 2)) {
    return refuseValue(-Errno.EFAULT, Rule.BadPointer, frames);
  }
  const rc = installGdt(currentVcpu(), SCRATCH, entries);
  if (rc === 0) flushed(Flush.Vcpu, 0);
  return rc;
}

/** Hypercall 10, update_descriptor: writes one descriptor, in a page of a GDT or LDT or in ordinary memory. */
export function updateDescriptor(maddrLow: u32, maddrHigh: u32, low: u32, high: u32): i32 {
  beginHypercall();
  const maddr = ((<u64>maddrHigh) << 32) | maddrLow;
  return writeDescriptor(maddr, ((<u64>high) << 32) | low);
}

function writeDescriptor(maddr: u64, descriptor: u64): i32 {
  const domain = currentDomain();
  worked(1);
  if (maddr & 7) return refuseValue(-Errno.EINVAL, Rule.DescriptorUnaligned, maddr);
  const fit = checkDescriptor(domain, descriptor);
  if (fit === REFUSED) return -Errno.EINVAL;
  const mfn = maddr >> PAGE_SHIFT;
  if (getPage(mfn, domain.domid) < 0) return -Errno.EINVAL;
  const frame = <u32>mfn;
  const type = isUsedAs(frame, PageType.Descriptor) ? DESCRIPTORS : typeWord(PageType.Writable);
  const rc = getPageType(frame, type);
  if (rc === 0) {
    writePhysical<u64>(<u32>maddr, fit);
    dropCount(frame);
  }
  putPage(frame);
  return rc;
}

/**
 * MMUEXT_SET_LDT: the running vCPU's LDT stands at linear address `base` from now on. Its pages are taken when they are first used.
 *
 * @returns 0, or -EINVAL: not page-aligned, Xen's address, or more than 8192 entries
 */
export function setLdt(base: u32, entries: u32): i32 {
  const v = currentVcpu();
  if (entries === 0) base = 0;
  else if (entries > 8192 || base & 0xfff || base >= currentDomain().holeStart) {
    return refuseValue(-Errno.EINVAL, Rule.LdtArguments, base);
  }
  if (v.ldtBase === base && v.ldtEntries === entries) return 0;
  dropLdt(v);
  v.ldtBase = base;
  v.ldtEntries = entries;
  return 0;
}

/**
 * A page of the running vCPU's LDT is needed: takes the frame the guest maps there as a descriptor page.
 *
 * @param page 0 to 15
 * @returns false if the guest maps nothing there, or what it maps cannot be one: the access faults
 *
 * Source: xen/arch/x86/pv/mm.c, pv_map_ldt_shadow_page.
 */
export function mapLdtPage(page: u32): bool {
  const v = currentVcpu();
  if (page << 9 >= v.ldtEntries) return false;
  const entry = leafOf(v, v.ldtBase + (page << PAGE_SHIFT));
  if (!(entry & PTE_PRESENT)) return false;
  const mfn = frameOf(entry);
  if (getPageAndType(mfn, DESCRIPTORS, domainOf(v).domid) !== 0) return false;
  store<u32>(frameSlot(v, LDT_FRAMES, page), <u32>mfn);
  return true;
}
