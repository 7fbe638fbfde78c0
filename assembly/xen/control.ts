/**
 * The control interface: what the control plane may ask, acting for domain 0. Each call is traced. It answers 0 or a positive number, or
 * a negative Errno. Its ports are those of domain 0's record; while a guest is domain 0, it has none, and what it sends reaches nobody.
 */
import { ControlOp } from '../abi/control-op';
import { Errno } from '../abi/errno';
import { PortState } from '../abi/evtchn';
import { GrantFlag, GrantStatus } from '../abi/grant';
import { TraceEvent } from '../abi/trace-event';
import { EXCHANGE } from '../base/memory-map';
import { Domain, DomainState } from '../layout/domain';
import { eventPort, PORTS } from '../layout/event-port';
import { GRANT_HANDLES, grantHandle } from '../layout/grant';
import { vcpuOf } from '../layout/vcpu';
import { writePhysical } from '../mmu/physical';
import { isTracing, record } from '../trace/trace';
import { setContext } from './context';
import { findDomain } from './domains';
import { clearPending, isPending, notifyRemote } from './events';
import { entryAddress, findActive, growTable, hasRef } from './grant-entry';
import { endDeviceUse, useAsDevice } from './grant-map';
import { createDomain, destroyDomain, finishDestroyed, giveVcpus, pauseDomain, unpauseDomain } from './life';
import { buildFrame, buildPin } from './mm/builder';
import { allocUnbound, bindInterdomain, closePort, isPort } from './ports';

/** Weights a domain may have. Source: xen/common/sched/credit.c. */
const MAX_WEIGHT: u32 = 65535;

/** Records a call and passes its result on. */
function told(operation: ControlOp, result: i32, arg0: u32, arg1: u32 = 0, arg2: u32 = 0, arg3: u32 = 0): i32 {
  if (!isTracing()) return result;
  const entry = record(TraceEvent.Control, operation);
  entry.arg0 = arg0;
  entry.arg1 = arg1;
  entry.arg2 = arg2;
  entry.arg3 = arg3;
  entry.result = result;
  entry.domid = 0;
  entry.vcpu = 0;
  return result;
}

/** A domain that has memory and vCPUs, or may yet be given them; null for one that is being destroyed. */
function guest(domid: u32): Domain | null {
  const domain = findDomain(domid);
  const isGuest = domain !== null && domain.state !== DomainState.Control && domain.state !== DomainState.Dying;
  return isGuest ? domain : null;
}

/** The control plane's own record, or null while a guest is domain 0. */
function self(): Domain | null {
  const domain = findDomain(0);
  return domain !== null && domain.state === DomainState.Control ? domain : null;
}

/** Makes a domain, paused. See life.ts, createDomain. */
export function domainCreate(domid: u32, pages: u32, profile: u32, format: u32): i32 {
  return told(ControlOp.DomainCreate, createDomain(domid, pages, profile, format), domid, pages, profile, format);
}

/** Gives a domain its vCPUs. Errors: -ESRCH, -EINVAL. */
export function domainMaxVcpus(domid: u32, count: u32): i32 {
  const domain = guest(domid);
  return told(ControlOp.DomainMaxVcpus, domain === null ? -Errno.ESRCH : giveVcpus(domain, count), domid, count);
}

/** Gives a domain its share of the physical CPU against others'; 256 is usual. Errors: -ESRCH, -EINVAL. */
export function domainSetWeight(domid: u32, weight: u32): i32 {
  const domain = guest(domid);
  let rc: i32 = 0;
  if (domain === null) rc = -Errno.ESRCH;
  else if (weight === 0 || weight > MAX_WEIGHT) rc = -Errno.EINVAL;
  else domain.weight = weight;
  return told(ControlOp.DomainWeight, rc, domid, weight);
}

/** Gives a domain a frame of zeros as its page `pfn`; answers the frame. Errors: -ESRCH, -ENOMEM. */
export function domainAllocPage(domid: u32, pfn: u32): i32 {
  const domain = guest(domid);
  return told(ControlOp.DomainAllocPage, domain === null ? -Errno.ESRCH : buildFrame(domain, pfn), domid, pfn);
}

/** Checks a table the control plane wrote and pins it. Errors: -ESRCH, and as for the guest. */
export function domainPinTable(domid: u32, mfn: u32, level: u32): i32 {
  const domain = guest(domid);
  return told(
    ControlOp.DomainPinTable,
    domain === null ? -Errno.ESRCH : buildPin(domain, mfn, level),
    domid,
    mfn,
    level,
  );
}

/** Gives a vCPU the vcpu_guest_context at EXCHANGE. Errors: -ESRCH, -ENOENT, -EINVAL, -EBUSY. */
export function vcpuSetContext(domid: u32, id: u32): i32 {
  const domain = guest(domid);
  let rc: i32 = -Errno.ESRCH;
  if (domain !== null) rc = id >= domain.vcpuCount ? -Errno.ENOENT : setContext(vcpuOf(domain, id), EXCHANGE);
  return told(ControlOp.VcpuSetContext, rc, domid, id);
}

/** Lets a domain run, when as many calls as pauses were made. Errors: -ESRCH, -EINVAL. */
export function domainUnpause(domid: u32): i32 {
  const domain = guest(domid);
  return told(ControlOp.DomainUnpause, domain === null ? -Errno.ESRCH : unpauseDomain(domain), domid);
}

