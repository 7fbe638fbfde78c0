/** Making, pausing and destroying domains. Source: xen/common/domain.c, domain_create, domain_pause, domain_kill. */
import { DOMID_FIRST_RESERVED } from '../abi/domid';
import { Errno } from '../abi/errno';
import { Exit } from '../abi/exit';
import { Profile } from '../abi/profile';
import { NO_SHUTDOWN_REASON } from '../abi/sched';
import { Life, TraceEvent } from '../abi/trace-event';
import { PAGE_SHIFT, VCPU } from '../base/memory-map';
import { DOMAIN_BYTES, Domain, DomainState, domainAt, Format, MAX_DOMAINS } from '../layout/domain';
import { machine } from '../layout/machine-state';
import { VCPU_INFO_BYTES, VcpuInfo } from '../layout/shared-info';
import { MAX_VCPUS, RunState, savedState, trapEntry, Vcpu, vcpuOf } from '../layout/vcpu';
import { NO_FRAME, VCPU_BYTES } from '../layout/vcpu-state';
import { xenState } from '../layout/xen-state';
import { writePhysical } from '../mmu/physical';
import { isTracing, recordEvent } from '../trace/trace';
import { emptyState } from './context';
import { findDomain } from './domains';
import { isGrantedOut } from './grant-entry';
import { releaseMappings } from './grant-map';
import { allocShared, allocXenFrames, putPage } from './mm/frames';
import { defaultHoleStart } from './mm/m2p';
import { putPageAndType } from './mm/page-type';
import { relinquishMemory } from './mm/relinquish';
import { resetPorts } from './ports';
import { writeWallClock } from './time';
import { DEFAULT_PERIOD, refreshDeadline } from './timers';
import { domainChanged, NEVER } from './wake';
import { writeXenDescriptors } from './xen-descriptors';

/** vCPUs whose place shared_info has. Source: public/arch-x86/xen.h, XEN_LEGACY_MAX_VCPUS. */
const LEGACY_VCPUS: u32 = 32;
const USUAL_WEIGHT: u32 = 256;

/** The control plane as domain 0, while no domain of that number is made: ports and grants, nothing that runs. */
export function createControl(): void {
  const domain = domainAt(0);
  memory.fill(changetype<usize>(domain), 0, DOMAIN_BYTES);
  domain.state = <u8>DomainState.Control;
  domain.privileged = 1;
  domain.shutdownReason = NO_SHUTDOWN_REASON;
  domain.firstFreePort = 1;
  domain.watchdog0 = NEVER;
  domain.watchdog1 = NEVER;
}

/**
 * Makes a domain, paused, without vCPUs and memory; domain 0 takes the control plane's place.
 *
 * @param pages most frames it may own
 * @returns 0; -EINVAL bad number, profile or format; -EEXIST; -ENOSPC too many domains; -ENOMEM
 */
export function createDomain(domid: u32, pages: u32, profile: u32, format: u32): i32 {
  if (domid >= DOMID_FIRST_RESERVED || profile > <u32>Profile.Xen417NoLinear || format > <u32>Format.Pae)
    return -Errno.EINVAL;
  const there = findDomain(domid);
  if (there !== null && there.state !== DomainState.Control) return -Errno.EEXIST;
  const index = there !== null ? there.index : freeIndex();
  if (index >= MAX_DOMAINS) return -Errno.ENOSPC;
  const domain = domainAt(index);
  memory.fill(changetype<usize>(domain), 0, DOMAIN_BYTES);
  domain.index = index;
  domain.domid = <u16>domid;
  domain.state = <u8>DomainState.Alive;
  domain.privileged = domid === 0 ? 1 : 0;
  domain.profile = <u8>profile;
  domain.format = <u8>format;
  domain.pauseCount = 1;
  domain.maxPages = pages;
  domain.shutdownReason = NO_SHUTDOWN_REASON;
  domain.holeStart = defaultHoleStart(format, profile, domid === 0);
  domain.weight = USUAL_WEIGHT;
  domain.firstFreePort = 1;
  domain.watchdog0 = NEVER;
  domain.watchdog1 = NEVER;
  if (!giveFrames(domain)) {
    dropFrames(domain);
    domain.state = <u8>DomainState.Free;
    return -Errno.ENOMEM;
  }
  recordLife(domain, Life.Created, 0);
  return 0;
}

function freeIndex(): u32 {
  for (let index: u32 = 0; index < MAX_DOMAINS; index++) {
    if (domainAt(index).state === DomainState.Free) return index;
  }
  return MAX_DOMAINS;
}

/** shared_info, with all vCPUs' events masked and the wall clock set, and Xen's page of descriptors. False: no memory. */
function giveFrames(domain: Domain): bool {
  domain.xenDescriptors = allocXenFrames(1);
  domain.sharedInfo = allocShared(domain, true);
  if (domain.xenDescriptors === NO_FRAME || domain.sharedInfo === NO_FRAME) return false;
  writeXenDescriptors(domain);
  for (let id: u32 = 0; id < LEGACY_VCPUS; id++) {
    writePhysical<u8>(placeOfInfo(domain, id) + <u32>offsetof<VcpuInfo>('upcallMask'), 1);
  }
  writeWallClock(domain);
  return true;
}

