/** Mapping granted frames, and letting go of them. Source: xen/common/grant_table.c, map_grant_ref, unmap_common; pv/grant_table.c. */
import { GrantOp, GrantStatus, MapFlag } from '../abi/grant';
import { PTE_ACCESSED, PTE_DIRTY, PTE_PRESENT, PTE_USER, PTE_WRITE } from '../abi/pte';
import { TraceEvent } from '../abi/trace-event';
import { PAGE_SHIFT } from '../base/memory-map';
import { Domain } from '../layout/domain';
import { ActiveGrant, GRANT_HANDLES, GrantHandle, grantHandle } from '../layout/grant';
import { domainOf, Vcpu } from '../layout/vcpu';
import { isTracing, recordEvent } from '../trace/trace';
import { charge, ENTRY_TICKS } from './charge';
import { findDomain } from './domains';
import { endUse, findActive, useGrant } from './grant-entry';
import { placeGrantAt, placeGrantIn, removeGrantAt, removeGrantIn } from './mm/grant-entry';

/** gnttab_map_grant_ref, as copied: host_addr u64, flags u32 8, ref u32 12, dom u16 16, status s16 18, handle u32 20, dev_bus_addr u64 24. */
export function mapGrant(v: Vcpu, op: usize): i32 {
  const flags = load<u32>(op, 8);
  const ref = load<u32>(op, 12);
  const dom = <u32>load<u16>(op, 16);
  if (!(flags & (MapFlag.Device | MapFlag.Host))) return -GrantStatus.BadRef;
  const granter = findDomain(dom);
  if (granter === null) return -GrantStatus.BadDomain;
  const user = domainOf(v);
  const handle = freeHandle(user);
  if (handle < 0) return -GrantStatus.NoDeviceSpace;
  const writes = !(flags & MapFlag.ReadOnly);
  const rc = useForMapping(v, granter, ref, op, flags, writes);
  if (rc < 0) return rc;
  const mapping = grantHandle(user, handle);
  mapping.flags = <u16>flags;
  mapping.granter = granter.domid;
  mapping.ref = ref;
  user.grantHandles += 1;
  const active = <ActiveGrant>findActive(dom, ref);
  store<u32>(op, handle, 20);
  store<u64>(op, (<u64>active.frame) << PAGE_SHIFT, 24);
  recordGrant(GrantOp.Map, ref, active.frame, dom, 0);
  return 0;
}

/** Takes a use for each of the two kinds of mapping that are asked for, and makes the host mapping. */
function useForMapping(v: Vcpu, granter: Domain, ref: u32, op: usize, flags: u32, writes: bool): i32 {
  const user = domainOf(v).domid;
  if (flags & MapFlag.Device) {
    const rc = useGrant(granter, ref, user, writes);
    if (rc < 0) return rc;
  }
  if (!(flags & MapFlag.Host)) return 0;
  let rc = useGrant(granter, ref, user, writes);
  if (rc === 0) {
    const active = <ActiveGrant>findActive(granter.domid, ref);
    rc = placeMapping(v, op, flags, active.frame, writes);
    if (rc < 0) endUse(granter, active, writes, false);
  }
  if (rc < 0 && flags & MapFlag.Device) endUse(granter, <ActiveGrant>findActive(granter.domid, ref), writes, false);
  return rc;
}

function placeMapping(v: Vcpu, op: usize, flags: u32, frame: u32, writes: bool): i32 {
  charge(ENTRY_TICKS);
  const user: u64 = flags & MapFlag.Application ? PTE_USER : 0;
  const write: u64 = writes ? PTE_WRITE : 0;
  const entry = ((<u64>frame) << PAGE_SHIFT) | PTE_PRESENT | PTE_ACCESSED | PTE_DIRTY | user | write;
  const host = load<u64>(op);
  const rc = flags & MapFlag.ContainsPte ? placeGrantIn(domainOf(v), host, entry) : placeGrantAt(v, <u32>host, entry);
  return rc < 0 ? -GrantStatus.GeneralError : 0;
}

/**
 * Uses a grant as a device does: nothing is mapped, but the frame stays, and the entry shows it. Gives a handle, or a negative GrantStatus.
 */
export function useAsDevice(user: Domain, granter: Domain, ref: u32, writes: bool): i32 {
  const handle = freeHandle(user);
  if (handle < 0) return -GrantStatus.NoSpace;
  const rc = useGrant(granter, ref, user.domid, writes);
  if (rc < 0) return rc;
  const mapping = grantHandle(user, handle);
  mapping.flags = <u16>(MapFlag.Device | (writes ? 0 : MapFlag.ReadOnly));
  mapping.granter = granter.domid;
  mapping.ref = ref;
  user.grantHandles += 1;
  return handle;
}

