import { PortState } from '../../assembly/abi/evtchn';
import type { Core } from '../core/core';
import {
  ACTIVE_GRANT_TABLE,
  ACTIVE_GRANTS,
  ActiveGrant,
  type Domain,
  DomainState,
  EventPort,
  MAX_VCPUS,
  PORTS,
  PORTS_OFFSET,
  RunState,
  VCPU_RECORD_BYTES,
  VCPUS,
  Vcpu,
  XEN,
  XenState,
} from '../core/layout.gen';
import type { DomainPicture, DomainStatus, RunTimes } from '../core/machine-api';
import { domainRecord } from './domain-end';
import type { GuestDomain } from './guest-domain';
import type { GuestEnd } from './platform';

/** A domain's vCPUs. */
export function vcpusOf(core: Core, domain: Domain): Vcpu[] {
  const first = VCPUS + domain.index * MAX_VCPUS * VCPU_RECORD_BYTES;
  return Array.from({ length: domain.vcpuCount }, (_, id) => new Vcpu(core.memory, first + id * VCPU_RECORD_BYTES));
}

const NO_TIMES: RunTimes = { running: 0n, runnable: 0n, blocked: 0n, offline: 0n };
const ACCOUNTS = {
  [RunState.Running]: 'running',
  [RunState.Runnable]: 'runnable',
  [RunState.Blocked]: 'blocked',
  [RunState.Offline]: 'offline',
} satisfies Record<RunState, keyof RunTimes>;

/** What a vCPU did with its time up to now: its accounts, and the present state since it began. */
export function runTimes(vcpu: Vcpu, now: bigint): RunTimes {
  const times: RunTimes = {
    running: vcpu.timeRunning,
    runnable: vcpu.timeRunnable,
    blocked: vcpu.timeBlocked,
    offline: vcpu.timeOffline,
  };
  times[ACCOUNTS[vcpu.runState as RunState]] += now - vcpu.runStateSince;
  return times;
}

function sum(all: readonly RunTimes[]): RunTimes {
  return all.reduce(
    (a, b) => ({
      running: a.running + b.running,
      runnable: a.runnable + b.runnable,
      blocked: a.blocked + b.blocked,
      offline: a.offline + b.offline,
    }),
    NO_TIMES,
  );
}

/** How a domain stands whose record Xen has. */
function statusOf(domain: Domain, vcpus: readonly Vcpu[]): DomainStatus {
  if (domain.state === DomainState.Dying) return 'dying';
  if (domain.state === DomainState.Ended) return 'ended';
  if (domain.pauseCount > 0) return 'paused';
  const has = (state: RunState): boolean => vcpus.some(({ runState }) => runState === state);
  if (has(RunState.Running)) return 'running';
  return has(RunState.Runnable) ? 'runnable' : 'blocked';
}

/** Ports that are open, and those of them that lead to another domain. */
function countPorts(core: Core, domain: Domain): { ports: number; channels: number } {
  let [ports, channels] = [0, 0];
  for (let port = 1; port < PORTS; port++) {
    const { state, remoteDomid } = new EventPort(core.memory, domain.at + PORTS_OFFSET + port * EventPort.SIZE);
    if (state !== PortState.Closed) ports++;
    if (state === PortState.Interdomain && remoteDomid !== domain.domid) channels++;
  }
  return { ports, channels };
}

/** Grants of a domain that others use. */
function countGrants(core: Core, { domid }: Domain): number {
  let left = new XenState(core.memory, XEN).activeGrants;
  let granted = 0;
  for (let i = 0; i < ACTIVE_GRANTS && left > 0; i++) {
    const active = new ActiveGrant(core.memory, ACTIVE_GRANT_TABLE + i * ActiveGrant.SIZE);
    if (active.uses === 0) continue;
    left--;
    if (active.granter === domid) granted++;
  }
  return granted;
}

/** How a domain stands. Looking changes nothing and leaves no trace. `end`: how it ended, if it did. */
export function pictureOf(core: Core, guest: GuestDomain, end: GuestEnd | undefined): DomainPicture {
  const { domid, name, console } = guest;
  const known = { domid, name, ...(end && { end }), shown: console.text.total };
  const domain = domainRecord(core, domid);
  if (!domain) return { ...known, ...GONE };
  const vcpus = vcpusOf(core, domain);
  const { tick } = core.machine;
  const times = sum(vcpus.map((vcpu) => runTimes(vcpu, tick)));
  return {
    ...known,
    state: statusOf(domain, vcpus),
    vcpus: domain.vcpuCount,
    weight: domain.weight,
    frames: domain.totPages,
    mostFrames: domain.maxPages,
    share: tick > 0n ? Number(times.running) / Number(tick) : 0,
    times,
    ...countPorts(core, domain),
    granted: countGrants(core, domain),
    mapped: domain.grantHandles,
  };
}

/** What is left of a domain that Xen has forgotten. */
const GONE = {
  state: 'destroyed',
  vcpus: 0,
  weight: 0,
  frames: 0,
  mostFrames: 0,
  share: 0,
  times: NO_TIMES,
  ports: 0,
  channels: 0,
  granted: 0,
  mapped: 0,
} as const satisfies Partial<DomainPicture>;