function dropFrames(domain: Domain): void {
  if (domain.xenDescriptors !== NO_FRAME) putPage(domain.xenDescriptors);
  if (domain.sharedInfo !== NO_FRAME) putPage(domain.sharedInfo);
}

/** Machine address of vCPU `id`'s place in shared_info. */
function placeOfInfo(domain: Domain, id: u32): u32 {
  return (domain.sharedInfo << PAGE_SHIFT) + id * VCPU_INFO_BYTES;
}

/** Gives a domain vCPUs 0 to count - 1, all down. Errors: -EINVAL none, too many, or fewer than it has. */
export function giveVcpus(domain: Domain, count: u32): i32 {
  if (count === 0 || count > MAX_VCPUS || count < domain.vcpuCount) return -Errno.EINVAL;
  for (let id: u32 = domain.vcpuCount; id < count; id++) makeVcpu(domain, vcpuOf(domain, id), id);
  domain.vcpuCount = <u8>count;
  return 0;
}

function makeVcpu(domain: Domain, v: Vcpu, id: u32): void {
  // Fields and VIRQs stand before the saved registers; the trap table follows them.
  memory.fill(changetype<usize>(v), 0, savedState(v) - changetype<usize>(v));
  memory.fill(trapEntry(v, 0), 0, 256 * 8);
  v.domid = domain.domid;
  v.domain = domain.index;
  v.id = <u16>id;
  v.runState = <u8>RunState.Offline;
  v.runStateSince = machine().tick;
  v.rootFrame = NO_FRAME;
  v.vcpuInfo = placeOfInfo(domain, id);
  v.timer = NEVER;
  v.pollTimer = NEVER;
  v.period = DEFAULT_PERIOD;
  v.periodicNext = machine().tick + DEFAULT_PERIOD;
  v.virtualRuntime = xenState().virtualTime;
  emptyState(v, domain);
}

/** Counts a pause. */
export function pauseDomain(domain: Domain): void {
  domain.pauseCount += 1;
  if (domain.pauseCount === 1) {
    recordLife(domain, Life.Paused, 0);
    domainChanged(domain);
  }
}

/** Takes back one pause. Errors: -EINVAL there is none. */
export function unpauseDomain(domain: Domain): i32 {
  if (domain.pauseCount === 0) return -Errno.EINVAL;
  domain.pauseCount -= 1;
  if (domain.pauseCount === 0) {
    recordLife(domain, Life.Unpaused, 0);
    domainChanged(domain);
  }
  return 0;
}

/**
 * Destroys a domain: its ports close, every frame goes back. The record stays (Dying) while others use its frames, which are its own as long
 * as that; its grant table is gone at once. Source: xen/common/domain.c, domain_kill; grant_table.c, gnttab_release_mappings.
 */
export function destroyDomain(domain: Domain): void {
  const xen = xenState();
  if (xen.previous !== 0 && changetype<Vcpu>(xen.previous).domain === domain.index) forgetVcpu();
  domain.state = <u8>DomainState.Dying;
  xen.dying += 1;
  resetPorts(domain);
  for (let id: u32 = 0; id < domain.vcpuCount; id++) releaseVcpuInfo(domain, vcpuOf(domain, id));
  // What ends a use of a grant must not mark an entry in a frame that is no grant table any more.
  domain.grantFrames = 0;
  relinquishMemory(domain);
  releaseMappings(domain);
  putPage(domain.xenDescriptors);
  recordLife(domain, Life.Destroyed, 0);
  finishDestroyed();
  refreshDeadline();
}

/** A vcpu_info that was moved to a frame of the guest's goes back to shared_info. */
function releaseVcpuInfo(domain: Domain, v: Vcpu): void {
  if (v.vcpuInfoMoved === 0) return;
  putPageAndType(v.vcpuInfo >> PAGE_SHIFT);
  v.vcpuInfoMoved = 0;
  v.vcpuInfo = placeOfInfo(domain, v.id);
}

/**
 * The domain of the vCPU that runs, or ran last, goes: nobody runs, and what that one left the CPU with needs no answer. What its
 * descriptor tables hold is given back from where its registers are kept, so they go there.
 */
function forgetVcpu(): void {
  const xen = xenState();
  const at = machine();
  if (xen.current) memory.copy(savedState(changetype<Vcpu>(xen.current)), VCPU, VCPU_BYTES);
  at.exit = Exit.Budget;
  xen.current = 0;
  xen.previous = 0;
  xen.reschedule = 1;
}

/** Frees the records of destroyed domains whose frames nobody uses any more. */
export function finishDestroyed(): void {
  if (xenState().dying === 0) return;
  for (let index: u32 = 0; index < MAX_DOMAINS; index++) {
    const domain = domainAt(index);
    if (domain.state !== DomainState.Dying || domain.totPages !== 0 || isGrantedOut(domain)) continue;
    domain.state = <u8>DomainState.Free;
    xenState().dying -= 1;
    if (domain.domid === 0 && index === 0) createControl();
  }
}

/** Writes a record of a domain's life. */
function recordLife(domain: Domain, life: Life, detail: u32): void {
  if (isTracing()) recordEvent(TraceEvent.Domain, life, detail).domid = domain.domid;
}
