import { XEN } from '../base/memory-map';

/** Where each device's registers stand, behind the machine's own record: 256 bytes each. All of it is state. */
export const PIC_FIRST: usize = XEN + 0x100;
/** The second interrupt controller. */
export const PIC_SECOND: usize = XEN + 0x200;
/** The timer: three channels of 64 bytes, then what they share. */
export const TIMER: usize = XEN + 0x300;
/** The serial port. */
export const SERIAL: usize = XEN + 0x400;
/** The clock and its 128 bytes. */
export const CLOCK: usize = XEN + 0x500;
/** Bytes typed that the serial port has not received yet. */
export const SERIAL_INPUT: usize = XEN + 0x1000;
/** Bytes of SERIAL_INPUT. */
export const SERIAL_INPUT_BYTES: u32 = 0x1000;
