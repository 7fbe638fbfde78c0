/** sched_op: waiting, giving way, ending. Source: xen/common/sched/core.c, do_sched_op, do_poll; xen/common/domain.c, do_watchdog. */
import { Crash } from '../abi/crash';
import { Errno } from '../abi/errno';
import { PortState } from '../abi/evtchn';
import { POLL_PORTS, SchedOp, Shutdown } from '../abi/sched';
import { TraceEvent } from '../abi/trace-event';
import { SCRATCH } from '../base/memory-map';
import { Domain } from '../layout/domain';
import { eventPort, PORTS } from '../layout/event-port';
import { machine } from '../layout/machine-state';
import { domainOf, Vcpu } from '../layout/vcpu';
import { isTracing, recordEvent } from '../trace/trace';
import { crashDomain } from './crash';
import { callersDomain, currentDomain, currentVcpu } from './domains';
import { isPending } from './events';
import { fetch } from './guest';
import { yieldCpu } from './sched';
import { giveReason, shutdownDomain } from './shutdown';
import { refreshDeadline } from './timers';
import { needsUpcall, setMask } from './vcpu-info';
import { block, NEVER } from './wake';

/** Watchdogs count in seconds. */
const SECOND: u64 = 1_000_000_000;

/** Hypercall 29. */
export function schedOp(command: u32, argument: u32): i32 {
  const v = currentVcpu();
  switch (command) {
    case SchedOp.Yield:
      yieldCpu(v);
      return 0;
    case SchedOp.Block:
      return waitForEvent(v);
    case SchedOp.Shutdown:
    case SchedOp.ShutdownCode:
      return shutdown(v, command, argument);
    case SchedOp.Poll:
      return poll(v, argument);
    case SchedOp.RemoteShutdown:
      return remoteShutdown(argument);
    case SchedOp.Watchdog:
      return watchdog(argument);
    case SchedOp.PinOverride:
      return pinOverride(argument);
    default:
      return -Errno.ENOSYS;
  }
}

/** Hypercall 6, the form of Xen 2: yield, block, and shutdown with the reason as argument. */
export function schedOpCompat(command: u32, argument: u32): i32 {
  if (command <= <u32>SchedOp.Block) return schedOp(command, 0);
  if (command !== SchedOp.Shutdown) return -Errno.ENOSYS;
  end(currentVcpu(), argument & 0xff);
  return 0;
}

/** SCHEDOP_block: unmasks events and waits, unless one is there already. */
function waitForEvent(v: Vcpu): i32 {
  setMask(v, 0);
  if (!needsUpcall(v)) block(v);
  return 0;
}

/** SCHEDOP_shutdown, SCHEDOP_shutdown_code. Errors: -EFAULT. The latter ends nothing, but says why the domain will have ended. */
function shutdown(v: Vcpu, command: u32, argument: u32): i32 {
  if (!fetch(SCRATCH, argument, 4)) return -Errno.EFAULT;
  const reason = load<u32>(SCRATCH) & 0xff;
  if (isTracing()) recordEvent(TraceEvent.Request, command, reason);
  if (command === SchedOp.ShutdownCode) giveReason(domainOf(v), reason);
  else end(v, reason);
  return 0;
}

function end(v: Vcpu, given: u32): void {
  const reason = giveReason(domainOf(v), given);
  if (reason === Shutdown.Crash) crashDomain(v, Crash.Asked, 0);
  else shutdownDomain(domainOf(v), <Shutdown>reason);
}

/** SCHEDOP_remote_shutdown: struct { domid u16, reason u32 at 4 }. Errors: -EFAULT, -ESRCH, -EPERM. */
function remoteShutdown(argument: u32): i32 {
  if (!fetch(SCRATCH, argument, 8)) return -Errno.EFAULT;
  const domid = <u32>load<u16>(SCRATCH);
  const reason = load<u32>(SCRATCH, 4);
  if (isTracing()) recordEvent(TraceEvent.Request, SchedOp.RemoteShutdown, domid, reason);
  const caller = currentDomain();
  const target = callersDomain(domid);
  if (target === null || target === caller) return -Errno.ESRCH;
  if (!caller.privileged) return -Errno.EPERM;
  shutdownDomain(target, <Shutdown>(reason & 0xff));
  return 0;
}

