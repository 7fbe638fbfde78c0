/** physdev_op: what a PV guest may do about I/O privilege. Source: xen/arch/x86/physdev.c. */
import { Errno } from '../abi/errno';
import { PhysdevOp } from '../abi/physdev';
import { TraceEvent } from '../abi/trace-event';
import { SCRATCH } from '../base/memory-map';
import { isTracing, recordEvent } from '../trace/trace';
import { currentVcpu } from './domains';
import { fetch, isGuestRange } from './guest';

/** I/O ports there are. */
const PORT_COUNT: u32 = 65536;

/** Hypercall 33. Errors: -ENOSYS, -EFAULT, -EINVAL; -EPERM for what concerns interrupts of real devices. */
export function physdevOp(command: u32, argument: u32): i32 {
  switch (command) {
    case PhysdevOp.SetIopl:
      return setIopl(argument);
    case PhysdevOp.SetIobitmap:
      return setIobitmap(argument);
    case PhysdevOp.Eoi:
    case PhysdevOp.IrqStatusQuery:
      return fetch(SCRATCH, argument, 4) ? -Errno.EINVAL : -Errno.EFAULT;
    case PhysdevOp.IrqUnmaskNotify:
    case PhysdevOp.ApicRead:
    case PhysdevOp.ApicWrite:
    case PhysdevOp.AllocIrqVector:
    case PhysdevOp.FreeIrqVector:
    case PhysdevOp.MapPirq:
    case PhysdevOp.UnmapPirq:
      return -Errno.EPERM;
    default:
      return -Errno.ENOSYS;
  }
}

/** Hypercall 19: the command and its structure in one. */
export function physdevOpCompat(argument: u32): i32 {
  if (!fetch(SCRATCH, argument, 4)) return -Errno.EFAULT;
  return physdevOp(load<u32>(SCRATCH), argument + 4);
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
