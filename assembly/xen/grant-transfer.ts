/**
 * GNTTABOP_transfer: a frame changes its owner, into an entry where the other domain waits for one. Source: xen/common/grant_table.c,
 * gnttab_transfer.
 */
import { GrantFlag, GrantOp, GrantStatus, TRANSFER_COMMITTED, TRANSFER_COMPLETED } from '../abi/grant';
import { Domain } from '../layout/domain';
import { pageInfo } from '../layout/page-info';
import { readPhysical, writePhysical } from '../mmu/physical';
import { charge, PAGE_TICKS } from './charge';
import { findDomain } from './domains';
import { entryAddress, hasRef } from './grant-entry';
import { recordGrant } from './grant-map';
import { giveUp, steal, unsteal } from './mm/frames';

/**
 * Gives frame `mfn` of `domain` to `domid`, whose entry `ref` accepts it; if that one does not, the frame is lost to the giver all the
 * same. Gives 0 or a negative GrantStatus.
 */
export function transferGrant(domain: Domain, mfn: u32, domid: u32, ref: u32): i32 {
  if (steal(mfn, domain, 0) < 0) return -GrantStatus.BadPage;
  const rc = handOver(domain, mfn, domid, ref);
  unsteal(mfn);
  if (rc < 0) giveUp(mfn);
  recordGrant(GrantOp.Transfer, ref, mfn, domid, rc);
  return rc;
}

function handOver(domain: Domain, mfn: u32, domid: u32, ref: u32): i32 {
  const taker = findDomain(domid);
  if (taker === null || taker === domain) return -GrantStatus.BadDomain;
  if (!hasRef(taker, ref) || taker.totPages >= taker.maxPages) return -GrantStatus.GeneralError;
  const at = entryAddress(taker, ref);
  const flags = <u32>readPhysical<u16>(at);
  const waits = (flags & (GrantFlag.TypeMask | TRANSFER_COMMITTED)) === GrantFlag.AcceptTransfer;
  if (!waits || readPhysical<u16>(at + 2) !== domain.domid) return -GrantStatus.GeneralError;
  charge(PAGE_TICKS);
  pageInfo(mfn).owner = taker.domid;
  domain.totPages -= 1;
  taker.totPages += 1;
  writePhysical<u32>(at + 4, mfn);
  writePhysical<u16>(at, <u16>(flags | TRANSFER_COMMITTED | TRANSFER_COMPLETED));
  return 0;
}
