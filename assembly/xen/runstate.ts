/** Accounting of what each vCPU does with its time. Source: xen/common/sched/core.c, vcpu_runstate_change; public/vcpu.h. */
import { machine } from '../layout/machine-state';
import { RunState, Vcpu } from '../layout/vcpu';

/** Ends the present run state now and enters another. */
export function enterRunState(v: Vcpu, state: RunState): void {
  settleRunState(v);
  v.runState = <u8>state;
}

/** Adds the time since the last change to the present state's account. */
function settleRunState(v: Vcpu): void {
  const now = machine().tick;
  const spent = now - v.runStateSince;
  v.runStateSince = now;
  switch (<u32>v.runState) {
    case RunState.Running:
      v.timeRunning += spent;
      break;
    case RunState.Runnable:
      v.timeRunnable += spent;
      break;
    case RunState.Blocked:
      v.timeBlocked += spent;
      break;
    default:
      v.timeOffline += spent;
  }
}

/** Bytes of struct vcpu_runstate_info on x86_32, where 64-bit fields are aligned to 4. */
export const RUNSTATE_BYTES: u32 = 44;

/** Bit of the entry time that says Xen is writing (VMASST_TYPE_runstate_update_flag). Source: public/vcpu.h, XEN_RUNSTATE_UPDATE. */
export const RUNSTATE_UPDATE: u64 = 0x8000000000000000;

/** Writes a vcpu_runstate_info to `to`: the accounts as of now, the present state's included. */
export function writeRunState(v: Vcpu, to: usize): void {
  const spent = machine().tick - v.runStateSince;
  const state = <u32>v.runState;
  store<u32>(to, state);
  store<u64>(to, v.runStateSince, 4);
  store<u64>(to, v.timeRunning + (state === RunState.Running ? spent : 0), 12);
  store<u64>(to, v.timeRunnable + (state === RunState.Runnable ? spent : 0), 20);
  store<u64>(to, v.timeBlocked + (state === RunState.Blocked ? spent : 0), 28);
  store<u64>(to, v.timeOffline + (state === RunState.Offline ? spent : 0), 36);
}
