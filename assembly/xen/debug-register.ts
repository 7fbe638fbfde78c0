/** Debug registers of a guest: no breakpoint in Xen, no trap on touching them. Source: xen/arch/x86/pv/misc-hypercalls.c. */
import { CR4_DE, DR7_GD } from '../abi/control-register';
import { Errno } from '../abi/errno';
import { vcpu } from '../layout/vcpu-state';

/** Bits of DR7 that are always 0 (11, 12, 14, 15) and always 1 (10). */
const DR7_ZERO: u32 = 0xd800;
const DR7_ONE: u32 = 0x400;
/** Bits of DR6 that are always 1, and the one that is always 0. */
const DR6_ONE: u32 = 0xffff0ff0;
const DR6_ZERO: u32 = 0x1000;
/** DR7's field of an I/O breakpoint. */
const IO_BREAKPOINT: u32 = 2;

/** set_debugreg. Errors: -EPERM for a condition the guest may not have, -ENODEV for a register there is none. */
export function setDebugRegister(index: u32, value: u32): i32 {
  const r = vcpu();
  switch (index) {
    case 0:
      r.dr0 = value;
      return 0;
    case 1:
      r.dr1 = value;
      return 0;
    case 2:
      r.dr2 = value;
      return 0;
    case 3:
      r.dr3 = value;
      return 0;
    case 4:
    case 6:
      if (index === 4 && r.cr4 & CR4_DE) return -Errno.ENODEV;
      r.dr6 = (value & ~DR6_ZERO) | DR6_ONE;
      return 0;
    case 5:
    case 7:
      if (index === 5 && r.cr4 & CR4_DE) return -Errno.ENODEV;
      return setControl(value);
    default:
      return -Errno.ENODEV;
  }
}

function setControl(value: u32): i32 {
  const r = vcpu();
  if (value & DR7_GD) return -Errno.EPERM;
  for (let i: u32 = 0; i < 4; i++) {
    const enabled = (value >> (i << 1)) & 3;
    const condition = (value >> (16 + (i << 2))) & 3;
    if (enabled && condition === IO_BREAKPOINT && !(r.cr4 & CR4_DE)) return -Errno.EPERM;
  }
  r.dr7 = (value & ~DR7_ZERO) | DR7_ONE;
  return 0;
}

/** Is there a debug register of that number now? */
export function hasDebugRegister(index: u32): bool {
  return index < 8 && ((index !== 4 && index !== 5) || !(vcpu().cr4 & CR4_DE));
}

/** get_debugreg: the value, or -ENODEV. A value may look like an error. */
export function getDebugRegister(index: u32): i32 {
  if (!hasDebugRegister(index)) return -Errno.ENODEV;
  const r = vcpu();
  switch (index) {
    case 0:
      return <i32>r.dr0;
    case 1:
      return <i32>r.dr1;
    case 2:
      return <i32>r.dr2;
    case 3:
      return <i32>r.dr3;
    case 4:
    case 6:
      return <i32>r.dr6;
    default:
      return <i32>r.dr7;
  }
}
