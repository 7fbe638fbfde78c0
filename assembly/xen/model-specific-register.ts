/** The model-specific registers that a 32-bit PV guest reaches. Source: xen/arch/x86/pv/emul-priv-op.c, read_msr and write_msr. */
import { EFER_GUEST } from '../abi/control-register';
import { PAGE_SHIFT } from '../base/memory-map';
import { machine } from '../layout/machine-state';
import { currentVcpu } from './domains';
import { fillHypercallPage } from './hypercall-page';

/** Reads as 0; written: the frame to fill with hypercall stubs. Source: xen/arch/x86/traps.c, guest_wrmsr_xen. */
const HYPERCALL_PAGE: u32 = 0x40000000;
const IA32_TSC: u32 = 0x10;
const IA32_PLATFORM_ID: u32 = 0x17;
const IA32_APIC_BASE: u32 = 0x1b;
const IA32_BIOS_SIGN_ID: u32 = 0x8b;
const IA32_PAT: u32 = 0x277;
const IA32_EFER: u32 = 0xc0000080;

/** Where the local APIC would be, enabled; bit 8 on the first vCPU. */
const APIC_BASE: u64 = 0xfee00800;
const BOOT_PROCESSOR: u64 = 0x100;
/** Memory types that Xen chose. Source: xen/arch/x86/include/asm/processor.h, XEN_MSR_PAT. */
const XEN_PAT: u64 = 0x050100070406;

/** Does the guest see such a register? */
export function hasMsr(msr: u32): bool {
  return (
    msr === HYPERCALL_PAGE ||
    msr === IA32_TSC ||
    msr === IA32_PLATFORM_ID ||
    msr === IA32_APIC_BASE ||
    msr === IA32_BIOS_SIGN_ID ||
    msr === IA32_PAT ||
    msr === IA32_EFER
  );
}

/** The value of a register that `hasMsr`. */
export function readMsr(msr: u32): u64 {
  switch (msr) {
    case IA32_TSC:
      return machine().tick;
    case IA32_APIC_BASE:
      return APIC_BASE | (currentVcpu().id === 0 ? BOOT_PROCESSOR : 0);
    case IA32_PAT:
      return XEN_PAT;
    case IA32_EFER:
      return EFER_GUEST;
    default:
      return 0;
  }
}

/** Writes a register. False where that is #GP: what may be written may only be written as it is; the microcode signature is ignored. */
export function writeMsr(msr: u32, value: u64): bool {
  if (msr === IA32_BIOS_SIGN_ID) return true;
  if (msr === HYPERCALL_PAGE) return (value & 0xfff) === 0 && fillHypercallPage(value >> PAGE_SHIFT);
  return (msr === IA32_EFER || msr === IA32_PLATFORM_ID) && value === readMsr(msr);
}
