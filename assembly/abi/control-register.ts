/** Bits of CR0, CR4, DR6, DR7 and EFER that matter to a PV guest. Intel SDM Vol. 3A, 2.5. Read by both compilers. */

/** Task switched: the next x87 instruction is #NM. */
export const CR0_TS: u32 = 0x8;
/** CR0 as a PV guest has it: PG AM WP NE ET MP PE. */
export const CR0_GUEST: u32 = 0x80050033;
/** RDTSC is privileged. */
export const CR4_TSD: u32 = 0x4;
/** Debugging extensions: DR4 and DR5 are #UD, I/O breakpoints exist. */
export const CR4_DE: u32 = 0x8;
/** Physical address extension: three levels of 64-bit entries. */
export const CR4_PAE: u32 = 0x20;
/** CR4 as a PV guest has it, beside PAE: MCE OSFXSR OSXMMEXCPT. PSE and PGE are hidden. */
export const CR4_GUEST: u32 = 0x640;
/** EFER as a 32-bit guest sees it: SCE and NXE. */
export const EFER_GUEST: u32 = 0x801;
/** DR6 when nothing has happened. */
export const DR6_DEFAULT: u32 = 0xffff0ff0;
/** DR7 when nothing is enabled. */
export const DR7_DEFAULT: u32 = 0x400;
/** General detect: debug registers fault when touched. */
export const DR7_GD: u32 = 0x2000;
