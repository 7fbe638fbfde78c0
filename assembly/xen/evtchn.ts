/**
 * event_channel_op: ports and what they are bound to (2-level ABI). Every sub-operation has its structure at SCRATCH and writes results
 * there; what the structure's header calls out is copied back. Source: xen/common/event_channel.c.
 */

import { Errno } from '../abi/errno';
import { EventOp, PER_VCPU_VIRQS, PortState } from '../abi/evtchn';
import { PIRQS } from '../abi/physdev';
import { TraceEvent } from '../abi/trace-event';
import { SCRATCH } from '../base/memory-map';
import { Domain } from '../layout/domain';
import { eventPort } from '../layout/event-port';
import { VIRQS, vcpuOf, virqPort } from '../layout/vcpu';
import { isTracing, recordEvent } from '../trace/trace';
import { callersDomain, currentDomain } from './domains';
import { notifyRemote, setPending, unmask } from './events';
import { fetch, put } from './guest';
import { allocUnbound, bindInterdomain, closePort, freePort, hasRoom, isPort, resetPorts } from './ports';

/** Bytes of the union of event_channel_op_compat, which its commands' structures fit in; the command stands before it. */
const UNION_BYTES: u32 = 24;

/** Hypercall 32. Errors: -ENOSYS, -EFAULT; others by sub-operation. */
export function eventChannelOp(command: u32, argument: u32): i32 {
  const bytes = structureBytes(command);
  if (bytes === 0) return -Errno.ENOSYS;
  if (!fetch(SCRATCH, argument, bytes)) return -Errno.EFAULT;
  const rc = operate(command);
  return rc === 0 && hasResult(command) && !put(argument, SCRATCH, bytes) ? -Errno.EFAULT : rc;
}

/** Hypercall 16: the command and its structure in one. */
export function eventChannelOpCompat(argument: u32): i32 {
  if (!fetch(SCRATCH, argument, 4 + UNION_BYTES)) return -Errno.EFAULT;
  const command = load<u32>(SCRATCH);
  if (command <= <u32>EventOp.Unmask) return eventChannelOp(command, argument + 4);
  if (isTracing()) recordEvent(TraceEvent.Request, command);
  return -Errno.ENOSYS;
}

/** Bytes of a sub-operation's structure; 0: there is no such one. */
function structureBytes(command: u32): u32 {
  switch (command) {
    case EventOp.Close:
    case EventOp.Send:
    case EventOp.Unmask:
      return 4;
    case EventOp.Reset:
    case EventOp.ResetContinued:
      return 2;
    case EventOp.AllocUnbound:
    case EventOp.BindIpi:
    case EventOp.BindVcpu:
    case EventOp.ExpandArray:
    case EventOp.SetPriority:
      return 8;
    case EventOp.BindInterdomain:
    case EventOp.BindVirq:
    case EventOp.BindPirq:
      return 12;
    case EventOp.Status:
    case EventOp.InitControl:
      return 24;
    default:
      return 0;
  }
}

function hasResult(command: u32): bool {
  return (
    command === EventOp.AllocUnbound ||
    command === EventOp.BindInterdomain ||
    command === EventOp.BindVirq ||
    command === EventOp.BindIpi ||
    command === EventOp.Status
  );
}

function operate(command: u32): i32 {
  const domain = currentDomain();
  recordRequest(command);
  const port = load<u32>(SCRATCH);
  switch (command) {
    case EventOp.AllocUnbound:
      return allocate(domain);
    case EventOp.BindInterdomain:
      return result(bindInterdomain(domain, load<u16>(SCRATCH), load<u32>(SCRATCH, 4)), 8);
    case EventOp.BindVirq:
      return result(bindVirq(domain, load<u32>(SCRATCH), load<u32>(SCRATCH, 4)), 8);
    case EventOp.BindPirq:
      return port < PIRQS ? -Errno.EPERM : -Errno.EINVAL;
    case EventOp.BindIpi:
      return result(bindIpi(domain, load<u32>(SCRATCH)), 4);
    case EventOp.Close:
      return closePort(domain, port);
    case EventOp.Send:
      return send(domain, port);
    case EventOp.Status:
      return status(domain);
    case EventOp.BindVcpu:
      return bindVcpu(domain, port, load<u32>(SCRATCH, 4));
    case EventOp.Unmask:
      if (!hasRoom(domain, port)) return -Errno.EINVAL;
      unmask(domain, port);
      return 0;
    case EventOp.InitControl:
    case EventOp.ExpandArray:
    case EventOp.SetPriority:
      return fifo(domain, command, port);
    default:
      return reset(domain, command);
  }
}

/**
 * FIFO ports, a feature that is not here: bad arguments are answered as by a Xen that has it and does not use it, good ones say that there
 * is none, and a guest stays with the 2-level ABI. Source: xen/common/event_fifo.c.
 */
function fifo(domain: Domain, command: u32, port: u32): i32 {
  if (command === EventOp.ExpandArray) return -Errno.EOPNOTSUPP;
  if (command === EventOp.SetPriority) return hasRoom(domain, port) ? -Errno.ENOSYS : -Errno.EINVAL;
  return load<u32>(SCRATCH, 12) < domain.vcpuCount ? -Errno.ENOSYS : -Errno.ENOENT;
}

/** Leaves a new port in the structure; passes an error on. */
function result(port: i32, offset: usize): i32 {
  if (port < 0) return port;
  store<u32>(SCRATCH + offset, port);
  return 0;
}

