/**
 * Making ports pending and waking who waits for them (2-level ABI). Source: xen/common/event_2l.c, evtchn_2l_set_pending,
 * evtchn_2l_unmask; xen/common/event_channel.c, evtchn_check_pollers.
 */
import { PortState } from '../abi/evtchn';
import { TraceEvent } from '../abi/trace-event';
import { PAGE_SHIFT } from '../base/memory-map';
import { Domain, DomainState, PENDING_OFFSET } from '../layout/domain';
import { eventPort } from '../layout/event-port';
import { MASK_BITS, PENDING_BITS } from '../layout/shared-info';
import { Vcpu, vcpuOf, virqPort } from '../layout/vcpu';
import { xenState } from '../layout/xen-state';
import { readPhysical, writePhysical } from '../mmu/physical';
import { isTracing, recordEvent } from '../trace/trace';
import { findDomain } from './domains';
import { markUpcall, selectWord } from './vcpu-info';
import { kick, unblock } from './wake';

/** Machine address of the word that holds a port's bit in one of shared_info's two bitmaps. */
function bitmapWord(domain: Domain, bitmap: u32, port: u32): u32 {
  return (domain.sharedInfo << PAGE_SHIFT) + bitmap + ((port >> 5) << 2);
}

function testBit(domain: Domain, bitmap: u32, port: u32): bool {
  return ((readPhysical<u32>(bitmapWord(domain, bitmap, port)) >> (port & 31)) & 1) !== 0;
}

function setBit(domain: Domain, bitmap: u32, port: u32, on: bool): void {
  const at = bitmapWord(domain, bitmap, port);
  const bit: u32 = 1 << (port & 31);
  const word = readPhysical<u32>(at);
  writePhysical<u32>(at, on ? word | bit : word & ~bit);
}

/** Is the port pending? */
export function isPending(domain: Domain, port: u32): bool {
  if (domain.state === DomainState.Control) return ((load<u32>(controlWord(domain, port)) >> (port & 31)) & 1) !== 0;
  return testBit(domain, PENDING_BITS, port);
}

/** Makes the port not pending. */
export function clearPending(domain: Domain, port: u32): void {
  if (domain.state === DomainState.Control) {
    const at = controlWord(domain, port);
    store<u32>(at, load<u32>(at) & ~(1 << (port & 31)));
  } else {
    setBit(domain, PENDING_BITS, port, false);
  }
}

/** The control plane has no shared_info: its pending bits stand in its record. */
function controlWord(domain: Domain, port: u32): usize {
  return changetype<usize>(domain) + PENDING_OFFSET + ((<usize>port >> 5) << 2);
}

/** Tells a vCPU that the word of `port` has something, and that an upcall waits. True if that raised the upcall. */
function raise(v: Vcpu, port: u32): bool {
  if (!selectWord(v, port >> 5)) return false;
  const raised = markUpcall(v);
  if (raised) kick(v);
  return raised;
}

/** Makes a port pending, raises the upcall unless the port is masked, and wakes whoever polls it. `sender`: a domid, for the trace. */
export function setPending(domain: Domain, port: u32, sender: u32): void {
  let raised = false;
  if (domain.state === DomainState.Control) {
    const at = controlWord(domain, port);
    store<u32>(at, load<u32>(at) | (1 << (port & 31)));
    xenState().hostPending = 1;
    raised = true;
  } else if (domain.sharedInfo !== 0 && !testBit(domain, PENDING_BITS, port)) {
    setBit(domain, PENDING_BITS, port, true);
    if (!testBit(domain, MASK_BITS, port)) raised = raise(vcpuOf(domain, eventPort(domain, port).vcpu), port);
    wakePollers(domain, port);
  }
  if (isTracing()) recordEvent(TraceEvent.EventSend, port, sender, raised ? 1 : 0).domid = domain.domid;
}

/** Lets a port raise upcalls again; if it is pending, it does so at once. Source: evtchn_2l_unmask. */
export function unmask(domain: Domain, port: u32): void {
  if (!testBit(domain, MASK_BITS, port)) return;
  setBit(domain, MASK_BITS, port, false);
  if (testBit(domain, PENDING_BITS, port)) raise(vcpuOf(domain, eventPort(domain, port).vcpu), port);
}

/** Wakes the vCPUs that poll the port, or several ports: those look for themselves which came. */
function wakePollers(domain: Domain, port: u32): void {
  for (let id: u32 = 0; id < domain.vcpuCount; id++) {
    const v = vcpuOf(domain, id);
    if (v.polling !== 0 && (v.pollPort === 0 || v.pollPort === port)) unblock(v);
  }
}

/** Raises a virtual interrupt of a vCPU; one that is not bound is lost. */
export function sendVirq(v: Vcpu, virq: u32, domain: Domain): void {
  const port = <u32>load<u16>(virqPort(v, virq));
  if (port !== 0) setPending(domain, port, domain.domid);
}

/** Raises a virtual interrupt of domain 0, which its vCPU 0 takes. */
export function sendGlobalVirq(virq: u32): void {
  const dom0 = findDomain(0);
  if (dom0 !== null && dom0.vcpuCount > 0) sendVirq(vcpuOf(dom0, 0), virq, dom0);
}

/** Tells the other end of an interdomain port. */
export function notifyRemote(domain: Domain, port: u32): void {
  const end = eventPort(domain, port);
  const remote = findDomain(end.remoteDomid);
  if (remote === null || end.state !== PortState.Interdomain) return;
  setPending(remote, end.remotePort, domain.domid);
}
