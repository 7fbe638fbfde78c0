/** Bits of EFLAGS. Intel SDM Vol. 1, 3.4.3. */

/** CF, PF, AF, ZF, SF and OF. */
export const ARITHMETIC: u32 = 0x8d5;
/** Zero flag. */
export const ZF: u32 = 0x40;
/** Overflow flag. */
export const OF: u32 = 0x800;
/** Trap flag: a debug exception after each instruction. */
export const TF: u32 = 0x100;
/** Interrupts are accepted. */
export const IF: u32 = 0x200;
/** Strings go downwards. */
export const DF: u32 = 0x400;
/** The least privileged level that may use ports and change IF. */
export const IOPL: u32 = 0x3000;
/** IRET returns to another task. */
export const NT: u32 = 0x4000;
/** Instruction breakpoints are off for one instruction. */
export const RF: u32 = 0x10000;
/** Virtual-8086 mode. */
export const VM: u32 = 0x20000;
/** Alignment checks in ring 3. */
export const AC: u32 = 0x40000;
/** CPUID may be used. */
export const ID: u32 = 0x200000;
