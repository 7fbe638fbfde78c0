/** A vCPU's part of shared memory: the upcall bits, CR2. Every access goes through physical memory, where the guest sees it too. */
import { VcpuInfo } from '../layout/shared-info';
import { Vcpu } from '../layout/vcpu';
import { readPhysical, writePhysical } from '../mmu/physical';

/** Does the guest hold upcalls back? */
export function isMasked(v: Vcpu): bool {
  return readPhysical<u8>(v.vcpuInfo + <u32>offsetof<VcpuInfo>('upcallMask')) !== 0;
}

/** Holds upcalls back (1) or lets them come (0). */
export function setMask(v: Vcpu, mask: u32): void {
  writePhysical<u8>(v.vcpuInfo + <u32>offsetof<VcpuInfo>('upcallMask'), <u8>mask);
}

/** Does an upcall wait? */
export function isUpcallPending(v: Vcpu): bool {
  return readPhysical<u8>(v.vcpuInfo + <u32>offsetof<VcpuInfo>('upcallPending')) !== 0;
}

/** Is an upcall to be delivered now? */
export function needsUpcall(v: Vcpu): bool {
  return isUpcallPending(v) && !isMasked(v);
}

/** Notes that an upcall waits. True if none waited before. */
export function markUpcall(v: Vcpu): bool {
  if (isUpcallPending(v)) return false;
  writePhysical<u8>(v.vcpuInfo + <u32>offsetof<VcpuInfo>('upcallPending'), 1);
  return true;
}

/** Adds a word to those with pending ports. True if it was not among them. */
export function selectWord(v: Vcpu, word: u32): bool {
  const at = v.vcpuInfo + <u32>offsetof<VcpuInfo>('pendingSel');
  const words = readPhysical<u32>(at);
  if ((words >> word) & 1) return false;
  writePhysical<u32>(at, words | (1 << word));
  return true;
}

/** Leaves the address of a page fault where the guest looks for it. */
export function setCr2(v: Vcpu, address: u32): void {
  writePhysical<u32>(v.vcpuInfo + <u32>offsetof<VcpuInfo>('cr2'), address);
}
