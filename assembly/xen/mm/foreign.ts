import { DOMID_IO, DOMID_SELF, DOMID_XEN } from '../../abi/domid';
import { Errno } from '../../abi/errno';
import { Rule } from '../../abi/reason';
import { Domain } from '../../layout/domain';
import { findDomain } from '../domains';
import { Law, law } from './profile-rules';
import { refuseValue } from './refusal';

/**
 * The domain whose frames a hypercall names with a domid argument: the caller, device memory, Xen, or another domain. Whether the caller
 * may is asked apart (`checkRight`), as real Xen does.
 *
 * @returns a domid, or -ESRCH: no such domain, or the caller's own by number. Source: xen/arch/x86/mm.c, get_pg_owner.
 */
export function frameOwner(caller: Domain, domid: u32): i32 {
  if (domid === DOMID_SELF) return caller.domid;
  const isSpecial = domid === DOMID_IO || domid === DOMID_XEN;
  if (!isSpecial && (domid === <u32>caller.domid || !findDomain(domid))) {
    return refuseValue(-Errno.ESRCH, Rule.NoDomain, domid);
  }
  if (domid !== DOMID_IO && !caller.privileged && !law(caller, Law.EntryErrors)) {
    return refuseValue(-Errno.ESRCH, Rule.NoRight, domid);
  }
  return domid;
}

/** May the caller act on frames of `owner`? 0 or -EPERM. Source: xen/include/xsm/dummy.h, XSM_TARGET. */
export function checkRight(caller: Domain, owner: u32): i32 {
  if (owner === <u32>caller.domid || caller.privileged) return 0;
  return refuseValue(-Errno.EPERM, Rule.NoRight, owner);
}
