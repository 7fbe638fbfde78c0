/** vcpu_op: several vCPUs, their timers and what they share. Source: xen/common/domain.c, do_vcpu_op; xen/arch/x86/pv/domain.c. */
import { Errno } from '../abi/errno';
import { PageType, TYPE_SHIFT } from '../abi/page-type';
import { Shutdown } from '../abi/sched';
import { TraceEvent } from '../abi/trace-event';
import { MIN_PERIOD, VcpuOp } from '../abi/vcpu-op';
import { EXCHANGE, PAGE_SHIFT, PAGE_SIZE, SCRATCH } from '../base/memory-map';
import { Domain } from '../layout/domain';
import { CONTEXT_BYTES } from '../layout/guest-context';
import { VCPU_INFO_BYTES, VcpuInfo } from '../layout/shared-info';
import { Vcpu, vcpuOf } from '../layout/vcpu';
import { readPhysical, writePhysical } from '../mmu/physical';
import { isTracing, recordEvent } from '../trace/trace';
import { putRunState, putTime } from './areas';
import { setContext } from './context';
import { currentDomain, currentVcpu } from './domains';
import { fetch, isGuestRange, put } from './guest';
import { getPageAndType } from './mm/page-type';
import { beginHypercall } from './mm/work';
import { RUNSTATE_BYTES, writeRunState } from './runstate';
import { shutdownDomain } from './shutdown';
import { setPeriod, setTimer } from './timers';
import { isCurrent, kick, NEVER, vcpuChanged } from './wake';

/** Longest period. Source: xen/include/xen/time.h, STIME_DELTA_MAX. */
const LONGEST: u64 = 0x3fffffffffffffff;

/** Hypercall 24. Errors: -ENOENT no such vCPU; others by sub-operation. */
export function vcpuOp(command: u32, id: u32, argument: u32): i32 {
  const domain = currentDomain();
  if (id >= domain.vcpuCount) return -Errno.ENOENT;
  const v = vcpuOf(domain, id);
  switch (command) {
    case VcpuOp.Initialise:
      return initialise(v, argument);
    case VcpuOp.Up:
      return bringUp(v);
    case VcpuOp.Down:
      return takeDown(domain, v);
    case VcpuOp.IsUp:
      return v.online;
    case VcpuOp.GetRunstateInfo:
      writeRunState(v, SCRATCH);
      return put(argument, SCRATCH, RUNSTATE_BYTES) ? 0 : -Errno.EFAULT;
    case VcpuOp.SetPeriodicTimer:
    case VcpuOp.StopPeriodicTimer:
    case VcpuOp.SetSingleshotTimer:
    case VcpuOp.StopSingleshotTimer:
      return timerOp(v, command, argument);
    case VcpuOp.RegisterRunstateArea:
    case VcpuOp.RegisterTimeArea:
      return registerArea(v, command, argument);
    case VcpuOp.RegisterVcpuInfo:
      return registerVcpuInfo(domain, v, argument);
    case VcpuOp.SendNmi:
      return sendNmi(v, argument);
    case VcpuOp.GetPhysid:
      return getPhysid(domain, argument);
    default:
      return -Errno.ENOSYS;
  }
}

/** VCPUOP_initialise. Errors: -EFAULT, -EEXIST it has a context, -EINVAL the context is bad. */
function initialise(v: Vcpu, argument: u32): i32 {
  // The exchange buffer belongs to the host only between two calls of the core: during one it is free.
  if (!fetch(EXCHANGE, argument, CONTEXT_BYTES)) return -Errno.EFAULT;
  if (v.initialised !== 0) return -Errno.EEXIST;
  return setContext(v, EXCHANGE);
}

function bringUp(v: Vcpu): i32 {
  if (v.initialised === 0) return -Errno.EINVAL;
  v.online = 1;
  vcpuChanged(v);
  return 0;
}

/** VCPUOP_down. When the last goes, so does the domain. */
function takeDown(domain: Domain, v: Vcpu): i32 {
  let others: u32 = 0;
  for (let id: u32 = 0; id < domain.vcpuCount; id++) {
    const other = vcpuOf(domain, id);
    if (other.id !== v.id && other.online !== 0) others++;
  }
  if (others === 0) {
    shutdownDomain(domain, Shutdown.Poweroff);
    return 0;
  }
  v.online = 0;
  vcpuChanged(v);
  return 0;
}

