/**
 * Words of the engine at fixed places, so that the interpreter reads them without computing an address. All of it is cache or lives no
 * longer than one run: it is neither saved nor hashed.
 */

/** u32: address of the TLB view in use, TLB_SUPERVISOR or TLB_USER. */
export const VIEW: usize = 0xf00;
/** u32: pages that end beyond this linear address are never cached, because the flat segments end there. */
export const FLAT_LIMIT: usize = 0xf04;
/** u32: changes of address space or code times 8, plus the mode word (cpu/mode.ts). A block under another value is looked up again. */
export const GENERATION: usize = 0xf08;
/** i32: instructions left after the block that runs. Kept at each block's entry, so that an unwinding can be placed. */
export const LEFT: usize = 0xf0c;
/** u32: the block that runs. */
export const BLOCK: usize = 0xf10;
/** u32: the record of the instruction that unwound or was left. */
export const RECORD: usize = 0xf14;
/** i32: what LEFT + 1 was when count and tick were last brought up to date. */
export const SYNCED: usize = 0xf18;
/** u32: 1 while one instruction runs by itself, with every kind of store allowed. */
export const CAREFUL: usize = 0xf1c;
/** u32: end of the decoded blocks in the arena. */
export const ARENA_TOP: usize = 0xf20;
/** u32: most instructions a block may have. */
export const LONGEST_BLOCK: usize = 0xf24;
/** u32 each: a view holds translations. */
export const SUPERVISOR_USED: usize = 0xf28;
export const USER_USED: usize = 0xf2c;
/** u32: highest offset in CS. */
export const CODE_LIMIT: usize = 0xf30;
/** u32: ESP before the general record that runs, put back when it unwinds. */
export const SAVED_ESP: usize = 0xf34;
/** u32: 1 when the next instruction must run carefully, because it unwound with EXIT_RERUN. */
export const RERUN: usize = 0xf38;
/** u32: 1 while blocks are decoded for the generic path only, which tests compare with the cases of the interpreter's switch. */
export const GENERIC_ONLY: usize = 0xf3c;
/** u32: work of this call into the core that its instructions do not show (mmu/effort.ts). */
export const EFFORT: usize = 0xf40;

/** Bytes of a decoded instruction's record (cpu/record.ts), which begins with the number of its case, a u16. */
export const RECORD_BYTES: usize = 16;