/** Stops a domain until it is unpaused. Errors: -ESRCH. */
export function domainPause(domid: u32): i32 {
  const domain = guest(domid);
  if (domain !== null) pauseDomain(domain);
  return told(ControlOp.DomainPause, domain === null ? -Errno.ESRCH : 0, domid);
}

/** Destroys a domain and frees its frames. Errors: -ESRCH, -EBUSY it is being destroyed. */
export function domainDestroy(domid: u32): i32 {
  const domain = findDomain(domid);
  let rc: i32 = 0;
  if (domain === null || domain.state === DomainState.Control) rc = -Errno.ESRCH;
  else if (domain.state === DomainState.Dying) rc = -Errno.EBUSY;
  else destroyDomain(domain);
  return told(ControlOp.DomainDestroy, rc, domid);
}

/** The machine frame of a domain's shared_info. Errors: -ESRCH. */
export function sharedInfoFrame(domid: u32): i32 {
  const domain = guest(domid);
  return domain === null ? -Errno.ESRCH : <i32>domain.sharedInfo;
}

/** Fills in an entry of a domain's grant table before it runs: full access for `toDomid`. Errors: -ESRCH, -EINVAL, -ENOMEM. */
export function grantPrefill(domid: u32, ref: u32, mfn: u32, toDomid: u32): i32 {
  const domain = guest(domid);
  return told(
    ControlOp.GrantPrefill,
    domain === null ? -Errno.ESRCH : prefill(domain, ref, mfn, toDomid),
    domid,
    ref,
    mfn,
    toDomid,
  );
}

function prefill(domain: Domain, ref: u32, mfn: u32, toDomid: u32): i32 {
  if (domain.grantFrames === 0 && !growTable(domain, 1)) return -Errno.ENOMEM;
  if (!hasRef(domain, ref)) return -Errno.EINVAL;
  const at = entryAddress(domain, ref);
  writePhysical<u16>(at + 2, <u16>toDomid);
  writePhysical<u32>(at + 4, mfn);
  writePhysical<u16>(at, <u16>GrantFlag.PermitAccess);
  return 0;
}

/**
 * Uses a page that a domain grants to domain 0, as a back end does. Answers a handle; `grantFrame` tells the frame. Errors: -ESRCH; -EACCES it
 * is not granted, or not to be written; -ENOSPC too many are in use.
 */
export function grantMap(domid: u32, ref: u32, writes: u32): i32 {
  const own = self();
  const domain = guest(domid);
  let rc: i32 = -Errno.ESRCH;
  if (own !== null && domain !== null) {
    rc = useAsDevice(own, domain, ref, writes !== 0);
    if (rc < 0) rc = rc === -GrantStatus.NoSpace ? -Errno.ENOSPC : -Errno.EACCES;
  }
  return told(ControlOp.GrantMap, rc, domid, ref, writes);
}

/** Lets go of it: a domain that is dying may be gone then. Errors: -ESRCH, -EINVAL there is no such handle. */
export function grantUnmap(handle: u32): i32 {
  const own = self();
  let rc: i32 = -Errno.ESRCH;
  if (own !== null) rc = endDeviceUse(own, handle) ? 0 : -Errno.EINVAL;
  const answer = told(ControlOp.GrantUnmap, rc, handle);
  finishDestroyed();
  return answer;
}

/** The machine frame behind a handle of the control plane's. Errors: -EINVAL. */
export function grantFrame(handle: u32): i32 {
  const own = self();
  if (own === null || handle >= GRANT_HANDLES || grantHandle(own, handle).flags === 0) return -Errno.EINVAL;
  const mapping = grantHandle(own, handle);
  const active = findActive(mapping.granter, mapping.ref);
  return active === null ? -Errno.EINVAL : <i32>active.frame;
}

/** A new port of the domain for `remote` to bind to; answers the port. Errors: -ESRCH, -ENOSPC. */
export function eventAllocUnbound(domid: u32, remote: u32): i32 {
  const domain = guest(domid);
  return told(
    ControlOp.EventAllocUnbound,
    domain === null ? -Errno.ESRCH : allocUnbound(domain, remote, domain),
    domid,
    remote,
  );
}

/** Binds a port of a domain that waits for domain 0; answers the control plane's own. Errors: -ESRCH, -EINVAL, -ENOSPC. */
export function eventBind(domid: u32, remotePort: u32): i32 {
  const own = self();
  return told(
    ControlOp.EventBind,
    own === null ? -Errno.ESRCH : bindInterdomain(own, domid, remotePort),
    domid,
    remotePort,
  );
}

/** Closes a port of the control plane. Errors: -ESRCH, -EINVAL. */
export function eventClose(port: u32): i32 {
  const own = self();
  return told(ControlOp.EventClose, own === null ? -Errno.ESRCH : closePort(own, port), port);
}

/** Sends over a port of the control plane. Errors: -ESRCH, -EINVAL. */
export function eventSend(port: u32): i32 {
  const own = self();
  let rc: i32 = -Errno.ESRCH;
  if (own !== null) {
    const open = isPort(port) && eventPort(own, port).state !== PortState.Closed;
    rc = open ? 0 : -Errno.EINVAL;
    if (open) notifyRemote(own, port);
  }
  return told(ControlOp.EventSend, rc, port);
}

/** The lowest pending port of the control plane, which is no longer pending; -1 if there is none. */
export function eventPending(): i32 {
  const own = self();
  if (own === null) return -1;
  for (let port: u32 = 1; port < PORTS; port++) {
    if (!isPending(own, port)) continue;
    clearPending(own, port);
    return port;
  }
  return -1;
}
