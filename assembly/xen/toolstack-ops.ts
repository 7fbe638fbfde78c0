/**
 * Hypercalls for toolstacks. Domains here are steered by the control interface (control.ts) and not by them, so they refuse as Xen refuses
 * who may not: a wrong interface version is -EACCES before anything else is looked at, as on real Xen.
 */
import { Errno } from '../abi/errno';
import { SCRATCH } from '../base/memory-map';
import { currentDomain } from './domains';
import { fetch } from './guest';

/** Interface versions of Xen 4.17. Source: public/domctl.h, sysctl.h, platform.h. */
const DOMCTL_VERSION: u32 = 0x15;
const SYSCTL_VERSION: u32 = 0x15;
const PLATFORM_VERSION: u32 = 0x03000000;

function refuse(argument: u32, versionAt: usize, version: u32): i32 {
  if (!fetch(SCRATCH, argument, 8)) return -Errno.EFAULT;
  if (load<u32>(SCRATCH + versionAt) !== version) return -Errno.EACCES;
  return currentDomain().privileged ? -Errno.ENOSYS : -Errno.EPERM;
}

/** Hypercall 36. */
export function domctl(argument: u32): i32 {
  return refuse(argument, 4, DOMCTL_VERSION);
}

/** Hypercall 35. */
export function sysctl(argument: u32): i32 {
  return refuse(argument, 4, SYSCTL_VERSION);
}

/** Hypercall 7. */
export function platformOp(argument: u32): i32 {
  return refuse(argument, 4, PLATFORM_VERSION);
}

/** Hypercalls that only domain 0 may use, and that do nothing here: kexec_op, dm_op, hypfs_op. */
export function dom0Only(): i32 {
  return currentDomain().privileged ? -Errno.ENOSYS : -Errno.EPERM;
}

/** Hypercall 40, xenpmu_op: there are no performance counters. */
export function xenpmuOp(): i32 {
  return -Errno.EOPNOTSUPP;
}
