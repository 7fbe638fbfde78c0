/**
 * `MachineState.delivering`: the event that a bare machine's CPU is delivering through the IDT, so that a fault met on the way is
 * combined with it (cpu/system/deliver.ts). 0 when there is none.
 */

/** An event is being delivered; its vector is in the low byte. */
export const DELIVERING: u32 = 0x100;
/** The program did not ask for it (an exception or interrupt, not INT n): error codes carry EXT. */
export const DELIVERING_EXTERNAL: u32 = 0x200;
/** It is an exception, which a second one may turn into a double fault; interrupts never do. */
export const DELIVERING_EXCEPTION: u32 = 0x400;
