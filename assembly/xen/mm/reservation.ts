import { Errno } from '../../abi/errno';
import { MEMORY_OP_SHIFT, MemoryOp } from '../../abi/memory-op';
import { Rule } from '../../abi/reason';
import { SCRATCH } from '../../base/memory-map';
import { Domain } from '../../layout/domain';
import { FRAME_SPECIAL, pageInfo } from '../../layout/page-info';
import { NO_FRAME } from '../../layout/vcpu-state';
import { continueWith } from '../continuation';
import { callersDomain, currentDomain } from '../domains';
import { fetch, isGuestRange, put } from '../guest';
import { checkRight } from './foreign';
import { allocExtent, getPage, giveUp, putPage } from './frames';
import { setPfn } from './m2p';
import { forget, refuseValue } from './refusal';
import { tellRequest } from './tell';
import { mustStop, worked } from './work';

/** Where a reservation is copied to: u32 list, u32 extents, u32 order, u32 flags, u16 domid. */
const RESERVATION: usize = SCRATCH + 0x100;
const RESERVATION_BYTES: u32 = 20;
const EXTENT: usize = SCRATCH + 0x120;

/** Largest extent of an ordinary domain and of domain 0. Source: xen/arch/x86/include/asm/config.h, CONFIG_DOMU_MAX_ORDER. */
const DOMU_MAX_ORDER: u32 = 9;
const DOM0_MAX_ORDER: u32 = 18;

/** The largest extent the domain may ask for, as a power of two of frames. */
export function maxOrder(domain: Domain): u32 {
  return domain.privileged ? DOM0_MAX_ORDER : DOMU_MAX_ORDER;
}

/**
 * memory_op increase_reservation, decrease_reservation, populate_physmap: the domain gets frames or gives them up, in extents of 2^order.
 *
 * @param start extents done by the calls before this one
 * @returns extents done in all: whatever is wrong, the guest sees only that the rest was not
 *
 * Source: xen/common/memory.c, increase_reservation, decrease_reservation, populate_physmap.
 */
export function changeReservation(op: u32, start: u32, arg: u32): i32 {
  if (!fetch(RESERVATION, arg, RESERVATION_BYTES) || !isSound(op, start)) return start;
  const list = load<u32>(RESERVATION);
  const extents = load<u32>(RESERVATION, 4);
  const order = load<u32>(RESERVATION, 8);
  const domain = callersDomain(load<u16>(RESERVATION, 16));
  if (!domain || checkRight(currentDomain(), domain.domid) < 0) return start;
  for (let i = start; i < extents; i++) {
    if (i > start && mustStop()) return continueWith(op | (i << MEMORY_OP_SHIFT), arg);
    forget();
    const done = changeExtent(op, list === 0 ? 0 : list + (i << 2), order, domain);
    tellRequest(op, load<u32>(EXTENT), order, domain.domid, done ? 0 : -Errno.EINVAL);
    if (!done) return i;
  }
  return extents;
}

/** Is there anything left to do, of a size the caller may ask for, and is the list in its reach? */
function isSound(op: u32, start: u32): bool {
  const list = load<u32>(RESERVATION);
  const extents = load<u32>(RESERVATION, 4);
  if (extents > <u32>0xffffffff >>> MEMORY_OP_SHIFT || start >= extents) return false;
  if (load<u32>(RESERVATION, 8) > maxOrder(currentDomain())) return false;
  if (op === MemoryOp.IncreaseReservation && list === 0) return true;
  return isGuestRange(list + (start << 2), (extents - start) << 2);
}

/** One extent, named by or to be named in the list word at `place`. False: it cannot be done. */
function changeExtent(op: u32, place: u32, order: u32, domain: Domain): bool {
  store<u32>(EXTENT, 0);
  if (op !== MemoryOp.IncreaseReservation && !fetch(EXTENT, place, 4)) return false;
  worked((<u32>1) << order);
  if (op === MemoryOp.DecreaseReservation) return giveUpExtent(load<u32>(EXTENT), order, domain);
  const first = allocExtent(domain, order);
  if (first === NO_FRAME) {
    refuseValue(-Errno.ENOMEM, Rule.NoMemory, order);
    return false;
  }
  if (op === MemoryOp.PopulatePhysmap) {
    const pfn = load<u32>(EXTENT);
    for (let i: u32 = 0; i < (<u32>1) << order; i++) setPfn(first + i, pfn + i);
  }
  store<u32>(EXTENT, first);
  return place === 0 || put(place, EXTENT, 4);
}

function giveUpExtent(first: u32, order: u32, domain: Domain): bool {
  for (let i: u32 = 0; i < (<u32>1) << order; i++) {
    const mfn = first + i;
    if (getPage(mfn, domain.domid) < 0) return false;
    // What Xen shares with the domain stays Xen's, whatever the domain says.
    if (!(pageInfo(mfn).flags & FRAME_SPECIAL)) giveUp(mfn);
    putPage(mfn);
  }
  return true;
}
