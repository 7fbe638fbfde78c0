/** Bits of page-table entries. Intel SDM Vol. 3A, tables 4-5 to 4-11; the software bits are Xen's. For asc only: one bit is beyond 32. */

/** The entry is used. */
export const PTE_PRESENT: u32 = 0x001;
/** Stores are allowed. */
export const PTE_WRITE: u32 = 0x002;
/** Ring 3 may use it. */
export const PTE_USER: u32 = 0x004;
/** Cache write-through. */
export const PTE_PWT: u32 = 0x008;
/** Cache disable. */
export const PTE_PCD: u32 = 0x010;
/** The processor used it. */
export const PTE_ACCESSED: u32 = 0x020;
/** The processor stored through it (leaf entries). */
export const PTE_DIRTY: u32 = 0x040;
/** Leaf entries: index of the page attribute table. */
export const PTE_PAT: u32 = 0x080;
/** Upper entries: maps a large page. */
export const PTE_PSE: u32 = 0x080;
/** Leaf entries: survives a load of CR3. */
export const PTE_GLOBAL: u32 = 0x100;
/** Bits 9 to 11, which the processor ignores. */
export const PTE_AVAILABLE: u32 = 0xe00;
/** The bits that choose how memory is cached. */
export const PTE_CACHE: u32 = 0x098;
/** 64-bit entries: bit 63, instructions may not be fetched. */
export const PTE_NO_EXECUTE: u64 = 0x8000000000000000;
