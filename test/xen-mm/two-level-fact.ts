import type { Guest, Hypervisor } from './hypervisor';

/**
 * What Xen 3.2 answers a guest with two-level tables, the last Xen that had any. No such Xen runs here, so each answer names the
 * function of xen@f4c88d4c31 (3.2.0-rc6), xen/arch/x86/mm.c unless another file is named, that gives it.
 */
export interface Fact {
  what: string;
  /** Asks, in a fresh machine. */
  ask: (guest: Guest, xen: Hypervisor) => number;
  answer: number;
  source: string;
}

export const [EFAULT, EINVAL, ENOSYS, ESRCH] = [-14, -22, -38, -3];

/** Pages of the guest that questions use: ordinary, mapped writable at pfn * 4096. */
export const [T, U, V] = [10, 11, 12];
export const SELF_SLOT = 767;
export const OTHER_SLOT = 1007;
export const FIRST_XEN_SLOT = 1008;
export const HOLE = FIRST_XEN_SLOT * 0x400000;
export const ABSENT = 0x40000000;
export const NO_RAM = 0xffff;
export const [DOMID_IO, DOMID_XEN] = [0x7ff1, 0x7ff2];

export const at = (pfn: number): number => pfn * 4096;
export const l1 = (guest: Guest): number => guest.l1[0] as number;
/** An entry with a frame of the guest's. */
export const own = (guest: Guest, pfn: number, flags: number): bigint => guest.pte(guest.mfn(pfn), flags);
/** Runs steps until one is refused; the last answer. */
export function each(...steps: (() => number)[]): number {
  for (const step of steps) {
    const answer = step();
    if (answer !== 0) return answer;
  }
  return 0;
}
export const fact = (source: string, what: string, answer: number, ask: Fact['ask']): Fact => ({
  what,
  ask,
  answer,
  source,
});
