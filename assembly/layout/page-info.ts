import { FRAME_TABLE } from "../base/memory-map";

/** What Xen knows of one frame: its owner, its one type, and how often it is used. Source: xen/include/asm-x86/mm.h, struct page_info. */
@unmanaged
@final
export class PageInfo {
  /** Type in bits 29-31, flags in 26-28, uses in the present type in bits 0-25: abi/page-type.ts. */
  typeInfo: u32 = 0;
  /** All uses, of any kind; 0 when the frame is free. */
  totalCount: u32 = 0;
  /** Owner's domid; DOMID_XEN for Xen's own frames, DOMID_INVALID when free. */
  owner: u16 = 0;
  /** Linear page tables: uses as a linear table (negative) or entries that are linear (positive). Source: XSA-240. */
  linearCount: i16 = 0;
  /** Tables: index of the slot that a preempted (un)validation reached. */
  progress: u16 = 0;
  /** Frame flags: bit 0 allocated, bit 1 granted-table frame, bit 2 shared with Xen (shared info, grant table). */
  flags: u16 = 0;
}

/** The record of machine frame `mfn`. */
export function pageInfo(mfn: u32): PageInfo {
  return changetype<PageInfo>(FRAME_TABLE + (<usize>mfn << 4));
}
