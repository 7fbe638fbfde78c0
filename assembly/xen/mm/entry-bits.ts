/** The upper bits of 64-bit page-table entries; abi/pte.ts has the lower ones. Intel SDM Vol. 3A, tables 4-8 to 4-11. */

/** Bits 52 to 62, which the processor ignores. */
export const PTE_AVAILABLE_HIGH: u64 = 0x7ff0000000000000;
/** Bits of the frame number, in place. */
export const PTE_FRAME: u64 = 0x000ffffffffff000;
/** Frame number of an entry in which all of the bits 12 to 51 are set: it names no frame on purpose. */
export const NO_FRAME_NAMED: u64 = 0xffffffffff;
