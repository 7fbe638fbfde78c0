/** One cached translation: 16 bytes, direct-mapped by the page number's low ten bits. */
@unmanaged
@final
export class Translation {
  /** Linear address of the page, for loads; UNUSED if there is none. */
  readTag: u32 = 0;
  /** Linear address of the page, for stores that need no look: rights checked, D set, nothing derived from the frame. */
  writeTag: u32 = 0;
  /** Address in linear memory minus linear address. */
  addend: u32 = 0;
  /** Machine address of the entry that maps the page (0: a large page, or no paging), plus EXECUTABLE and WRITABLE. */
  leaf: u32 = 0;
}

/** A tag that no page has. */
export const UNUSED: u32 = 0xffffffff;
/** In `Translation.leaf`: instructions may be fetched. */
export const EXECUTABLE: u32 = 1;
/** In `Translation.leaf`: stores are allowed, and D is set. Without a writeTag each of them must be looked at all the same. */
export const WRITABLE: u32 = 2;
/** Bits of `Translation.leaf` that are no address. */
export const LEAF_MARKS: u32 = 3;
