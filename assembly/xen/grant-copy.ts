/** GNTTABOP_copy: bytes from one frame to another, each its own or granted. Source: xen/common/grant_table.c, gnttab_copy. */

import { DOMID_SELF } from '../abi/domid';
import { COPY_DEST_GREF, COPY_SOURCE_GREF, GrantOp, GrantStatus } from '../abi/grant';
import { PAGE_SHIFT, PAGE_SIZE, RAM } from '../base/memory-map';
import { Domain } from '../layout/domain';
import { ActiveGrant } from '../layout/grant';
import { NO_FRAME } from '../layout/vcpu-state';
import { touch } from '../mmu/physical';
import { charge } from './charge';
import { callersDomain } from './domains';
import { endUse, findActive, useGrant } from './grant-entry';
import { recordGrant } from './grant-map';
import { getGrantedFrame, isOwned, putGrantedFrame } from './mm/grant-entry';

/**
 * One end as copied: ref or frame u32, domid u16 4, offset u16 6. Takes a use of its frame, which `frameOfEnd` then tells.
 *
 * @returns 0 or a negative GrantStatus
 */
function takeEnd(caller: Domain, end: usize, isGrant: bool, writes: bool): i32 {
  const domid = <u32>load<u16>(end, 4);
  if (!isGrant && domid !== DOMID_SELF) return -GrantStatus.PermissionDenied;
  const owner = callersDomain(domid);
  if (owner === null) return -GrantStatus.BadDomain;
  const mfn = load<u32>(end);
  if (isGrant) return useGrant(owner, mfn, caller.domid, writes);
  if (getGrantedFrame(mfn, caller.domid, writes) === 0) return 0;
  return isOwned(mfn, caller.domid) ? -GrantStatus.GeneralError : -GrantStatus.BadPage;
}

/** The frame of an end that was taken. */
function frameOfEnd(end: usize, isGrant: bool): u32 {
  if (!isGrant) return load<u32>(end);
  const owner = callersDomain(load<u16>(end, 4));
  if (owner === null) return NO_FRAME;
  const active = findActive(owner.domid, load<u32>(end));
  return active === null ? NO_FRAME : active.frame;
}

function releaseEnd(end: usize, isGrant: bool, writes: bool): void {
  if (!isGrant) {
    putGrantedFrame(load<u32>(end), writes);
    return;
  }
  const owner = callersDomain(load<u16>(end, 4));
  if (owner === null) return;
  const active = findActive(owner.domid, load<u32>(end));
  if (active !== null) endUse(owner, <ActiveGrant>active, writes, false);
}

/** Copies as Xen's memcpy does, so that ends which overlap come out alike: eight bytes at a time from the first on, then the rest. */
function copyUpwards(to: usize, from: usize, bytes: u32): void {
  const end = to + bytes;
  for (; to + 8 <= end; to += 8, from += 8) store<u64>(to, load<u64>(from));
  for (; to < end; to++, from++) store<u8>(to, load<u8>(from));
}

/** gnttab_copy, as copied: source 0, dest 8, len u16 16, flags u16 18. Neither end may cross a page. */
export function copyGrant(caller: Domain, op: usize): i32 {
  const bytes = <u32>load<u16>(op, 16);
  const flags = <u32>load<u16>(op, 18);
  const from = op;
  const to = op + 8;
  if (<u32>load<u16>(from, 6) + bytes > PAGE_SIZE || <u32>load<u16>(to, 6) + bytes > PAGE_SIZE)
    return -GrantStatus.BadCopyArgument;
  const fromGrant = (flags & COPY_SOURCE_GREF) !== 0;
  const toGrant = (flags & COPY_DEST_GREF) !== 0;
  let rc = takeEnd(caller, from, fromGrant, false);
  if (rc < 0) return rc;
  rc = takeEnd(caller, to, toGrant, true);
  if (rc === 0) {
    const source = frameOfEnd(from, fromGrant);
    const dest = frameOfEnd(to, toGrant);
    copyUpwards(
      RAM + ((<usize>dest) << PAGE_SHIFT) + load<u16>(to, 6),
      RAM + ((<usize>source) << PAGE_SHIFT) + load<u16>(from, 6),
      bytes,
    );
    touch(dest);
    charge(bytes >> 3);
    recordGrant(GrantOp.Copy, load<u32>(from), source, load<u16>(to, 4), 0);
    releaseEnd(to, toGrant, true);
  }
  releaseEnd(from, fromGrant, false);
  return rc;
}
