/** Taking, joining and closing ports: shared by hypercalls and the control plane. Source: xen/common/event_channel.c. */
import { DOMID_SELF } from '../abi/domid';
import { Errno } from '../abi/errno';
import { PER_VCPU_VIRQS, PortState } from '../abi/evtchn';
import { Domain } from '../layout/domain';
import { EventPort, eventPort, PORTS } from '../layout/event-port';
import { vcpuOf, virqPort } from '../layout/vcpu';
import { findDomain } from './domains';
import { clearPending, setPending } from './events';

/** Xen makes room for ports in portions of this many. Source: xen/include/xen/sched.h, EVTCHNS_PER_BUCKET. */
const PORTION: u32 = 64;

/** Could this number be a port's? Port 0 is none. */
export function isPort(port: u32): bool {
  return port > 0 && port < PORTS;
}

/** Has Xen made room for a port of that number? Port 0 has room, and is never used. Source: port_is_valid. */
export function hasRoom(domain: Domain, port: u32): bool {
  return port <= (domain.topPort | (PORTION - 1));
}

/** The lowest free port, or -ENOSPC. */
export function freePort(domain: Domain): i32 {
  for (let port: u32 = max<u32>(domain.firstFreePort, 1); port < PORTS; port++) {
    if (eventPort(domain, port).state !== PortState.Closed) continue;
    domain.firstFreePort = port;
    domain.topPort = max(domain.topPort, port);
    return port;
  }
  domain.firstFreePort = PORTS;
  return -Errno.ENOSPC;
}

/** Takes a port that domain `remote` may bind to; DOMID_SELF there is `caller`. It need not exist. Gives the port or -ENOSPC. */
export function allocUnbound(domain: Domain, remote: u32, caller: Domain): i32 {
  const port = freePort(domain);
  if (port < 0) return port;
  const end = eventPort(domain, port);
  end.state = <u8>PortState.Unbound;
  end.vcpu = 0;
  end.remoteDomid = remote === DOMID_SELF ? caller.domid : <u16>remote;
  return port;
}

/**
 * Joins a new port of `domain` to an unbound one that waits for it. What was sent to that one before is lost, so the new end is told
 * once. Gives the port; errors: -ESRCH, -ENOSPC, -EINVAL. Source: evtchn_bind_interdomain.
 */
export function bindInterdomain(domain: Domain, remoteDomid: u32, remotePort: u32): i32 {
  const remote = remoteDomid === DOMID_SELF ? domain : findDomain(remoteDomid);
  if (remote === null) return -Errno.ESRCH;
  const port = freePort(domain);
  if (port < 0) return port;
  if (!isPort(remotePort)) return -Errno.EINVAL;
  const far = eventPort(remote, remotePort);
  if (far.state !== PortState.Unbound || far.remoteDomid !== domain.domid) return -Errno.EINVAL;
  const near = eventPort(domain, port);
  join(near, remote.domid, remotePort);
  near.vcpu = 0;
  join(far, domain.domid, port);
  setPending(domain, port, remote.domid);
  return port;
}

function join(end: EventPort, domid: u32, port: u32): void {
  end.state = <u8>PortState.Interdomain;
  end.remoteDomid = <u16>domid;
  end.remotePort = <u16>port;
}

/** Closes a port; the other end of an interdomain one waits for a new partner. Errors: -EINVAL it is not open. */
export function closePort(domain: Domain, port: u32): i32 {
  if (!isPort(port)) return -Errno.EINVAL;
  const end = eventPort(domain, port);
  if (end.state === PortState.Closed) return -Errno.EINVAL;
  if (end.state === PortState.Interdomain) releaseFarEnd(end, domain);
  if (end.state === PortState.Virq) releaseVirq(domain, end);
  clearPending(domain, port);
  end.state = <u8>PortState.Closed;
  end.vcpu = 0;
  end.remoteDomid = 0;
  end.remotePort = 0;
  if (port < domain.firstFreePort) domain.firstFreePort = port;
  return 0;
}

function releaseFarEnd(end: EventPort, domain: Domain): void {
  const remote = findDomain(end.remoteDomid);
  if (remote === null) return;
  const far = eventPort(remote, end.remotePort);
  far.state = <u8>PortState.Unbound;
  far.remoteDomid = domain.domid;
  far.remotePort = 0;
}

/** The VIRQ's place is the vCPU's the port was bound for; a global VIRQ's is always vCPU 0's. */
function releaseVirq(domain: Domain, end: EventPort): void {
  const virq = <u32>end.remotePort;
  const id: u32 = (PER_VCPU_VIRQS >> virq) & 1 ? end.vcpu : 0;
  store<u16>(virqPort(vcpuOf(domain, id), virq), 0);
}

/** Closes all ports of a domain. */
export function resetPorts(domain: Domain): void {
  for (let port: u32 = 1; port < PORTS; port++) closePort(domain, port);
}
