import { FRAME_TABLE } from '../base/memory-map';

/** What Xen knows of one frame: its owner, its one type, and how often it is used. Source: xen/include/asm-x86/mm.h, struct page_info. */
@unmanaged
@final
export class PageInfo {
  /** Type in bits 29-31, flags in 26-28, uses in the present type in bits 0-25: abi/page-type.ts. */
  typeInfo: u32 = 0;
  /** All uses, of any kind; 0 when the frame is free. */
  totalCount: u32 = 0;
  /** Owner's domid; DOMID_XEN for Xen's own frames, DOMID_IO for device memory, DOMID_INVALID when free. */
  owner: u16 = 0;
  /** Linear page tables: uses as a linear table (negative) or entries that are linear (positive). Source: XSA-240. */
  linearCount: i16 = 0;
  /** Tables in (un)validation: the slot it reached. Others: the flush clock when the type's last use ended (xen/mm/flush-clock.ts). */
  progress: u16 = 0;
  /** FRAME_* flags. */
  flags: u16 = 0;
}

/** The owner has not given the frame up; holds one use. */
export const FRAME_ALLOCATED: u16 = 1;
/** Xen shares the frame with its owner: shared info or a grant table. It is not freed when its count falls to 0. */
export const FRAME_SPECIAL: u16 = 4;
/** Its (un)validation was preempted; holds one use, and stands for the one use of its type. */
export const FRAME_PARTIAL: u16 = 8;
/** FRAME_PARTIAL: the entry in slot `progress` names a table that is itself partial; a use of that is held. */
export const FRAME_PARTIAL_ENTRY: u16 = 16;

/** The record of machine frame `mfn`. */
export function pageInfo(mfn: u32): PageInfo {
  return changetype<PageInfo>(FRAME_TABLE + ((<usize>mfn) << 4));
}