/** Timers. The one-shot timer is set by its own vCPU only; a time that is past fires at once, flag or not, as Xen 4.17 has it. */
function timerOp(v: Vcpu, command: u32, argument: u32): i32 {
  if (command === VcpuOp.StopPeriodicTimer) {
    setPeriod(v, 0);
    return 0;
  }
  if (command === VcpuOp.SetPeriodicTimer) {
    if (!fetch(SCRATCH, argument, 8)) return -Errno.EFAULT;
    const period = load<u64>(SCRATCH);
    if (isTracing()) recordEvent(TraceEvent.Request, command, period);
    if (period < MIN_PERIOD || period > LONGEST) return -Errno.EINVAL;
    setPeriod(v, period);
    return 0;
  }
  if (v !== currentVcpu()) return -Errno.EINVAL;
  if (command === VcpuOp.StopSingleshotTimer) {
    setTimer(v, NEVER);
    return 0;
  }
  if (!fetch(SCRATCH, argument, 12)) return -Errno.EFAULT;
  const at = load<u64>(SCRATCH);
  if (isTracing()) recordEvent(TraceEvent.Request, command, at, load<u32>(SCRATCH, 8));
  setTimer(v, at);
  return 0;
}

/** Registers memory that Xen keeps current; a union of a handle and a 64-bit address. Errors: -EFAULT. */
function registerArea(v: Vcpu, command: u32, argument: u32): i32 {
  if (!fetch(SCRATCH, argument, 8)) return -Errno.EFAULT;
  const area = load<u32>(SCRATCH);
  if (isTracing()) recordEvent(TraceEvent.Request, command, area);
  if (area !== 0 && !isGuestRange(area, RUNSTATE_BYTES)) return -Errno.EFAULT;
  if (command === VcpuOp.RegisterTimeArea) {
    v.timeArea = area;
    if (area !== 0 && isCurrent(v)) putTime(v, area);
    return 0;
  }
  v.runStateArea = area;
  if (area === 0) return 0;
  if (isCurrent(v)) {
    putRunState(v, area);
  } else {
    writeRunState(v, SCRATCH);
    put(area, SCRATCH, RUNSTATE_BYTES);
  }
  return 0;
}

/**
 * VCPUOP_register_vcpu_info: the vCPU's part of shared_info moves to a frame of the guest's, once and for ever. Everything counts as
 * pending afterwards, so that nothing is lost. Struct: frame u64, offset u32. Errors: -EFAULT; -ENXIO not in one page; -EINVAL moved already,
 * another vCPU that is up, not a writable frame of the guest's. Source: xen/common/domain.c, map_vcpu_info.
 */
function registerVcpuInfo(domain: Domain, v: Vcpu, argument: u32): i32 {
  if (!fetch(SCRATCH, argument, 16)) return -Errno.EFAULT;
  const frame = load<u64>(SCRATCH);
  const offset = load<u32>(SCRATCH, 8);
  if (isTracing()) recordEvent(TraceEvent.Request, VcpuOp.RegisterVcpuInfo, frame, offset);
  if (offset > PAGE_SIZE - VCPU_INFO_BYTES || offset & 3) return -Errno.ENXIO;
  if (v.vcpuInfoMoved !== 0) return -Errno.EINVAL;
  if (!isCurrent(v) && v.online !== 0) return -Errno.EINVAL;
  beginHypercall();
  if (getPageAndType(frame, (<u32>PageType.Writable) << TYPE_SHIFT, domain.domid) < 0) return -Errno.EINVAL;
  const to = ((<u32>frame) << PAGE_SHIFT) + offset;
  for (let i: u32 = 0; i < VCPU_INFO_BYTES; i += 4) writePhysical<u32>(to + i, readPhysical<u32>(v.vcpuInfo + i));
  v.vcpuInfo = to;
  v.vcpuInfoMoved = 1;
  writePhysical<u8>(to + <u32>offsetof<VcpuInfo>('upcallPending'), 1);
  writePhysical<u32>(to + <u32>offsetof<VcpuInfo>('pendingSel'), 0xffffffff);
  return 0;
}

/** VCPUOP_get_physid: for domain 0, whose vCPUs never leave the one processor: u64, its identifiers, 0. Errors: -EINVAL, -EFAULT. */
function getPhysid(domain: Domain, argument: u32): i32 {
  if (!domain.privileged) return -Errno.EINVAL;
  store<u64>(SCRATCH, 0);
  return put(argument, SCRATCH, 8) ? 0 : -Errno.EFAULT;
}

/** VCPUOP_send_nmi. Errors: -EINVAL with an argument. */
function sendNmi(v: Vcpu, argument: u32): i32 {
  if (argument !== 0) return -Errno.EINVAL;
  if (v.nmiPending === 0) {
    v.nmiPending = 1;
    kick(v);
  }
  return 0;
}
