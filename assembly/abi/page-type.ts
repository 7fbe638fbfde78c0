/** Frame types and the fields of `PageInfo.typeInfo`. Source: xen/include/asm-x86/mm.h, PGT_*. Read by both compilers. */

/** The one type a frame has at a time, in bits 29-31 of typeInfo. */
export const enum PageType {
  None = 0,
  L1 = 1,
  L2 = 2,
  L3 = 3,
  L4 = 4,
  /** Segment descriptors: a page of a GDT or LDT. */
  Descriptor = 5,
  /** Shared between Xen and a guest. */
  Shared = 6,
  Writable = 7,
}

export const TYPE_SHIFT: u32 = 29;
export const TYPE_MASK: u32 = 0xe0000000;
/** The frame is pinned: one type use and one use are held by this flag. */
export const PINNED: u32 = 0x10000000;
/** The frame's contents passed the checks of its type. */
export const VALIDATED: u32 = 0x08000000;
/** PAE: this L2 stands (or may only stand) in slot 3 and carries Xen's entries. */
export const PAE_XEN_L2: u32 = 0x04000000;
export const COUNT_MASK: u32 = 0x03ffffff;
