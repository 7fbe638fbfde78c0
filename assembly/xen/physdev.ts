/** physdev_op: what a PV guest may do about I/O privilege. Source: xen/arch/x86/physdev.c. */
import { Errno } from '../abi/errno';
import { GSIS, PhysdevOp, PIRQS } from '../abi/physdev';
import { TraceEvent } from '../abi/trace-event';
import { SCRATCH } from '../base/memory-map';
import { pageInfo } from '../layout/page-info';
import { isTracing, recordEvent } from '../trace/trace';
import { callersDomain, currentDomain, currentVcpu } from './domains';
import { fetch, isGuestRange, put } from './guest';
import { frameExists } from './mm/frames';

/** Bytes of struct physdev_op: a command and the largest of the structures of Xen 2. */
const COMPAT_BYTES: u32 = 16;
/** XENIRQSTAT_needs_eoi. */
const IRQ_NEEDS_EOI: u32 = 1;
/** I/O ports there are. */
const PORT_COUNT: u32 = 65536;

/** Hypercall 33. Errors: -ENOSYS, -EFAULT, -EINVAL; -EPERM for what concerns interrupts and places of real devices. */
export function physdevOp(command: u32, argument: u32): i32 {
  switch (command) {
    case PhysdevOp.SetIopl:
      return setIopl(argument);
    case PhysdevOp.SetIobitmap:
      return setIobitmap(argument);
    // Interrupts of devices that a domain has: none.
    case PhysdevOp.IrqUnmaskNotify:
      return 0;
    case PhysdevOp.PciMmcfgReserved:
    case PhysdevOp.DbgpOp:
      return -Errno.EPERM;
  }
  const bytes = structureBytes(command);
  if (bytes === 0) return -Errno.ENOSYS;
  return fetch(SCRATCH, argument, bytes) ? refuse(command, argument) : -Errno.EFAULT;
}

/** Bytes of the structure of an operation on devices; 0: there is no such one. */
function structureBytes(command: u32): u32 {
  switch (command) {
    case PhysdevOp.ManagePciAdd:
    case PhysdevOp.ManagePciRemove:
    case PhysdevOp.RestoreMsi:
      return 2;
    case PhysdevOp.Eoi:
    case PhysdevOp.PirqEoiGmfnV1:
    case PhysdevOp.PirqEoiGmfnV2:
    case PhysdevOp.PciDeviceRemove:
    case PhysdevOp.RestoreMsiExt:
    case PhysdevOp.PrepareMsix:
    case PhysdevOp.ReleaseMsix:
      return 4;
    case PhysdevOp.IrqStatusQuery:
    case PhysdevOp.AllocIrqVector:
    case PhysdevOp.UnmapPirq:
    case PhysdevOp.SetupGsi:
    case PhysdevOp.GetFreePirq:
      return 8;
    case PhysdevOp.ApicRead:
    case PhysdevOp.ApicWrite:
    case PhysdevOp.PciDeviceAdd:
      return 12;
    case PhysdevOp.ManagePciAddExt:
      return 16;
    case PhysdevOp.MapPirq:
      return 36;
    default:
      return 0;
  }
}

/** What a domain without devices is told; its structure stands at SCRATCH. */
function refuse(command: u32, argument: u32): i32 {
  const first = load<u32>(SCRATCH);
  switch (command) {
    case PhysdevOp.Eoi:
      return -Errno.EINVAL;
    case PhysdevOp.IrqStatusQuery:
      return first < PIRQS ? needsEoi(argument) : -Errno.EINVAL;
    case PhysdevOp.MapPirq:
    case PhysdevOp.UnmapPirq:
      return callersDomain(first & 0xffff) === null ? -Errno.ESRCH : -Errno.EPERM;
    case PhysdevOp.PirqEoiGmfnV1:
    case PhysdevOp.PirqEoiGmfnV2:
      return ownsFrame(first) ? -Errno.ENOSYS : -Errno.EINVAL;
    case PhysdevOp.RestoreMsi:
    case PhysdevOp.RestoreMsiExt:
      return -Errno.ENODEV;
    case PhysdevOp.ManagePciAddExt:
      return load<u32>(SCRATCH, 4) <= 1 && load<u32>(SCRATCH, 8) <= 1 ? -Errno.EPERM : -Errno.EINVAL;
    case PhysdevOp.SetupGsi:
      return first < GSIS ? -Errno.EPERM : -Errno.EINVAL;
    case PhysdevOp.GetFreePirq:
      return -Errno.ENOSYS;
    default:
      return -Errno.EPERM;
  }
}

/** PHYSDEVOP_irq_status_query: irq u32, flags u32 out. Xen plays safe: an end-of-interrupt is always wanted. */
function needsEoi(argument: u32): i32 {
  store<u32>(SCRATCH, IRQ_NEEDS_EOI, 4);
  return put(argument, SCRATCH, 8) ? 0 : -Errno.EFAULT;
}

/** Does a frame belong to the caller? Xen would write into it which interrupts want their end told; none ever does. */
function ownsFrame(mfn: u32): bool {
  return frameExists(mfn) && pageInfo(mfn).owner === currentDomain().domid;
}

/** Hypercall 19: the command and its structure in one. */
export function physdevOpCompat(argument: u32): i32 {
  if (!fetch(SCRATCH, argument, COMPAT_BYTES)) return -Errno.EFAULT;
  const command = load<u32>(SCRATCH);
  // These two leave records of their own.
  const tells = command === PhysdevOp.SetIopl || command === PhysdevOp.SetIobitmap;
  if (isTracing() && !tells) recordEvent(TraceEvent.Request, command);
  return physdevOp(command, argument + 4);
}

/** PHYSDEVOP_set_iopl: struct { iopl u32 }. */
function setIopl(argument: u32): i32 {
  if (!fetch(SCRATCH, argument, 4)) return -Errno.EFAULT;
  const iopl = load<u32>(SCRATCH);
  if (isTracing()) recordEvent(TraceEvent.Request, PhysdevOp.SetIopl, iopl);
  if (iopl > 3) return -Errno.EINVAL;
  currentVcpu().iopl = iopl;
  return 0;
}

/** PHYSDEVOP_set_iobitmap: struct { bitmap pointer, nr_ports u32 }: a bit that is 1 forbids its port. */
function setIobitmap(argument: u32): i32 {
  if (!fetch(SCRATCH, argument, 8)) return -Errno.EFAULT;
  const ports = load<u32>(SCRATCH, 4);
  if (isTracing()) recordEvent(TraceEvent.Request, PhysdevOp.SetIobitmap, load<u32>(SCRATCH), ports);
  if (ports > PORT_COUNT || !isGuestRange(load<u32>(SCRATCH), PORT_COUNT / 8)) return -Errno.EINVAL;
  const v = currentVcpu();
  v.ioBitmap = load<u32>(SCRATCH);
  v.ioPorts = ports;
  return 0;
}
