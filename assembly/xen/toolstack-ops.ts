/**
 * Hypercalls for toolstacks and profilers. Domains here are steered by the control interface (control.ts) and not by them, so they refuse
 * as Xen refuses who may not: a wrong interface version is -EACCES before anything else is looked at, as on real Xen. domctl has a file of
 * its own.
 */
import { Errno } from '../abi/errno';
import { SCRATCH } from '../base/memory-map';
import { currentDomain } from './domains';
import { fetch } from './guest';

/** Interface versions of Xen 4.17. Source: public/sysctl.h, platform.h. */
const SYSCTL_VERSION: u32 = 0x15;
const PLATFORM_VERSION: u32 = 0x03000001;
/** Bytes of struct xen_sysctl, and of struct xen_platform_op as a 32-bit domain has it. */
const SYSCTL_BYTES: u32 = 136;
const PLATFORM_BYTES: u32 = 136;
/** The last of xenoprof's operations: XENOPROF_last_op. */
const XENOPROF_LAST: u32 = 17;

function refuse(argument: u32, bytes: u32, version: u32): i32 {
  if (!fetch(SCRATCH, argument, bytes)) return -Errno.EFAULT;
  return load<u32>(SCRATCH, 4) === version ? dom0Only() : -Errno.EACCES;
}

/** Hypercall 35. */
export function sysctl(argument: u32): i32 {
  return refuse(argument, SYSCTL_BYTES, SYSCTL_VERSION);
}

/** Hypercall 7. */
export function platformOp(argument: u32): i32 {
  return refuse(argument, PLATFORM_BYTES, PLATFORM_VERSION);
}

/** Hypercalls that only domain 0 may use, and that do nothing here: kexec_op, hypfs_op, mca. */
export function dom0Only(): i32 {
  return currentDomain().privileged ? -Errno.ENOSYS : -Errno.EPERM;
}

/** Hypercall 31, xenoprof_op: nobody is the domain that profiles. Source: xen/common/xenoprof.c. */
export function xenoprofOp(command: u32): i32 {
  return command > XENOPROF_LAST ? -Errno.EINVAL : -Errno.EPERM;
}

/** Hypercall 40, xenpmu_op: there are no performance counters. */
export function xenpmuOp(): i32 {
  return -Errno.EOPNOTSUPP;
}
