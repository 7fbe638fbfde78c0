import { Errno } from '../../abi/errno';
import { MemoryOp } from '../../abi/memory-op';
import { Rule } from '../../abi/reason';
import { SCRATCH } from '../../base/memory-map';
import { Domain } from '../../layout/domain';
import { NO_FRAME } from '../../layout/vcpu-state';
import { continueWith } from '../continuation';
import { callersDomain, currentDomain } from '../domains';
import { fetch, isGuestRange, put } from '../guest';
import { checkRight } from './foreign';
import { allocExtent, putPage, steal, unsteal } from './frames';
import { setPfn } from './m2p';
import { refuseValue } from './refusal';
import { maxOrder } from './reservation';
import { mustStop, worked } from './work';

/**
 * Where the argument is copied to. Two reservations (u32 list, u32 extents, u32 order, u32 flags, u16 domid): frames given at 0, frames
 * wanted at 20; u32 extents exchanged at 40.
 */
const ARGUMENT: usize = SCRATCH + 0x200;
const ARGUMENT_BYTES: u32 = 44;
const EXCHANGED: u32 = 40;
const WORD: usize = SCRATCH + 0x230;

/**
 * memory_op exchange: frames are given back for as many others, usually so that the new ones follow one another. It works in chunks of
 * the larger of the two extents; what is exchanged is exchanged if a later chunk fails.
 *
 * @returns 0; -EFAULT, -ESRCH, -EPERM (extents too large, or no right), -EINVAL (sizes differ, or a frame cannot be given), -ENOMEM
 *
 * Source: xen/common/memory.c, memory_exchange.
 */
export function exchange(arg: u32): i32 {
  if (!fetch(ARGUMENT, arg, ARGUMENT_BYTES)) return refuseValue(-Errno.EFAULT, Rule.BadPointer, arg);
  const wrong = checkSizes();
  if (wrong < 0) return wrong;
  const domain = callersDomain(load<u16>(ARGUMENT, 16));
  if (!domain) return refuseValue(-Errno.ESRCH, Rule.NoDomain, load<u16>(ARGUMENT, 16));
  const denied = checkRight(currentDomain(), domain.domid);
  if (denied < 0) return denied;
  const inOrder = load<u32>(ARGUMENT, 8);
  const chunkOrder = max<u32>(inOrder, load<u32>(ARGUMENT, 28));
  const chunks = (load<u32>(ARGUMENT, 4) << inOrder) >>> chunkOrder;
  const first = (load<u32>(ARGUMENT, EXCHANGED) << inOrder) >>> chunkOrder;
  let rc = 0;
  for (let chunk = first; chunk < chunks && rc === 0; chunk++) {
    if (chunk > first && mustStop()) return continueWith(MemoryOp.Exchange, arg);
    rc = exchangeChunk(domain, chunk, chunkOrder);
    if (rc !== 0) continue;
    store<u32>(ARGUMENT, ((chunk + 1) << chunkOrder) >>> inOrder, EXCHANGED);
    if (!put(arg + EXCHANGED, ARGUMENT + EXCHANGED, 4)) rc = refuseValue(-Errno.EFAULT, Rule.BadPointer, arg);
  }
  return rc;
}

function checkSizes(): i32 {
  const inOrder = load<u32>(ARGUMENT, 8);
  const outOrder = load<u32>(ARGUMENT, 28);
  const inExtents = load<u32>(ARGUMENT, 4);
  const outExtents = load<u32>(ARGUMENT, 24);
  const exchanged = load<u32>(ARGUMENT, EXCHANGED);
  if (max(inOrder, outOrder) > maxOrder(currentDomain())) {
    return refuseValue(-Errno.EPERM, Rule.BadArgument, max(inOrder, outOrder));
  }
  const isEqual = (<u64>inExtents) << inOrder === (<u64>outExtents) << outOrder;
  const fits = (<u64>inExtents) << inOrder < 0x80000000 && exchanged <= inExtents;
  if (!isEqual || !fits || load<u16>(ARGUMENT, 16) !== load<u16>(ARGUMENT, 36)) {
    return refuseValue(-Errno.EINVAL, Rule.BadArgument, exchanged);
  }
  const inList = load<u32>(ARGUMENT);
  const outList = load<u32>(ARGUMENT, 20);
  if (isGuestRange(inList, inExtents << 2) && isGuestRange(outList, outExtents << 2)) return 0;
  return refuseValue(-Errno.EFAULT, Rule.BadPointer, inList);
}

/** Exchanges 2^order frames: takes them, gets the new ones, then frees what was taken; or puts back what was taken. */
function exchangeChunk(domain: Domain, chunk: u32, order: u32): i32 {
  const inOrder = load<u32>(ARGUMENT, 8);
  const outOrder = load<u32>(ARGUMENT, 28);
  const inList = load<u32>(ARGUMENT) + (((chunk << order) >>> inOrder) << 2);
  const outList = load<u32>(ARGUMENT, 20) + (((chunk << order) >>> outOrder) << 2);
  worked((<u32>2) << order);
  stolen = NO_FRAME;
  let rc = stealExtents(domain, inList, (<u32>1) << (order - inOrder), inOrder);
  if (rc === 0) rc = takeExtents(domain, outList, (<u32>1) << (order - outOrder), outOrder);
  while (stolen !== NO_FRAME) {
    const mfn = stolen;
    stolen = unsteal(mfn);
    if (rc === 0) putPage(mfn);
  }
  return rc;
}

/** The frame stolen last by the chunk that runs; each names the one before (frames.ts, steal). */
let stolen: u32 = NO_FRAME;

function stealExtents(domain: Domain, list: u32, extents: u32, order: u32): i32 {
  for (let i: u32 = 0; i < extents; i++) {
    if (!fetch(WORD, list + (i << 2), 4)) return refuseValue(-Errno.EFAULT, Rule.BadPointer, list);
    const first = load<u32>(WORD);
    for (let j: u32 = 0; j < (<u32>1) << order; j++) {
      const rc = steal(first + j, domain, stolen);
      if (rc < 0) return rc;
      stolen = first + j;
    }
  }
  return 0;
}

/** The domain gets the new frames; each takes the pseudo-physical number that stood in the list, where its machine number goes. */
function takeExtents(domain: Domain, list: u32, extents: u32, order: u32): i32 {
  const limit = domain.maxPages;
  domain.maxPages += extents << order;
  let rc = 0;
  for (let i: u32 = 0; i < extents && rc === 0; i++) {
    const place = list + (i << 2);
    if (!fetch(WORD, place, 4)) {
      rc = refuseValue(-Errno.EFAULT, Rule.BadPointer, place);
      continue;
    }
    const pfn = load<u32>(WORD);
    const first = allocExtent(domain, order);
    if (first === NO_FRAME) {
      rc = refuseValue(-Errno.ENOMEM, Rule.NoMemory, order);
      continue;
    }
    for (let j: u32 = 0; j < (<u32>1) << order; j++) setPfn(first + j, pfn + j);
    store<u32>(WORD, first);
    if (!put(place, WORD, 4)) rc = refuseValue(-Errno.EFAULT, Rule.BadPointer, place);
  }
  domain.maxPages = limit;
  return rc;
}
