/**
 * The arguments that hypercalls leave in guest memory. A pointer must lie below Xen's hole and be one the guest kernel could use itself;
 * anything else is EFAULT. Source: xen/arch/x86/include/asm/x86_32/uaccess.h, access_ok.
 */
import { copyFromGuest, copyToGuest } from '../mmu/guest-access';
import { currentDomain } from './domains';

/** Does the range lie in the guest's part of the address space? An empty one always does. */
export function isGuestRange(va: u32, bytes: u32): bool {
  return bytes === 0 || <u64>va + bytes <= <u64>currentDomain().holeStart;
}

/** Copies guest memory to `to`. False when the guest may not read it: the hypercall answers -EFAULT. */
export function fetch(to: usize, va: u32, bytes: u32): bool {
  return isGuestRange(va, bytes) && copyFromGuest(to, va, bytes);
}

/** Copies to guest memory. False when the guest may not write it: the hypercall answers -EFAULT. */
export function put(va: u32, from: usize, bytes: u32): bool {
  return isGuestRange(va, bytes) && copyToGuest(va, from, bytes);
}