/**
 * SCHEDOP_poll: waits until one of up to 128 ports is pending, masked or not, or until a system time. Does not unmask events.
 * Errors: -EINVAL too many ports or one that is not open, -EFAULT.
 */
function poll(v: Vcpu, argument: u32): i32 {
  if (!fetch(SCRATCH, argument, 16)) return -Errno.EFAULT;
  const ports = load<u32>(SCRATCH);
  const count = load<u32>(SCRATCH, 4);
  const timeout = load<u64>(SCRATCH, 8);
  if (isTracing()) recordEvent(TraceEvent.Request, SchedOp.Poll, ports, count, timeout);
  if (count > POLL_PORTS) return -Errno.EINVAL;
  if (needsUpcall(v)) return 0;
  const rc = pollPorts(v, ports, count);
  if (rc !== 0) return min(rc, 0);
  v.polling = 1;
  v.pollPort = count === 1 ? load<u32>(SCRATCH) : 0;
  v.pollTimer = timeout === 0 ? NEVER : max(timeout, machine().tick);
  refreshDeadline();
  block(v);
  return 0;
}

/** Looks at the ports: 0 none is pending, 1 one is, or an error. The last port looked at stands at SCRATCH. */
function pollPorts(v: Vcpu, ports: u32, count: u32): i32 {
  const domain = domainOf(v);
  for (let i: u32 = 0; i < count; i++) {
    if (!fetch(SCRATCH, ports + (i << 2), 4)) return -Errno.EFAULT;
    const port = load<u32>(SCRATCH);
    if (port >= PORTS || eventPort(domain, port).state === PortState.Closed) return -Errno.EINVAL;
    if (isPending(domain, port)) return 1;
  }
  return 0;
}

/** SCHEDOP_pin_override: struct { processor i32 }; there is one, so all are on it. Errors: -EPERM, -EFAULT, -EINVAL. */
function pinOverride(argument: u32): i32 {
  if (!currentDomain().privileged) return -Errno.EPERM;
  if (!fetch(SCRATCH, argument, 4)) return -Errno.EFAULT;
  return load<i32>(SCRATCH) > 0 ? -Errno.EINVAL : 0;
}

/** SCHEDOP_watchdog: struct { id u32, timeout u32 seconds }: id 0 takes a new one; timeout 0 gives one back. Errors: -EINVAL, -EFAULT. */
function watchdog(argument: u32): i32 {
  if (!fetch(SCRATCH, argument, 8)) return -Errno.EFAULT;
  const id = load<u32>(SCRATCH);
  const seconds = load<u32>(SCRATCH, 4);
  if (isTracing()) recordEvent(TraceEvent.Request, SchedOp.Watchdog, id, seconds);
  const domain = currentDomain();
  if (id === 0) return newWatchdog(domain, seconds);
  if (id > 2 || !((domain.watchdogs >> (id - 1)) & 1)) return -Errno.EINVAL;
  setWatchdog(domain, id, seconds);
  return 0;
}

/** Takes a watchdog that is not in use; gives its number. Errors: -EINVAL without a timeout, -ENOSPC both are in use. */
function newWatchdog(domain: Domain, seconds: u32): i32 {
  if (seconds === 0) return -Errno.EINVAL;
  if (domain.watchdogs === 3) return -Errno.ENOSPC;
  const id: u32 = domain.watchdogs & 1 ? 2 : 1;
  setWatchdog(domain, id, seconds);
  return id;
}

/** Winds watchdog `id` up, or gives it back. */
function setWatchdog(domain: Domain, id: u32, seconds: u32): void {
  const bit: u32 = 1 << (id - 1);
  const deadline = seconds === 0 ? NEVER : machine().tick + <u64>seconds * SECOND;
  domain.watchdogs = seconds === 0 ? domain.watchdogs & ~bit : domain.watchdogs | bit;
  if (id === 1) domain.watchdog0 = deadline;
  else domain.watchdog1 = deadline;
  refreshDeadline();
}
