/**
 * GNTTABOP_unmap_and_replace: a mapping goes, and what another address maps takes its place. Source: xen/arch/x86/pv/grant_table.c,
 * replace_grant_pv_mapping.
 */
import { GrantStatus, MapFlag } from '../abi/grant';
import { PTE_PRESENT } from '../abi/pte';
import { GRANT_HANDLES, grantHandle } from '../layout/grant';
import { domainOf, Vcpu } from '../layout/vcpu';
import { NO_FRAME } from '../layout/vcpu-state';
import { unmapGrant } from './grant-map';
import { entryShift, slotOf, writeEntry } from './mm/table';
import { leafOf, leafTableOf } from './mm/walk';

/** Takes back the mapping `handle` at `host`; the entry of `next` (0: nothing) moves there. Gives 0 or a negative GrantStatus. */
export function replaceMapping(v: Vcpu, handle: u32, host: u64, next: u64): i32 {
  if (next === 0) return unmapGrant(v, handle, host, 0, 0);
  const user = domainOf(v);
  if (handle >= GRANT_HANDLES || grantHandle(user, handle).flags === 0) return -GrantStatus.BadHandle;
  const flags = <u32>grantHandle(user, handle).flags;
  // A device's mapping alone stands in no table: there is nothing to replace, and the other entry stays.
  if (host === 0 || !(flags & MapFlag.Host)) return unmapGrant(v, handle, host, 0, 0);
  if (flags & MapFlag.ContainsPte) return -GrantStatus.GeneralError;
  const va = <u32>next;
  const table = leafTableOf(v, va);
  const entry = leafOf(v, va);
  if (table === NO_FRAME || !(entry & PTE_PRESENT)) return -GrantStatus.GeneralError;
  const rc = unmapGrant(v, handle, host, 0, entry);
  // What the entry uses moves with it, so nothing is counted.
  if (rc === 0) writeEntry(table, slotOf(user, va, 1), entryShift(user), 0);
  return rc;
}
