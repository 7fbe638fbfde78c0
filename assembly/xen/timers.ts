/**
 * Timers fire at ticks. `machine().deadline` is the earliest of all, so that the run loop compares one number; whoever changes a timer
 * calls `refreshDeadline`. Source: xen/common/sched/core.c, do_set_timer_op, vcpu_periodic_timer_work, poll_timer_fn.
 */
import { Virq } from '../abi/evtchn';
import { Shutdown } from '../abi/sched';
import { Domain, DomainState, domainAt, MAX_DOMAINS } from '../layout/domain';
import { machine } from '../layout/machine-state';
import { domainOf, Vcpu, vcpuOf } from '../layout/vcpu';
import { currentVcpu } from './domains';
import { sendVirq } from './events';
import { shutdownDomain } from './shutdown';
import { isCurrent, NEVER, unblock } from './wake';

/** Period of a PV vCPU's timer until the guest changes it: 100 Hz. Source: xen/arch/x86/pv/domain.c, pv_vcpu_initialise. */
export const DEFAULT_PERIOD: u64 = 10_000_000;

/** A one-shot timer that far ahead, or before 0, is a wrapped number: it fires in 100 ms instead. */
const FAR: u64 = 1 << 50;
const FAR_DELAY: u64 = 100_000_000;

/** Looks through all timers for the earliest. */
export function refreshDeadline(): void {
  let first = NEVER;
  for (let index: u32 = 0; index < MAX_DOMAINS; index++) {
    const domain = domainAt(index);
    if (domain.state === DomainState.Alive) first = min(first, firstOf(domain));
  }
  machine().deadline = first;
}

function firstOf(domain: Domain): u64 {
  let first = min(domain.watchdog0, domain.watchdog1);
  for (let id: u32 = 0; id < domain.vcpuCount; id++) {
    const v = vcpuOf(domain, id);
    first = min(first, min(v.timer, v.pollTimer));
    if (isCurrent(v)) first = min(first, v.periodicNext);
  }
  return first;
}

/** set_timer_op: VIRQ_TIMER at a system time in ns; 0 stops the timer, a time that is past fires at once. */
export function setTimerOp(low: u32, high: u32): i32 {
  const at = ((<u64>high) << 32) | low;
  setTimer(currentVcpu(), at === 0 ? NEVER : isFar(at) ? machine().tick + FAR_DELAY : at);
  return 0;
}

function isFar(at: u64): bool {
  const now = machine().tick;
  return <i64>at < 0 || (at > now && at - now >= FAR);
}

/** Sets a vCPU's one-shot timer; NEVER stops it. */
export function setTimer(v: Vcpu, at: u64): void {
  v.timer = at;
  refreshDeadline();
}

/** Sets a vCPU's periodic timer, 0 stops it. It runs only while the vCPU does. */
export function setPeriod(v: Vcpu, period: u64): void {
  v.period = period;
  v.periodicNext = period === 0 ? NEVER : machine().tick + period;
  refreshDeadline();
}

/** A vCPU is put on the physical CPU: a period that passed while it was not there counts once. */
export function resumePeriod(v: Vcpu): void {
  if (v.period !== 0 && machine().tick >= v.periodicNext) firePeriodic(v, domainOf(v));
}

function firePeriodic(v: Vcpu, domain: Domain): void {
  v.periodicNext = machine().tick + v.period;
  sendVirq(v, Virq.Timer, domain);
}

/** Fires what is due. */
export function fireTimers(): void {
  const now = machine().tick;
  for (let index: u32 = 0; index < MAX_DOMAINS; index++) {
    const domain = domainAt(index);
    if (domain.state === DomainState.Alive) fireDomain(domain, now);
  }
  refreshDeadline();
}

function fireDomain(domain: Domain, now: u64): void {
  if (now >= domain.watchdog0 || now >= domain.watchdog1) {
    shutdownDomain(domain, Shutdown.Watchdog);
    return;
  }
  for (let id: u32 = 0; id < domain.vcpuCount; id++) fireVcpu(vcpuOf(domain, id), domain, now);
}

function fireVcpu(v: Vcpu, domain: Domain, now: u64): void {
  if (now >= v.timer) {
    v.timer = NEVER;
    sendVirq(v, Virq.Timer, domain);
  }
  if (now >= v.pollTimer) unblock(v);
  if (isCurrent(v) && now >= v.periodicNext) firePeriodic(v, domain);
}
