/**
 * What hypervisor work costs the guest in time. The figures are constants, so that time is the same on every host; they are of the
 * order that an entry into Xen takes at the nominal 1 GHz.
 */
import { machine } from '../layout/machine-state';
import { xenState } from '../layout/xen-state';

/** Ticks for entering Xen by a hypercall and leaving it. */
export const HYPERCALL_TICKS: u32 = 200;
/** Ticks for an exception that Xen bounces or emulates, and for an upcall. */
export const TRAP_TICKS: u32 = 300;
/** Ticks for one entry of a page table or descriptor that is checked, or one element of a batch. */
export const ENTRY_TICKS: u32 = 20;
/** Ticks for putting another vCPU on the physical CPU. */
export const SWITCH_TICKS: u32 = 1000;
/** Ticks for copying or clearing a page. */
export const PAGE_TICKS: u32 = 500;

/**
 * Most work a hypercall does before it must continue in a fresh entry: 120 microseconds. Real Xen goes by what else is pending; with this
 * figure a pin of 64 MB is continued as often as test/oracle/golden/pv-grub-i386-hypercalls.txt saw it.
 */
export const CALL_LIMIT_TICKS: u32 = 120_000;

/** Lets the clock advance by hypervisor work. */
export function charge(ticks: u32): void {
  machine().tick += ticks;
  xenState().callCharge += ticks;
}

/** Has the hypercall that runs done as much as one entry may? A long one then continues (continuation.ts). */
export function isOverdue(): bool {
  return xenState().callCharge >= CALL_LIMIT_TICKS;
}
