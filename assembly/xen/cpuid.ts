/**
 * CPUID with the forced-emulation prefix: a guest that writes UD2, "xen", CPUID asks Xen and not the processor. Source:
 * xen/arch/x86/pv/emul-inv-op.c; xen/arch/x86/cpuid.c, cpuid_hypervisor_leaves.
 */
import { Profile } from '../abi/profile';
import { SCRATCH } from '../base/memory-map';
import { Segment, segment, vcpu } from '../layout/vcpu-state';
import { currentDomain } from './domains';
import { fetch } from './guest';

/** 0F 0B 78 65 6E, as little-endian word and byte; CPUID is 0F A2. */
const PREFIX: u32 = 0x65780b0f;
const PREFIX_END: u32 = 0x6e;
const CPUID: u32 = 0xa20f;
/** Bytes of prefix and CPUID. */
export const FORCED_CPUID_BYTES: u32 = 7;

/** Leaves of the hypervisor begin here. */
const FIRST_LEAF: u32 = 0x40000000;
/** How many leaves. Source: xen/include/public/arch-x86/cpuid.h, XEN_CPUID_MAX_NUM_LEAVES. */
const LAST_LEAF: u32 = 0x40000005;
/** "XenVMMXenVMM". */
const SIGNATURE_EBX: u32 = 0x566e6558;
const SIGNATURE_ECX: u32 = 0x65584d4d;
const SIGNATURE_EDX: u32 = 0x4d4d566e;
/** Leaf 1, EDX: FPU DE TSC MSR PAE MCE CX8 APIC MCA CMOV PAT CLFSH MMX FXSR SSE SSE2: what Xen lets a PV guest see. */
const FEATURES_EDX: u32 = 0x0789c3f5;
/** Leaf 1, ECX: bit 31, a hypervisor is present. */
const HYPERVISOR: u32 = 0x80000000;
/** Leaf 1, ECX bits a guest sees where the processor has them: SSE3 SSSE3 CX16 SSE4 MOVBE POPCNT AES RDRAND and their kin. */
const FEATURES_ECX: u32 = 0x7ed83203;

/** Does the instruction at the running vCPU's ip ask Xen for CPUID? */
export function isForcedCpuid(): bool {
  const at = <u32>(segment(Segment.Cs).base + vcpu().ip);
  if (!fetch(SCRATCH, at, FORCED_CPUID_BYTES)) return false;
  return load<u32>(SCRATCH) === PREFIX && load<u8>(SCRATCH, 4) === PREFIX_END && load<u16>(SCRATCH, 5) === CPUID;
}

/** Is the leaf one that Xen answers whatever the processor has? */
export function isHypervisorLeaf(leaf: u32): bool {
  return leaf >= FIRST_LEAF && leaf < FIRST_LEAF + 0x100;
}

/** Answers a leaf of the hypervisor in the running vCPU's registers. */
export function hypervisorLeaf(leaf: u32): void {
  switch (leaf - FIRST_LEAF) {
    case 0:
      answer(LAST_LEAF, SIGNATURE_EBX, SIGNATURE_ECX, SIGNATURE_EDX);
      break;
    case 1:
      answer(currentDomain().profile >= <u8>Profile.Xen417 ? 0x40011 : 0x30002, 0, 0, 0);
      break;
    case 2:
      // One hypercall page, by MSR 0x40000000; no features.
      answer(1, FIRST_LEAF, 0, 0);
      break;
    case 3:
      time(vcpu().ecx);
      break;
    default:
      answer(0, 0, 0, 0);
  }
}

/** Leaf 3: how time works. EBX mode 0, ECX kHz of the TSC, EDX incarnation; subleaf 1: offset, multiplier, shift; 2: host kHz. */
function time(subleaf: u64): void {
  if (subleaf === 0) answer(0, 0, 1_000_000, 0);
  else if (subleaf === 1) answer(0, 0, 0x80000000, 1);
  else if (subleaf === 2) answer(1_000_000, 0, 0, 0);
  else answer(0, 0, 0, 0);
}

function answer(eax: u32, ebx: u32, ecx: u32, edx: u32): void {
  const r = vcpu();
  r.eax = eax;
  r.ebx = ebx;
  r.ecx = ecx;
  r.edx = edx;
}

/** What Xen hides of the processor's answer, which stands in the registers. */
export function hideFeatures(leaf: u32): void {
  if (leaf !== 1) return;
  const r = vcpu();
  r.edx &= FEATURES_EDX;
  r.ecx = (r.ecx & FEATURES_ECX) | HYPERVISOR;
}