/** Records the structure's fields as the header has them. */
function recordRequest(command: u32): void {
  if (!isTracing()) return;
  const first: u64 = load<u32>(SCRATCH);
  const second: u64 = load<u32>(SCRATCH, 4);
  switch (command) {
    case EventOp.AllocUnbound:
      recordEvent(TraceEvent.Request, command, load<u16>(SCRATCH), load<u16>(SCRATCH, 2));
      break;
    case EventOp.BindInterdomain:
    case EventOp.Status:
      recordEvent(TraceEvent.Request, command, first & 0xffff, second);
      break;
    case EventOp.BindVirq:
    case EventOp.BindPirq:
    case EventOp.BindVcpu:
      recordEvent(TraceEvent.Request, command, first, second);
      break;
    case EventOp.Reset:
      recordEvent(TraceEvent.Request, command, first & 0xffff);
      break;
    default:
      recordEvent(TraceEvent.Request, command, first);
  }
}

/** EVTCHNOP_alloc_unbound: dom u16, remote_dom u16, port u32 out. Errors: -ESRCH, -EPERM, -ENOSPC. */
function allocate(caller: Domain): i32 {
  const domain = callersDomain(load<u16>(SCRATCH));
  if (domain === null) return -Errno.ESRCH;
  if (domain !== caller && !caller.privileged) return -Errno.EPERM;
  return result(allocUnbound(domain, load<u16>(SCRATCH, 2), caller), 4);
}

/** EVTCHNOP_bind_virq: virq u32, vcpu u32, port u32 out. Errors: -EINVAL, -ENOENT, -EEXIST, -ENOSPC. */
function bindVirq(domain: Domain, virq: u32, id: u32): i32 {
  if (virq >= VIRQS) return -Errno.EINVAL;
  const perVcpu = ((PER_VCPU_VIRQS >> virq) & 1) !== 0;
  if (!perVcpu && id !== 0) return -Errno.EINVAL;
  if (id >= domain.vcpuCount) return -Errno.ENOENT;
  const place = virqPort(vcpuOf(domain, id), virq);
  if (load<u16>(place) !== 0) return -Errno.EEXIST;
  const port = freePort(domain);
  if (port < 0) return port;
  const end = eventPort(domain, port);
  end.state = <u8>PortState.Virq;
  end.vcpu = <u8>id;
  end.remotePort = <u16>virq;
  store<u16>(place, <u16>port);
  return port;
}

/** EVTCHNOP_bind_ipi: vcpu u32, port u32 out. Errors: -ENOENT, -ENOSPC. */
function bindIpi(domain: Domain, id: u32): i32 {
  if (id >= domain.vcpuCount) return -Errno.ENOENT;
  const port = freePort(domain);
  if (port < 0) return port;
  const end = eventPort(domain, port);
  end.state = <u8>PortState.Ipi;
  end.vcpu = <u8>id;
  return port;
}

/** EVTCHNOP_send. A port that nobody has bound yet loses what is sent. Errors: -EINVAL for what has no other end. */
function send(domain: Domain, port: u32): i32 {
  if (!isPort(port)) return -Errno.EINVAL;
  switch (<u32>eventPort(domain, port).state) {
    case PortState.Interdomain:
      notifyRemote(domain, port);
      return 0;
    case PortState.Ipi:
      setPending(domain, port, domain.domid);
      return 0;
    case PortState.Unbound:
      return 0;
    default:
      return -Errno.EINVAL;
  }
}

/**
 * EVTCHNOP_status: dom u16, port u32 in; status u32, vcpu u32, then by state: the other domain and its port, or the VIRQ.
 * Errors: -ESRCH, -EPERM, -EINVAL.
 */
function status(caller: Domain): i32 {
  const domain = callersDomain(load<u16>(SCRATCH));
  if (domain === null) return -Errno.ESRCH;
  const port = load<u32>(SCRATCH, 4);
  if (!hasRoom(domain, port)) return -Errno.EINVAL;
  if (domain !== caller && !caller.privileged) return -Errno.EPERM;
  const end = eventPort(domain, port);
  const state = <u32>end.state;
  store<u32>(SCRATCH, state, 8);
  store<u32>(SCRATCH, end.vcpu, 12);
  if (state === PortState.Virq) store<u32>(SCRATCH, end.remotePort, 16);
  if (state === PortState.Unbound || state === PortState.Interdomain) store<u16>(SCRATCH, end.remoteDomid, 16);
  if (state === PortState.Interdomain) store<u32>(SCRATCH, end.remotePort, 20);
  return 0;
}

/** EVTCHNOP_bind_vcpu: which vCPU is told. Errors: -ENOENT, -EINVAL for ports that belong to one. */
function bindVcpu(domain: Domain, port: u32, id: u32): i32 {
  if (id >= domain.vcpuCount) return -Errno.ENOENT;
  if (!isPort(port)) return -Errno.EINVAL;
  const end = eventPort(domain, port);
  const state = <u32>end.state;
  const moves =
    state === PortState.Unbound ||
    state === PortState.Interdomain ||
    (state === PortState.Virq && !((PER_VCPU_VIRQS >> end.remotePort) & 1));
  if (!moves) return -Errno.EINVAL;
  end.vcpu = <u8>id;
  return 0;
}

/** EVTCHNOP_reset: closes all ports of a domain, in one go. Errors: -ESRCH, -EPERM; -EBUSY there is nothing to go on with. */
function reset(caller: Domain, command: u32): i32 {
  const domain = callersDomain(load<u16>(SCRATCH));
  if (domain === null) return -Errno.ESRCH;
  if (domain !== caller && !caller.privileged) return -Errno.EPERM;
  if (command === EventOp.ResetContinued) return -Errno.EBUSY;
  resetPorts(domain);
  return 0;
}
