/**
 * Hypercalls about hardware-assisted guests: hvm_op and dm_op. There is none here, so that they find the caller or another paravirtual
 * domain and refuse it as Xen does. Source: xen/arch/x86/hvm/hvm.c, do_hvm_op; xen/arch/x86/hvm/dm.c, dm_op.
 */
import { Errno } from '../abi/errno';
import { HvmOp } from '../abi/hvm-op';
import { SCRATCH } from '../base/memory-map';
import { machine } from '../layout/machine-state';
import { callersDomain, currentDomain, remoteError } from './domains';
import { fetch, put } from './guest';

/** Bytes of xen_hvm_param, xen_hvm_pagetable_dying and xen_hvm_get_mem_type alike; each begins with a domid. */
const TARGETED_BYTES: u32 = 16;
/** Parameters a hardware-assisted guest has: HVM_NR_PARAMS. */
const PARAMETERS: u32 = 39;
const TRACE_BYTES: u32 = 32;
/** Bytes a traced event may have beside its number, whose lowest bits alone are the guest's. */
const TRACE_EXTRA_BYTES: u32 = 28;
const TRACE_EVENT_BITS: u32 = 0xfff;
/** Most buffers of a dm_op, and the bytes of one's description. */
const BUFFERS: u32 = 2;
const BUFFER_BYTES: u32 = 8;

/** Hypercall 34. Errors: -ENOSYS, -EFAULT, -ESRCH, -EINVAL for whom is no such guest; others by sub-operation. */
export function hvmOp(command: u32, argument: u32): i32 {
  switch (command) {
    case HvmOp.SetParam:
    case HvmOp.GetParam:
    case HvmOp.PagetableDying:
    case HvmOp.GetMemType:
      return fetch(SCRATCH, argument, TARGETED_BYTES) ? refuseTarget(command) : -Errno.EFAULT;
    case HvmOp.FlushTlbs:
    case HvmOp.SetUpcallVector:
      return -Errno.EINVAL;
    case HvmOp.GetTime:
      store<u64>(SCRATCH, machine().tick);
      return put(argument, SCRATCH, 8) ? 0 : -Errno.EFAULT;
    case HvmOp.Xentrace:
      return traceEvent(argument);
    case HvmOp.GuestRequest:
      return argument === 0 ? 0 : -Errno.EINVAL;
    case HvmOp.Altp2m:
      return -Errno.EOPNOTSUPP;
    default:
      return -Errno.ENOSYS;
  }
}

/** What the domain that the structure at SCRATCH names is refused. */
function refuseTarget(command: u32): i32 {
  const isParameter = command <= <u32>HvmOp.GetParam;
  if (isParameter && load<u32>(SCRATCH, 4) >= PARAMETERS) return -Errno.EINVAL;
  const caller = currentDomain();
  const target = callersDomain(load<u16>(SCRATCH));
  if (target === null) return -Errno.ESRCH;
  if (isParameter || target === caller) return -Errno.EINVAL;
  if (command === HvmOp.PagetableDying) return -Errno.EOPNOTSUPP;
  return caller.privileged ? -Errno.EINVAL : -Errno.EPERM;
}

/** HVMOP_xentrace: event u16, extra_bytes u8, extra u8[28]. A well-formed event is lost: nobody reads Xen's own trace. */
function traceEvent(argument: u32): i32 {
  if (!fetch(SCRATCH, argument, TRACE_BYTES)) return -Errno.EFAULT;
  const fits = load<u8>(SCRATCH, 2) <= TRACE_EXTRA_BYTES && load<u16>(SCRATCH) <= TRACE_EVENT_BITS;
  return fits ? 0 : -Errno.EINVAL;
}

/** Hypercall 41, dm_op: a device model's. Errors: -ENODATA, -E2BIG, -EFAULT, -ESRCH, -EPERM the caller itself, -EINVAL any other. */
export function dmOp(domid: u32, count: u32, buffers: u32): i32 {
  if (count === 0) return -Errno.ENODATA;
  if (count > BUFFERS) return -Errno.E2BIG;
  if (!fetch(SCRATCH, buffers, count * BUFFER_BYTES)) return -Errno.EFAULT;
  const rc = remoteError(domid & 0xffff);
  return rc < 0 ? rc : -Errno.EINVAL;
}
