/** What a guest asked Xen to keep current in its own memory: run states and clocks. Source: xen/arch/x86/domain.c, update_runstate_area. */
import { Assist } from '../abi/vm-assist';
import { SCRATCH } from '../base/memory-map';
import { TIME_OFFSET } from '../layout/shared-info';
import { domainOf, Vcpu } from '../layout/vcpu';
import { readPhysical } from '../mmu/physical';
import { put } from './guest';
import { RUNSTATE_BYTES, RUNSTATE_UPDATE, writeRunState } from './runstate';

/** Bytes of a vcpu_time_info. */
const TIME_BYTES: u32 = 32;

/** Renews the areas of the running vCPU. An area that cannot be written is passed over: it is the guest's own loss. */
export function renewAreas(v: Vcpu): void {
  if (v.runStateArea !== 0) putRunState(v, v.runStateArea);
  if (v.timeArea !== 0) putTime(v, v.timeArea);
}

/** Writes the running vCPU's run state to guest memory; with the assist, marked as being written meanwhile. */
export function putRunState(v: Vcpu, area: u32): bool {
  writeRunState(v, SCRATCH);
  const marks = ((domainOf(v).vmAssist >> Assist.RunstateUpdateFlag) & 1) !== 0;
  if (!marks) return put(area, SCRATCH, RUNSTATE_BYTES);
  const entered = load<u64>(SCRATCH, 4);
  store<u64>(SCRATCH, entered | RUNSTATE_UPDATE, 4);
  if (!put(area, SCRATCH, RUNSTATE_BYTES)) return false;
  store<u64>(SCRATCH, entered, 4);
  return put(area, SCRATCH, RUNSTATE_BYTES);
}

/** Copies the running vCPU's time record to guest memory. */
export function putTime(v: Vcpu, area: u32): bool {
  for (let i: u32 = 0; i < TIME_BYTES; i += 4) store<u32>(SCRATCH + i, readPhysical<u32>(v.vcpuInfo + TIME_OFFSET + i));
  return put(area, SCRATCH, TIME_BYTES);
}
