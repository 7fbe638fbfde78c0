/**
 * The arguments that hypercalls leave in guest memory: a pointer must be one that the guest kernel could use itself; anything else is
 * EFAULT. A 32-bit Xen refuses what lies in its hole before it looks; a 64-bit one, whose hole is elsewhere, leaves it to the page tables,
 * so that a structure in the machine-to-physical table can be read. Source: access_ok in xen/arch/x86/include/asm/x86_32/uaccess.h and
 * x86_64/uaccess.h.
 */
import { Profile } from '../abi/profile';
import { copyFromGuest, copyToGuest } from '../mmu/guest-access';
import { currentDomain } from './domains';

/** Does the range lie in the guest's part of the address space? An empty one always does. */
export function isGuestRange(va: u32, bytes: u32): bool {
  return bytes === 0 || <u64>va + bytes <= <u64>currentDomain().holeStart;
}

/** May Xen try to use the range at all? */
export function isUsable(va: u32, bytes: u32): bool {
  return currentDomain().profile >= <u8>Profile.Xen417 || isGuestRange(va, bytes);
}

/** Copies guest memory to `to`. False when the guest may not read it: the hypercall answers -EFAULT. */
export function fetch(to: usize, va: u32, bytes: u32): bool {
  return isUsable(va, bytes) && copyFromGuest(to, va, bytes);
}

/** Copies to guest memory. False when the guest may not write it: the hypercall answers -EFAULT. */
export function put(va: u32, from: usize, bytes: u32): bool {
  return isUsable(va, bytes) && copyToGuest(va, from, bytes);
}
