/**
 * A domain's grant table and the grants in use. An entry that somebody uses is pinned: its frame is fixed, whatever the granter writes
 * into it later. Source: xen/common/grant_table.c, _set_status_v1, acquire_grant_for_copy, gnttab_grow_table.
 */
import { GRANTS_PER_FRAME, GrantFlag, GrantStatus, MAX_GRANT_FRAMES } from '../abi/grant';
import { PAGE_SHIFT } from '../base/memory-map';
import { Domain, DomainState, GRANT_FRAMES_OFFSET } from '../layout/domain';
import { ACTIVE_GRANTS, ActiveGrant, activeGrant } from '../layout/grant';
import { NO_FRAME } from '../layout/vcpu-state';
import { xenState } from '../layout/xen-state';
import { readPhysical, writePhysical } from '../mmu/physical';
import { allocShared } from './mm/frames';
import { getGrantedFrame, isOwned, putGrantedFrame } from './mm/grant-entry';

/** Bytes of an entry: flags u16, domid u16, frame u32. */
const ENTRY_BYTES: u32 = 8;

/** Where the frame number of frame `index` of a domain's table is kept. */
function frameSlot(domain: Domain, index: u32): usize {
  return changetype<usize>(domain) + GRANT_FRAMES_OFFSET + ((<usize>index) << 2);
}

/** Machine frame `index` of a domain's table, which must have it. */
export function grantFrame(domain: Domain, index: u32): u32 {
  return load<u32>(frameSlot(domain, index));
}

/** Lets a domain's table have `count` frames. False if there are too many, memory is short or the domain is dying; what it has it keeps. */
export function growTable(domain: Domain, count: u32): bool {
  if (count > MAX_GRANT_FRAMES || domain.state === <u8>DomainState.Dying) return false;
  while (domain.grantFrames < count) {
    const mfn = allocShared(domain, true);
    if (mfn === NO_FRAME) return false;
    store<u32>(frameSlot(domain, domain.grantFrames), mfn);
    domain.grantFrames += 1;
  }
  return true;
}

/** Does the domain's table reach as far as the reference? */
export function hasRef(domain: Domain, ref: u32): bool {
  return ref < domain.grantFrames * GRANTS_PER_FRAME;
}

/** Machine address of an entry. */
export function entryAddress(domain: Domain, ref: u32): u32 {
  return (grantFrame(domain, ref / GRANTS_PER_FRAME) << PAGE_SHIFT) + (ref % GRANTS_PER_FRAME) * ENTRY_BYTES;
}

/** The record of a grant in use, or null. */
export function findActive(granter: u32, ref: u32): ActiveGrant | null {
  for (let i = hash(granter, ref), seen: u32 = 0; seen < ACTIVE_GRANTS; i++, seen++) {
    const active = activeGrant(i);
    if (active.uses !== 0) {
      if (active.granter === <u16>granter && active.ref === ref) return active;
    } else if (active.ref !== REMOVED) {
      return null;
    }
  }
  return null;
}

/** `ActiveGrant.ref` of a free record that a search must go past. */
const REMOVED: u32 = 0xffffffff;

function hash(granter: u32, ref: u32): u32 {
  return (ref * 0x9e3779b1) ^ (granter * 0x85ebca6b);
}

/** A free record for a grant; null if too many are in use. */
function takeActive(granter: u32, ref: u32): ActiveGrant | null {
  if (xenState().activeGrants >= (ACTIVE_GRANTS * 3) / 4) return null;
  let i = hash(granter, ref);
  while (activeGrant(i).uses !== 0) i++;
  const active = activeGrant(i);
  active.granter = <u16>granter;
  active.ref = ref;
  active.writers = 0;
  return active;
}

/**
 * Uses a grant: checks the entry (or goes by what it was when the first use began), marks it as being read or written, and takes a use of
 * its frame. The frame is in `findActive(...).frame` afterwards.
 *
 * @param user domid of who uses it
 * @returns 0 or a negative GrantStatus
 */
export function useGrant(granter: Domain, ref: u32, user: u32, writes: bool): i32 {
  if (!hasRef(granter, ref)) return -GrantStatus.BadRef;
  const at = entryAddress(granter, ref);
  const flags = <u32>readPhysical<u16>(at);
  let active = findActive(granter.domid, ref);
  const isOpen = isOpenFor(active, writes);
  const forbids = isOpen || !writes ? 0 : flags & GrantFlag.ReadOnly;
  if (!mayUse(at, flags, active, user, forbids)) return -GrantStatus.GeneralError;
  const frame = active === null ? readPhysical<u32>(at + 4) : active.frame;
  if (getGrantedFrame(frame, granter.domid, writes) < 0) {
    return isOwned(frame, granter.domid) ? -GrantStatus.GeneralError : -GrantStatus.BadPage;
  }
  if (active === null) active = takeActive(granter.domid, ref);
  if (active === null) {
    putGrantedFrame(frame, writes);
    return -GrantStatus.NoSpace;
  }
  if (active.uses === 0) xenState().activeGrants += 1;
  active.uses += 1;
  active.frame = frame;
  active.user = <u16>user;
  if (writes) active.writers += 1;
  if (isOpen) return 0;
  writePhysical<u16>(at, <u16>(flags | GrantFlag.Reading | (writes ? GrantFlag.Writing : 0)));
  return 0;
}

/** Is the grant in use in a way that covers one more use of this kind? */
function isOpenFor(active: ActiveGrant | null, writes: bool): bool {
  return active !== null && (!writes || active.writers !== 0);
}

/**
 * Is the grant for that domain? Once it is in use its entry is not asked any more; it is looked at again only for the first that writes,
 * and only for the bit that forbids it.
 */
function mayUse(at: u32, flags: u32, active: ActiveGrant | null, user: u32, forbids: u32): bool {
  if (forbids !== 0) return false;
  if (active !== null) return active.user === <u16>user;
  return (flags & GrantFlag.TypeMask) === GrantFlag.PermitAccess && readPhysical<u16>(at + 2) === <u16>user;
}

/** Ends one use of a grant. The use of the frame goes with it unless the caller has seen to that (`keepFrame`). */
export function endUse(granter: Domain, active: ActiveGrant, writes: bool, keepFrame: bool): void {
  if (!keepFrame) putGrantedFrame(active.frame, writes);
  active.uses -= 1;
  let cleared: u32 = 0;
  if (writes) {
    active.writers -= 1;
    if (active.writers === 0) cleared |= GrantFlag.Writing;
  }
  const ref = active.ref;
  if (active.uses === 0) {
    cleared |= GrantFlag.Reading;
    active.ref = REMOVED;
    xenState().activeGrants -= 1;
  }
  // A dying granter has no table any more.
  if (cleared === 0 || !hasRef(granter, ref)) return;
  const at = entryAddress(granter, ref);
  writePhysical<u16>(at, readPhysical<u16>(at) & <u16>~cleared);
}

/** Does anybody use a grant of the domain? */
export function isGrantedOut(domain: Domain): bool {
  if (xenState().activeGrants === 0) return false;
  for (let i: u32 = 0; i < ACTIVE_GRANTS; i++) {
    const active = activeGrant(i);
    if (active.uses !== 0 && active.granter === domain.domid) return true;
  }
  return false;
}
