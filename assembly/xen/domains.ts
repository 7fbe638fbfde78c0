/** Finding domains and vCPUs: who is there, and who runs. */
import { DOMID_SELF } from '../abi/domid';
import { Errno } from '../abi/errno';
import { Domain, DomainState, domainAt, MAX_DOMAINS } from '../layout/domain';
import { domainOf, Vcpu } from '../layout/vcpu';
import { xenState } from '../layout/xen-state';

/** Is there a vCPU on the physical CPU? */
export function hasCurrent(): bool {
  return xenState().current !== 0;
}

/** The vCPU on the physical CPU. There must be one: during a hypercall or trap there is. */
export function currentVcpu(): Vcpu {
  return changetype<Vcpu>(xenState().current);
}

/** Its domain. */
export function currentDomain(): Domain {
  return domainOf(currentVcpu());
}

/** The domain of that number, or null: there is none, or its record is free. DOMID_SELF is not looked up: see `callersDomain`. */
export function findDomain(domid: u32): Domain | null {
  for (let index: u32 = 0; index < MAX_DOMAINS; index++) {
    const domain = domainAt(index);
    if (domain.state !== DomainState.Free && domain.domid === domid) return domain;
  }
  return null;
}

/** As `findDomain`, where DOMID_SELF names the domain that makes the hypercall. */
export function callersDomain(domid: u32): Domain | null {
  return domid === DOMID_SELF ? currentDomain() : findDomain(domid);
}

/** Of a call that is for other domains alone: 0, -ESRCH there is none of that number, or -EPERM it is the caller. */
export function remoteError(domid: u32): i32 {
  const domain = findDomain(domid);
  if (domain === null) return -Errno.ESRCH;
  return domain === currentDomain() ? -Errno.EPERM : 0;
}
