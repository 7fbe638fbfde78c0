/**
 * One physical CPU for all vCPUs: the one that has had least of it, by its domain's weight, is next; a slice later, or when it waits,
 * the choice is made again. Nothing but ticks enters the choice. The idea is Borrowed Virtual Time, Xen's first scheduler; source:
 * SOSP'03, section 3.3.1; xen/common/sched/core.c for what switching entails.
 */
import { TraceEvent } from '../abi/trace-event';
import { VCPU } from '../base/memory-map';
import { DomainState, domainAt, MAX_DOMAINS } from '../layout/domain';
import { machine } from '../layout/machine-state';
import { RunState, savedState, Vcpu, vcpuOf } from '../layout/vcpu';
import { VCPU_BYTES, vcpu } from '../layout/vcpu-state';
import { xenState } from '../layout/xen-state';
import { isTracing, recordEvent } from '../trace/trace';
import { renewAreas } from './areas';
import { charge, SWITCH_TICKS } from './charge';
import { reloadSegments } from './failsafe';
import { loadRoot } from './mm/base-pointer';
import { enterRunState } from './runstate';
import { writeTime } from './time';
import { refreshDeadline, resumePeriod } from './timers';
import { account, isRunnable, NEVER, restState, SLICE } from './wake';

/** Has the scheduler something to decide before the next instruction? */
export function mustSchedule(): bool {
  const xen = xenState();
  return xen.reschedule !== 0 || machine().tick >= xen.sliceEnd;
}

/**
 * Chooses the vCPU to run next and puts it on the physical CPU; false if none can run. `machine().eflags` must hold the flags of the
 * running one, and holds the next one's afterwards.
 */
export function schedule(): bool {
  const xen = xenState();
  xen.reschedule = 0;
  const running = changetype<Vcpu>(xen.current);
  if (xen.current) account(running);
  const next = choose();
  if (xen.current && changetype<usize>(next) !== changetype<usize>(running)) leave(running);
  if (changetype<usize>(next) === 0) {
    xen.sliceEnd = NEVER;
    return false;
  }
  xen.virtualTime = next.virtualRuntime;
  if (!xen.current) take(next);
  xen.sliceEnd = machine().tick + SLICE;
  return true;
}

/** The runnable vCPU that has had least time, the first of several; null if there is none. */
function choose(): Vcpu {
  let best = changetype<Vcpu>(0);
  let least = NEVER;
  for (let index: u32 = 0; index < MAX_DOMAINS; index++) {
    const domain = domainAt(index);
    if (domain.state !== DomainState.Alive) continue;
    for (let id: u32 = 0; id < domain.vcpuCount; id++) {
      const v = vcpuOf(domain, id);
      if (!isRunnable(v) || v.virtualRuntime >= least) continue;
      least = v.virtualRuntime;
      best = v;
    }
  }
  return best;
}

/**
 * The running vCPU goes back to its place. Its lazy flags are state only by what they stand for, so the saved copy has none and
 * `Vcpu.eflags` has the flags themselves.
 */
function leave(v: Vcpu): void {
  const r = vcpu();
  v.eflags = machine().eflags;
  r.flagResult = 0;
  r.flagLeft = 0;
  r.flagRight = 0;
  r.flagKind = 0;
  r.systemFlags = 0;
  memory.copy(savedState(v), VCPU, VCPU_BYTES);
  enterRunState(v, isRunnable(v) ? RunState.Runnable : restState(v));
  const xen = xenState();
  xen.previous = xen.current;
  xen.current = 0;
}

/** Puts a vCPU on the free physical CPU. */
function take(v: Vcpu): void {
  const xen = xenState();
  memory.copy(VCPU, savedState(v), VCPU_BYTES);
  xen.current = <u32>changetype<usize>(v);
  machine().eflags = v.eflags;
  const isOther = xen.previous !== xen.current;
  if (isOther) {
    charge(SWITCH_TICKS);
    recordSwitch(v);
  }
  xen.previous = xen.current;
  v.accountedAt = machine().tick;
  enterRunState(v, RunState.Running);
  loadRoot(v);
  writeTime(v);
  resumePeriod(v);
  refreshDeadline();
  renewAreas(v);
  if (isOther) reloadSegments(v);
}

function recordSwitch(v: Vcpu): void {
  if (!isTracing()) return;
  const before = changetype<Vcpu>(xenState().previous);
  const known = changetype<usize>(before) !== 0;
  recordEvent(TraceEvent.Switch, v.id, known ? before.domid : 0xffff, known ? before.id : 0);
}

/** SCHEDOP_yield: the other runnable vCPUs go first. */
export function yieldCpu(v: Vcpu): void {
  account(v);
  let latest = v.virtualRuntime;
  for (let index: u32 = 0; index < MAX_DOMAINS; index++) {
    const domain = domainAt(index);
    if (domain.state !== DomainState.Alive) continue;
    for (let id: u32 = 0; id < domain.vcpuCount; id++) {
      const other = vcpuOf(domain, id);
      const isOther = changetype<usize>(other) !== changetype<usize>(v);
      if (isOther && isRunnable(other) && other.virtualRuntime >= latest) latest = other.virtualRuntime + 1;
    }
  }
  v.virtualRuntime = latest;
  xenState().reschedule = 1;
}
