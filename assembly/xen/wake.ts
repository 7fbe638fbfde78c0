/** When a vCPU may run, and what happens when that changes. */
import { Domain, DomainState } from '../layout/domain';
import { machine } from '../layout/machine-state';
import { domainOf, RunState, Vcpu, vcpuOf } from '../layout/vcpu';
import { xenState } from '../layout/xen-state';
import { enterRunState } from './runstate';

/** Ticks a vCPU runs before another of its claim gets a turn: 10 ms. */
export const SLICE: u64 = 10_000_000;
/** A vCPU that wakes takes the physical CPU at once if it has had this much less of it than the one that runs: 1 ms. */
const PREEMPTION: u64 = 1_000_000;
/** A vCPU that wakes has at most this much time in hand against the others, however long it slept: 5 ms. */
const CREDIT: u64 = 5_000_000;
/** A domain of this weight is charged its time as it is. */
const USUAL_WEIGHT: u64 = 256;

/** No deadline. */
export const NEVER: u64 = u64.MAX_VALUE;

/** May the vCPU run, as far as its domain and its guest are concerned? */
export function isReady(v: Vcpu): bool {
  const domain = domainOf(v);
  return v.online !== 0 && v.initialised !== 0 && domain.state === DomainState.Alive && domain.pauseCount === 0;
}

/** Could it run now? */
export function isRunnable(v: Vcpu): bool {
  return v.blocked === 0 && isReady(v);
}

/** Is it the one on the physical CPU? */
export function isCurrent(v: Vcpu): bool {
  return xenState().current === <u32>changetype<usize>(v);
}

/** Counts the time the running vCPU has had, weighted, up to now. */
export function account(v: Vcpu): void {
  const now = machine().tick;
  const domain = domainOf(v);
  v.virtualRuntime += ((now - v.accountedAt) * USUAL_WEIGHT) / <u64>max<u32>(domain.weight, 1);
  v.accountedAt = now;
}

/** The vCPU waits for an event from now on; the scheduler runs before its next instruction. */
export function block(v: Vcpu): void {
  v.blocked = 1;
  xenState().reschedule = 1;
}

/** An event has come: a vCPU that waits may run again. Does nothing for one that does not wait. */
export function unblock(v: Vcpu): void {
  if (v.blocked === 0) return;
  v.blocked = 0;
  v.polling = 0;
  v.pollPort = 0;
  v.pollTimer = NEVER;
  if (isReady(v)) becomeRunnable(v);
}

/** There is something to tell a vCPU: it wakes, or Xen is entered on the physical CPU it has. Source: vcpu_kick. */
export function kick(v: Vcpu): void {
  unblock(v);
  if (isCurrent(v)) xenState().entered = 1;
}

/** A vCPU may run that could not: it takes its place among the others, and perhaps the physical CPU. */
export function becomeRunnable(v: Vcpu): void {
  if (isCurrent(v)) return;
  const xen = xenState();
  const floor = xen.virtualTime > CREDIT ? xen.virtualTime - CREDIT : 0;
  if (v.virtualRuntime < floor) v.virtualRuntime = floor;
  enterRunState(v, RunState.Runnable);
  if (xen.current === 0) {
    xen.reschedule = 1;
    return;
  }
  const running = changetype<Vcpu>(xen.current);
  account(running);
  if (v.virtualRuntime + PREEMPTION < running.virtualRuntime) xen.reschedule = 1;
  const end = machine().tick + SLICE;
  if (xen.sliceEnd > end) xen.sliceEnd = end;
}

/** The state of a domain changed (paused, unpaused, ended): its vCPUs start or stop being candidates. */
export function domainChanged(domain: Domain): void {
  for (let id: u32 = 0; id < domain.vcpuCount; id++) vcpuChanged(vcpuOf(domain, id));
}

/** The same for one vCPU: it went up or down. */
export function vcpuChanged(v: Vcpu): void {
  if (isCurrent(v)) {
    if (!isRunnable(v)) xenState().reschedule = 1;
  } else if (isRunnable(v)) {
    if (v.runState !== RunState.Runnable) becomeRunnable(v);
  } else {
    enterRunState(v, restState(v));
  }
}

/** What a vCPU that cannot run is doing. */
export function restState(v: Vcpu): RunState {
  return isReady(v) ? RunState.Blocked : RunState.Offline;
}
