import { Errno } from '../../abi/errno';
import { MEMORY_OP_MASK, MEMORY_OP_SHIFT, MemoryOp } from '../../abi/memory-op';
import { Rule } from '../../abi/reason';
import { PAGE_SHIFT, SCRATCH } from '../../base/memory-map';
import { machine } from '../../layout/machine-state';
import { mmState } from '../../layout/mm-state';
import { readPhysical } from '../../mmu/physical';
import { callersDomain, currentDomain } from '../domains';
import { fetch, put } from '../guest';
import { checkRight } from './foreign';
import { tableEnd } from './m2p';
import { exchange } from './memory-exchange';
import { badPointer, refuseValue } from './refusal';
import { changeReservation } from './reservation';
import { toolMemoryOp } from './tool-memory-op';
import { beginHypercall, worked } from './work';

/** Offset in shared_info of arch.max_pfn. Source: xen/include/public/arch-x86/xen.h. */
const MAX_PFN: u32 = 0x90c;

/**
 * Hypercall 12, memory_op.
 *
 * @param command a `MemoryOp`; above MEMORY_OP_SHIFT, the extent at which a preempted call goes on
 * @returns what the sub-operation answers: frames or extents done, 0, or a negative error
 *
 * Source: xen/include/public/memory.h; xen/common/memory.c, do_memory_op; xen/arch/x86/x86_64/compat/mm.c, compat_arch_memory_op.
 */
export function memoryOp(command: u32, arg: u32): i32 {
  beginHypercall();
  worked(1);
  const start = command >>> MEMORY_OP_SHIFT;
  const op = command & MEMORY_OP_MASK;
  switch (op) {
    case MemoryOp.IncreaseReservation:
    case MemoryOp.DecreaseReservation:
    case MemoryOp.PopulatePhysmap:
      return changeReservation(op, start, arg);
    case MemoryOp.AddToPhysmap:
    case MemoryOp.AddToPhysmapBatch:
    case MemoryOp.RemoveFromPhysmap:
      return changePhysmap(op, arg);
    default:
      if (start !== 0) return refuseValue(-Errno.EINVAL, Rule.BadArgument, start);
      return query(op, arg);
  }
}

function query(op: u32, arg: u32): i32 {
  switch (op) {
    case MemoryOp.MaximumRamPage:
      return machine().frames;
    case MemoryOp.CurrentReservation:
    case MemoryOp.MaximumReservation:
    case MemoryOp.MaximumGpfn:
      return domainSize(op, arg);
    case MemoryOp.MachphysMfnList:
    case MemoryOp.MachphysCompatMfnList:
      return machphysFrames(arg);
    case MemoryOp.MachphysMapping:
      return machphysMapping(arg);
    case MemoryOp.Exchange:
      return exchange(arg);
    case MemoryOp.MemoryMap:
      return memoryMap(arg);
    case MemoryOp.MachineMemoryMap:
      return machineMap(arg);
    case MemoryOp.SharingFreedPages:
    case MemoryOp.SharingSharedPages:
      return 0;
    case MemoryOp.SetPodTarget:
    case MemoryOp.GetPodTarget:
      return podTarget(arg);
    default:
      return toolMemoryOp(op, arg);
  }
}

function domainSize(op: u32, arg: u32): i32 {
  if (!fetch(SCRATCH, arg, 2)) return badPointer(arg);
  const domain = callersDomain(load<u16>(SCRATCH));
  if (!domain) return refuseValue(-Errno.ESRCH, Rule.NoDomain, load<u16>(SCRATCH));
  const denied = checkRight(currentDomain(), domain.domid);
  if (denied < 0) return denied;
  if (op === MemoryOp.CurrentReservation) return domain.totPages;
  if (op === MemoryOp.MaximumReservation) return domain.maxPages;
  const maxPfn = readPhysical<u32>((domain.sharedInfo << PAGE_SHIFT) + MAX_PFN);
  return maxPfn === 0 ? 0 : maxPfn - 1;
}

