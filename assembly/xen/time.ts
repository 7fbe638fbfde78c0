/**
 * Clocks of a guest. One tick is 1 ns and one count of the TSC, so the scale is 1 (0x80000000 after a shift by one) and the record only
 * says so; it is renewed whenever the vCPU gets the physical CPU, under its version. Source: xen/arch/x86/time.c,
 * update_vcpu_system_time, update_domain_wallclock_time.
 */
import { PAGE_SHIFT } from '../base/memory-map';
import { Domain } from '../layout/domain';
import { machine } from '../layout/machine-state';
import { SHARED_TAIL, SharedTail, TIME_OFFSET, VcpuTimeInfo } from '../layout/shared-info';
import { Vcpu } from '../layout/vcpu';
import { xenState } from '../layout/xen-state';
import { readPhysical, writePhysical } from '../mmu/physical';

/** Nanoseconds a TSC count, times 2^32, after TSC_SHIFT. */
const TSC_TO_SYSTEM: u32 = 0x80000000;
const TSC_SHIFT: u8 = 1;
/** The TSC is stable. Source: public/xen.h, XEN_PVCLOCK_TSC_STABLE_BIT. */
const STABLE: u8 = 1;

/** Wall clock at tick 0: 2026-01-01 00:00:00 UTC. No clock of the host ever reaches a guest. */
export const EPOCH_SECONDS: u64 = 1_767_225_600;

/** Renews a vCPU's time record. */
export function writeTime(v: Vcpu): void {
  const at = v.vcpuInfo + TIME_OFFSET;
  const version = readPhysical<u32>(at) | 1;
  const now = machine().tick;
  writePhysical<u32>(at, version);
  writePhysical<u64>(at + <u32>offsetof<VcpuTimeInfo>('tscTimestamp'), now);
  writePhysical<u64>(at + <u32>offsetof<VcpuTimeInfo>('systemTime'), now);
  writePhysical<u32>(at + <u32>offsetof<VcpuTimeInfo>('tscToSystemMul'), TSC_TO_SYSTEM);
  writePhysical<u8>(at + <u32>offsetof<VcpuTimeInfo>('tscShift'), TSC_SHIFT);
  writePhysical<u8>(at + <u32>offsetof<VcpuTimeInfo>('flags'), STABLE);
  writePhysical<u32>(at, version + 1);
}

/** Writes a domain's wall clock: the time of day at system time 0. */
export function writeWallClock(domain: Domain): void {
  const at = (domain.sharedInfo << PAGE_SHIFT) + SHARED_TAIL;
  const xen = xenState();
  const version = readPhysical<u32>(at) | 1;
  writePhysical<u32>(at, version);
  writePhysical<u32>(at + <u32>offsetof<SharedTail>('wcSec'), <u32>xen.wallSeconds);
  writePhysical<u32>(at + <u32>offsetof<SharedTail>('wcNsec'), xen.wallNanoseconds);
  writePhysical<u32>(at + <u32>offsetof<SharedTail>('wcSecHi'), <u32>(xen.wallSeconds >> 32));
  writePhysical<u32>(at, version + 1);
}