/** Ends what `useAsDevice` began. False: there is no such handle. */
export function endDeviceUse(user: Domain, handle: u32): bool {
  if (handle >= GRANT_HANDLES) return false;
  const mapping = grantHandle(user, handle);
  if (!(mapping.flags & MapFlag.Device)) return false;
  const granter = findDomain(mapping.granter);
  if (granter !== null) endRelease(granter, mapping.ref, !(mapping.flags & MapFlag.ReadOnly), false);
  mapping.flags = 0;
  user.grantHandles -= 1;
  return true;
}

/** The lowest free handle, or -1. */
function freeHandle(domain: Domain): i32 {
  for (let handle: u32 = 0; handle < GRANT_HANDLES; handle++) {
    if (grantHandle(domain, handle).flags === 0) return handle;
  }
  return -1;
}

/**
 * Takes back one mapping.
 *
 * @param host address it was mapped at, 0 to leave the host mapping
 * @param device dev_bus_addr, 0 to leave the device mapping
 * @param instead entry that takes the host mapping's place, or 0
 * @returns 0 or a negative GrantStatus
 */
export function unmapGrant(v: Vcpu, handle: u32, host: u64, device: u64, instead: u64): i32 {
  const user = domainOf(v);
  if (handle >= GRANT_HANDLES || grantHandle(user, handle).flags === 0) return -GrantStatus.BadHandle;
  const mapping = grantHandle(user, handle);
  const granter = findDomain(mapping.granter);
  if (granter === null) return -GrantStatus.BadDomain;
  const active = findActive(mapping.granter, mapping.ref);
  if (active === null) return -GrantStatus.GeneralError;
  const flags = <u32>mapping.flags;
  const writes = !(flags & MapFlag.ReadOnly);
  const frame = active.frame;
  if (host !== 0 && flags & MapFlag.Host) {
    if (!takeAway(v, host, flags, frame, writes, instead)) return -GrantStatus.GeneralError;
    mapping.flags &= ~(<u16>MapFlag.Host);
    endUse(granter, active, writes, false);
  }
  if (device !== 0 && flags & MapFlag.Device) {
    if (device !== (<u64>frame) << PAGE_SHIFT) return -GrantStatus.GeneralError;
    mapping.flags &= ~(<u16>MapFlag.Device);
    endUse(granter, active, writes, false);
  }
  recordGrant(GrantOp.Unmap, mapping.ref, frame, mapping.granter, 0);
  releaseHandle(user, mapping);
  return 0;
}

function takeAway(v: Vcpu, host: u64, flags: u32, frame: u32, writes: bool, instead: u64): bool {
  charge(ENTRY_TICKS);
  if (flags & MapFlag.ContainsPte) return removeGrantIn(domainOf(v), host, frame, writes) === 0;
  return removeGrantAt(v, <u32>host, frame, writes, instead) === 0;
}

/** Frees a handle that neither the processor's nor a device's mapping needs any more. */
function releaseHandle(user: Domain, mapping: GrantHandle): void {
  if (mapping.flags & (MapFlag.Host | MapFlag.Device)) return;
  mapping.flags = 0;
  user.grantHandles -= 1;
}

/** A domain is destroyed: what it maps of others is let go. Its page tables must be gone already: they gave back what they held. */
export function releaseMappings(user: Domain): void {
  for (let handle: u32 = 0; handle < GRANT_HANDLES && user.grantHandles > 0; handle++) {
    const mapping = grantHandle(user, handle);
    const flags = <u32>mapping.flags;
    if (flags === 0) continue;
    const granter = findDomain(mapping.granter);
    const writes = !(flags & MapFlag.ReadOnly);
    if (granter !== null) {
      if (flags & MapFlag.Host) endRelease(granter, mapping.ref, writes, true);
      if (flags & MapFlag.Device) endRelease(granter, mapping.ref, writes, false);
    }
    mapping.flags = 0;
    user.grantHandles -= 1;
  }
}

function endRelease(granter: Domain, ref: u32, writes: bool, keepFrame: bool): void {
  const active = findActive(granter.domid, ref);
  if (active !== null) endUse(granter, active, writes, keepFrame);
}

/** Writes the record of a grant operation. */
export function recordGrant(operation: GrantOp, ref: u32, frame: u32, other: u32, status: i32): void {
  if (isTracing()) recordEvent(TraceEvent.Grant, operation, ref, frame, other).result = status;
}
