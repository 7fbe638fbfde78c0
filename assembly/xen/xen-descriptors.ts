/**
 * Page 14 of every guest's GDT: Xen's own descriptors, among them the flat segments a guest starts with. Up to Xen 3.2 they end below
 * Xen's private part; today they span 4 GB and the page tables protect. Source: xen/arch/x86/desc.c; public/arch-x86/xen-x86_32.h.
 */
import { Profile } from '../abi/profile';
import { PAGE_SHIFT } from '../base/memory-map';
import { Domain, Format } from '../layout/domain';
import { writePhysical } from '../mmu/physical';

/** Slots of the page: selector E008 is slot 1. */
const XEN_CODE: u32 = 1;
const XEN_DATA: u32 = 2;
const KERNEL_CODE: u32 = 3;
const KERNEL_DATA: u32 = 4;
const USER_CODE: u32 = 5;
const USER_DATA: u32 = 6;

/** Flat, 32 bits, accessed; access bytes for code and data by ring. */
const FLAT: u64 = 0x00c0000000000000;
const CODE: u64 = 0x9b;
const DATA: u64 = 0x93;

/** A flat descriptor of `pages` pages. */
function flat(access: u64, ring: u64, pages: u32): u64 {
  const limit = <u64>(pages - 1);
  return FLAT | ((limit & 0xf0000) << 32) | ((access | (ring << 5)) << 40) | (limit & 0xffff);
}

/** First page that a flat segment of the domain does not reach. */
function segmentPages(domain: Domain): u32 {
  if (domain.profile >= <u8>Profile.Xen417) return 0x100000;
  return domain.format === Format.Pae ? 0xf6800 : 0xfc400;
}

/** Fills the page. */
export function writeXenDescriptors(domain: Domain): void {
  const page = domain.xenDescriptors << PAGE_SHIFT;
  const pages = segmentPages(domain);
  writePhysical<u64>(page + (XEN_CODE << 3), flat(CODE, 0, 0x100000));
  writePhysical<u64>(page + (XEN_DATA << 3), flat(DATA, 0, 0x100000));
  writePhysical<u64>(page + (KERNEL_CODE << 3), flat(CODE, 1, pages));
  writePhysical<u64>(page + (KERNEL_DATA << 3), flat(DATA, 1, pages));
  writePhysical<u64>(page + (USER_CODE << 3), flat(CODE, 3, pages));
  writePhysical<u64>(page + (USER_DATA << 3), flat(DATA, 3, pages));
}