/** Frames of the machine-to-physical table, one for each 2 MB of it. Struct: u32 max_extents, u32 list, u32 nr_extents. */
function machphysFrames(arg: u32): i32 {
  if (!fetch(SCRATCH, arg, 12)) return badPointer(arg);
  const most = load<u32>(SCRATCH);
  const list = load<u32>(SCRATCH, 4);
  const s = mmState();
  const pieces = (s.m2pFrames + 511) >>> 9;
  let i: u32 = 0;
  for (; i < most && i < pieces; i++) {
    store<u32>(SCRATCH + 16, s.m2pFrame + (i << 9));
    if (!put(list + (i << 2), SCRATCH + 16, 4)) return badPointer(list);
  }
  store<u32>(SCRATCH, i);
  return put(arg + 8, SCRATCH, 4) ? 0 : badPointer(arg);
}

/** Where the guest sees the machine-to-physical table. Struct: u32 v_start, v_end, max_mfn. */
function machphysMapping(arg: u32): i32 {
  const domain = currentDomain();
  const end = tableEnd(domain);
  store<u32>(SCRATCH, domain.holeStart);
  store<u32>(SCRATCH, end, 4);
  store<u32>(SCRATCH, ((end - domain.holeStart) >>> 2) - 1, 8);
  return put(arg, SCRATCH, 12) ? 0 : badPointer(arg);
}

/**
 * The domain's memory as its builder described it: one range, as large as the domain may become. Domain 0 has the machine's map instead.
 * Struct: u32 nr_entries, u32 buffer; entries of 20 bytes. Source: tools/libs/light/libxl_x86.c, libxl__arch_domain_create.
 */
function memoryMap(arg: u32): i32 {
  const domain = currentDomain();
  if (!fetch(SCRATCH, arg, 8)) return badPointer(arg);
  if (domain.privileged) return refuseValue(-Errno.ENOSYS, Rule.UnknownCommand, MemoryOp.MemoryMap);
  putRange(SCRATCH + 16, 0, (<u64>domain.maxPages) << PAGE_SHIFT);
  return putEntries(arg, 1);
}

/** Gives as many of `entries` ranges at SCRATCH + 16 as there is room for. */
function putEntries(arg: u32, entries: u32): i32 {
  const buffer = load<u32>(SCRATCH, 4);
  entries = min(load<u32>(SCRATCH), entries);
  if (!put(buffer, SCRATCH + 16, entries * 20)) return badPointer(buffer);
  store<u32>(SCRATCH, entries);
  return put(arg, SCRATCH, 4) ? 0 : badPointer(arg);
}

/** Memory that is filled in on demand is a matter of hardware-assisted domains. Struct: u64[4], u16 domid. */
function podTarget(arg: u32): i32 {
  if (!fetch(SCRATCH, arg, 36)) return badPointer(arg);
  const domid = load<u16>(SCRATCH, 32);
  if (!callersDomain(domid)) return refuseValue(-Errno.ESRCH, Rule.NoDomain, domid);
  return refuseValue(-Errno.EINVAL, Rule.NotTranslated, domid);
}

/** The machine's memory as firmware would describe it, for domain 0. Struct: u32 nr_entries, u32 buffer; entries of 20 bytes. */
function machineMap(arg: u32): i32 {
  const domain = currentDomain();
  if (!fetch(SCRATCH, arg, 8)) return badPointer(arg);
  if (!domain.privileged) return refuseValue(-Errno.EPERM, Rule.NoRight, domain.domid);
  putRange(SCRATCH + 16, 0, 0xa0000);
  putRange(SCRATCH + 36, 0x100000, ((<u64>machine().frames) << PAGE_SHIFT) - 0x100000);
  return putEntries(arg, 2);
}

/** An e820 entry of usable memory: u64 start, u64 bytes, u32 type 1. */
function putRange(at: usize, start: u64, bytes: u64): void {
  store<u64>(at, start);
  store<u64>(at, bytes, 8);
  store<u32>(at, 1, 16);
}

/** Domains whose frames Xen translates have these; ours do their own. Source: xen/common/memory.c, xenmem_add_to_physmap. */
function changePhysmap(op: u32, arg: u32): i32 {
  if (!fetch(SCRATCH, arg, op === MemoryOp.AddToPhysmap ? 16 : 8)) return badPointer(arg);
  const domain = callersDomain(load<u16>(SCRATCH));
  if (!domain) return refuseValue(-Errno.ESRCH, Rule.NoDomain, load<u16>(SCRATCH));
  const denied = op === MemoryOp.AddToPhysmapBatch ? 0 : checkRight(currentDomain(), domain.domid);
  return denied < 0 ? denied : refuseValue(-Errno.EACCES, Rule.NotTranslated, op);
}
