/**
 * Sub-operations of memory_op that are for tools, device models and domains with devices or several memory nodes. None of those is here,
 * and a caller is refused as it would be where there are: its structure is read, and the domain looked for that it names.
 * Source: xen/common/memory.c, do_memory_op; xen/common/mem_access.c; xen/arch/x86/mm.c, arch_memory_op.
 */
import { Errno } from '../../abi/errno';
import { MemoryOp } from '../../abi/memory-op';
import { Rule } from '../../abi/reason';
import { SCRATCH } from '../../base/memory-map';
import { callersDomain, currentDomain, remoteError } from '../domains';
import { fetch, isGuestRange, put } from '../guest';
import { checkRight } from './foreign';
import { badPointer, refuseValue } from './refusal';

/** Most ranges of a memory map: E820MAX. */
const MAP_RANGES: u32 = 1024;
/** More ranges of 8 bytes no address space holds. */
const MOST_RESERVED: u32 = 0x1fffffff;
/** XENMEM_RDM_ALL, the only flag there is. */
const RDM_ALL: u32 = 1;

/** Any other sub-operation is -ENOSYS. */
export function toolMemoryOp(op: u32, arg: u32): i32 {
  const bytes = structureBytes(op);
  if (bytes === 0) return refuseValue(-Errno.ENOSYS, Rule.UnknownCommand, op);
  if (!fetch(SCRATCH, arg, bytes)) return badPointer(arg);
  switch (op) {
    case MemoryOp.SetMemoryMap:
      return setMemoryMap();
    case MemoryOp.AccessOp:
      return refuseRemote(load<u16>(SCRATCH, 2), -Errno.EINVAL);
    case MemoryOp.GetVnumainfo:
      return load<u16>(SCRATCH, 2) !== 0 ? badArgument(op) : refuseTarget(-Errno.EOPNOTSUPP, op);
    case MemoryOp.ReservedDeviceMemoryMap:
      return reservedMemory(arg);
    default:
      return acquireResource();
  }
}

function structureBytes(op: u32): u32 {
  switch (op) {
    case MemoryOp.SetMemoryMap:
      return 12;
    case MemoryOp.ReservedDeviceMemoryMap:
      return 16;
    case MemoryOp.AcquireResource:
      return 28;
    case MemoryOp.AccessOp:
      return 32;
    case MemoryOp.GetVnumainfo:
      return 40;
    default:
      return 0;
  }
}

function badArgument(value: u32): i32 {
  return refuseValue(-Errno.EINVAL, Rule.BadArgument, value);
}

/** Refuses what a domain may ask of itself, and domain 0 of anybody: the structure begins with a domid. */
function refuseTarget(error: i32, op: u32): i32 {
  const domain = callersDomain(load<u16>(SCRATCH));
  if (!domain) return refuseValue(-Errno.ESRCH, Rule.NoDomain, load<u16>(SCRATCH));
  const denied = checkRight(currentDomain(), domain.domid);
  return denied < 0 ? denied : refuseValue(error, Rule.UnknownCommand, op);
}

/** Refuses what a device model asks of a domain that is not its own. */
function refuseRemote(domid: u32, error: i32): i32 {
  const wrong = remoteError(domid);
  if (wrong < 0) return refuseValue(wrong, Rule.NoDomain, domid);
  return refuseValue(error, error === -Errno.EPERM ? Rule.NoRight : Rule.NotTranslated, domid);
}

/** domid u16, nr_entries u32, buffer u32. Whoever may is told that there is no such thing: a domain's map is as it was built. */
function setMemoryMap(): i32 {
  const ranges = load<u32>(SCRATCH, 4);
  return ranges > MAP_RANGES ? badArgument(ranges) : refuseTarget(-Errno.ENOSYS, MemoryOp.SetMemoryMap);
}

/** flags u32, nr_entries u32, buffer u32, a device: there is no memory that devices keep for themselves. */
function reservedMemory(arg: u32): i32 {
  const flags = load<u32>(SCRATCH);
  const buffer = load<u32>(SCRATCH, 8);
  const ranges = load<u32>(SCRATCH, 4);
  if (ranges > MOST_RESERVED || !isGuestRange(buffer, ranges << 3)) return badPointer(buffer);
  if (flags & ~RDM_ALL) return badArgument(flags);
  store<u32>(SCRATCH, 0, 4);
  return put(arg, SCRATCH, 16) ? 0 : badPointer(arg);
}

/** domid u16, type u16, id u32, nr_frames u32, pad u32, frame u64, frame_list u32. */
function acquireResource(): i32 {
  const wraps = load<u64>(SCRATCH, 16) + load<u32>(SCRATCH, 8) > 0xffffffff;
  if (load<u32>(SCRATCH, 12) !== 0 || load<u32>(SCRATCH, 20) !== 0 || wraps)
    return badArgument(MemoryOp.AcquireResource);
  return refuseRemote(load<u16>(SCRATCH), currentDomain().privileged ? -Errno.EINVAL : -Errno.EPERM);
}
