/**
 * What is typed on Xen's own console: domain 0 hears of it by a virtual interrupt and takes it with console_io. Source:
 * xen/drivers/char/console.c, __serial_rx and do_console_io.
 */
import { Virq } from '../abi/evtchn';
import { XEN } from '../base/memory-map';
import { xenState } from '../layout/xen-state';
import { sendGlobalVirq } from './events';

/** The ring, behind XenState: SERIAL_RX_SIZE bytes. */
const RING: usize = XEN + 0x800;
const RING_BYTES: u32 = 128;

/** Bytes that domain 0 has not taken yet. */
export function consoleWaiting(): u32 {
  return xenState().consoleTyped - xenState().consoleRead;
}

/** A byte was typed. False: the ring is full. */
export function consoleInput(byte: u32): bool {
  const xen = xenState();
  if (consoleWaiting() === RING_BYTES) return false;
  store<u8>(RING + (xen.consoleTyped % RING_BYTES), <u8>byte);
  xen.consoleTyped += 1;
  sendGlobalVirq(Virq.Console);
  return true;
}

/** Length of the run of waiting bytes at consoleRunAddress(), at most `most`: 0 when none waits. */
export function consoleRun(most: u32): u32 {
  return min(min(consoleWaiting(), RING_BYTES - (xenState().consoleRead % RING_BYTES)), most);
}

/** Where the next waiting byte stands. */
export function consoleRunAddress(): usize {
  return RING + (xenState().consoleRead % RING_BYTES);
}

/** Domain 0 has taken bytes. When none is left, the host may have more. */
export function consoleTake(bytes: u32): void {
  const xen = xenState();
  xen.consoleRead += bytes;
  if (consoleWaiting() === 0) xen.hostPending = 1;
}
