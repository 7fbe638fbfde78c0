import { Mismatch } from '../../abi/audit';
import { DOMID_INVALID, DOMID_IO, DOMID_XEN } from '../../abi/domid';
import { MapFlag } from '../../abi/grant';
import { COUNT_MASK, PageType, PINNED, TYPE_MASK, TYPE_SHIFT, VALIDATED } from '../../abi/page-type';
import { PTE_PRESENT, PTE_WRITE } from '../../abi/pte';
import { EXCHANGE, PAGE_SHIFT } from '../../base/memory-map';
import { Domain, DomainState, domainAt, MAX_DOMAINS } from '../../layout/domain';
import { ACTIVE_GRANTS, activeGrant, GRANT_HANDLES, grantHandle } from '../../layout/grant';
import { machine } from '../../layout/machine-state';
import { CONTROL_DEFERRED, deferredPut, mmState } from '../../layout/mm-state';
import {
  FRAME_ALLOCATED,
  FRAME_PARTIAL,
  FRAME_PARTIAL_ENTRY,
  FRAME_SPECIAL,
  PageInfo,
  pageInfo,
} from '../../layout/page-info';
import { vcpuOf } from '../../layout/vcpu';
import { NO_FRAME } from '../../layout/vcpu-state';
import { findDomain } from '../domains';
import { DESCRIPTOR_PAGES, descriptorFrame } from './descriptor-table';
import { isDeviceFrame } from './frames';
import { xenSlotEntry } from './m2p';
import { Law, law } from './profile-rules';
import { isFree } from './scatter';
import { entriesOf, entryShift, firstXenSlot, frameOf, readEntry } from './table';

/**
 * The judge of the frame table: counts every use of every frame from scratch, out of nothing but the tables, pins and vCPUs, and compares.
 * Callable at any instant, between any two instructions or hypercalls, preempted ones included. Uses the exchange buffer from
 * its first megabyte on. Cost: a visit to each entry of each table.
 */

/** Expected counts: u32 total, u32 type, i16 linear, each an array over frames. */
const TOTALS: usize = EXCHANGE + 0x100000;
const TYPES: usize = EXCHANGE + 0x200000;
const LINEARS: usize = EXCHANGE + 0x300000;

/**
 * Recounts everything.
 *
 * @returns `Mismatch.None`, or the first mismatch: its frame, what stands and what should are in MmState.auditFrame and after
 */
export function audit(): u32 {
  const frames = machine().frames;
  mmState().auditFrame = 0;
  memory.fill(TOTALS, 0, (<usize>frames) << 2);
  memory.fill(TYPES, 0, (<usize>frames) << 2);
  memory.fill(LINEARS, 0, (<usize>frames) << 1);
  for (let mfn: u32 = 0; mfn < frames; mfn++) {
    const wrong = countFrame(mfn);
    if (wrong) return wrong;
  }
  countHolders();
  for (let mfn: u32 = 0; mfn < frames; mfn++) {
    const wrong = compareFrame(mfn);
    if (wrong) return wrong;
  }
  return compareSums();
}

/** Counts what domains hold beside their tables. */
function countHolders(): void {
  for (let i: u32 = 0; i < MAX_DOMAINS; i++) {
    if (hasMemory(domainAt(i))) countVcpus(domainAt(i));
    if (domainAt(i).state !== <u8>DomainState.Free) countGrants(domainAt(i));
  }
  for (let i: u32 = 0; i <= CONTROL_DEFERRED; i++) {
    const waiting = deferredPut(i);
    if (waiting.table !== NO_FRAME) expect(waiting.table, waiting.partial ? 0 : 1);
  }
}

function hasMemory(domain: Domain): bool {
  return domain.state !== <u8>DomainState.Free && domain.state !== <u8>DomainState.Control;
}

/** One more use of a frame, and `types` more uses of its type. */
function expect(mfn: u32, types: u32): void {
  const total = TOTALS + ((<usize>mfn) << 2);
  const type = TYPES + ((<usize>mfn) << 2);
  store<u32>(total, load<u32>(total) + 1);
  store<u32>(type, load<u32>(type) + types);
}

function mismatch(what: Mismatch, mfn: u32, found: u32, expected: u32): u32 {
  const s = mmState();
  s.auditFrame = mfn;
  s.auditFound = found;
  s.auditExpected = expected;
  return what;
}

/** Counts what holds the frame by its own record, and what its entries use if it is a table. */
function countFrame(mfn: u32): u32 {
  const page = pageInfo(mfn);
  if (page.flags & FRAME_SPECIAL) countSpecial(mfn, page);
  else if (page.owner === <u16>DOMID_IO || page.flags & FRAME_ALLOCATED) expect(mfn, 0);
  if (page.typeInfo & PINNED) expect(mfn, 1);
  if (page.flags & FRAME_PARTIAL) expect(mfn, 1);
  const type = (page.typeInfo & TYPE_MASK) >>> TYPE_SHIFT;
  if (type < <u32>PageType.L1 || type > <u32>PageType.L3 || (page.typeInfo & COUNT_MASK) === 0) return Mismatch.None;
  const domain = findDomain(page.owner);
  if (!domain) return Mismatch.None;
  if (type === PageType.L1) return page.typeInfo & VALIDATED ? countLeaves(mfn, domain) : Mismatch.None;
  return countUppers(mfn, page, type, domain);
}

/** A frame of Xen's keeps the use of its type for ever; the use of itself goes when its domain does, while others may still map it. */
function countSpecial(mfn: u32, page: PageInfo): void {
  const type = TYPES + ((<usize>mfn) << 2);
  if (page.owner === <u16>DOMID_XEN || page.flags & FRAME_ALLOCATED) expect(mfn, 1);
  else store<u32>(type, load<u32>(type) + 1);
}

function countLeaves(table: u32, domain: Domain): u32 {
  const shift = entryShift(domain);
  const entries = entriesOf(domain, 1);
  for (let slot: u32 = 0; slot < entries; slot++) {
    const entry = readEntry(table, slot, shift);
    if (!(entry & PTE_PRESENT) || isDeviceFrame(frameOf(entry))) continue;
    const mfn = <u32>frameOf(entry);
    const isWritable = (entry & PTE_WRITE) !== 0;
    if (isWritable && typeOf(mfn) !== PageType.Writable) {
      return mismatch(Mismatch.WrongType, mfn, typeOf(mfn), PageType.Writable);
    }
    expect(mfn, isWritable ? 1 : 0);
  }
  return Mismatch.None;
}

function typeOf(mfn: u32): u32 {
  return pageInfo(mfn).typeInfo >> TYPE_SHIFT;
}

function countUppers(table: u32, page: PageInfo, level: u32, domain: Domain): u32 {
  const shift = entryShift(domain);
  const isWhole = (page.typeInfo & VALIDATED) !== 0;
  if (!isWhole && !(page.flags & FRAME_PARTIAL)) return Mismatch.None;
  const end = level === 2 ? firstXenSlot(domain, page.typeInfo) : entriesOf(domain, level);
  const valid = isWhole ? end : min<u32>(page.progress, end);
  for (let slot: u32 = 0; slot < valid; slot++) {
    const wrong = countUpper(readEntry(table, slot, shift), table, level, domain);
    if (wrong) return wrong;
  }
  if (!isWhole && page.flags & FRAME_PARTIAL_ENTRY) expect(<u32>frameOf(readEntry(table, valid, shift)), 0);
  if (!isWhole || level !== 2) return Mismatch.None;
  for (let slot = end; slot < <u32>4096 >>> shift; slot++) {
    if (readEntry(table, slot, shift) !== xenSlotEntry(slot, end, shift))
      return mismatch(Mismatch.XenSlot, table, slot, end);
  }
  return Mismatch.None;
}

function countUpper(entry: u64, table: u32, level: u32, domain: Domain): u32 {
  const mfn = <u32>frameOf(entry);
  if (!(entry & PTE_PRESENT) || mfn === table) return Mismatch.None;
  expect(mfn, 1);
  const type = typeOf(mfn);
  if (type === level - 1) return Mismatch.None;
  if (type !== level || entry & PTE_WRITE) return mismatch(Mismatch.WrongType, mfn, type, level - 1);
  if (!law(domain, Law.LinearOneLevel)) return Mismatch.None;
  addLinear(table, 1);
  addLinear(mfn, -1);
  return Mismatch.None;
}

function addLinear(mfn: u32, count: i32): void {
  const at = LINEARS + ((<usize>mfn) << 1);
  store<i16>(at, <i16>(<i32>load<i16>(at) + count));
}

function countVcpus(domain: Domain): void {
  for (let id: u32 = 0; id < domain.vcpuCount; id++) {
    const v = vcpuOf(domain, id);
    if (v.rootFrame !== NO_FRAME) expect(v.rootFrame, 1);
    if (v.vcpuInfoMoved !== 0) expect(v.vcpuInfo >> PAGE_SHIFT, 1);
    for (let page: u32 = 0; page < DESCRIPTOR_PAGES; page++) {
      const mfn = descriptorFrame(v, page);
      if (mfn !== NO_FRAME) expect(mfn, 1);
    }
  }
}

/** Grants that a domain has mapped for a device: no entry stands for them. */
function countGrants(domain: Domain): void {
  let left = domain.grantHandles;
  for (let i: u32 = 0; i < GRANT_HANDLES && left > 0; i++) {
    const handle = grantHandle(domain, i);
    if (handle.flags === 0) continue;
    left--;
    if (!(handle.flags & MapFlag.Device)) continue;
    const mfn = grantedFrame(handle.granter, handle.ref);
    if (mfn !== NO_FRAME) expect(mfn, handle.flags & MapFlag.ReadOnly ? 0 : 1);
  }
}

/** The frame of a grant in use. */
function grantedFrame(granter: u32, ref: u32): u32 {
  for (let i: u32 = 0; i < ACTIVE_GRANTS; i++) {
    const active = activeGrant(i);
    if (active.uses !== 0 && active.granter === <u16>granter && active.ref === ref) return active.frame;
  }
  return NO_FRAME;
}

function compareFrame(mfn: u32): u32 {
  const page = pageInfo(mfn);
  const total = load<u32>(TOTALS + ((<usize>mfn) << 2));
  const types = load<u32>(TYPES + ((<usize>mfn) << 2));
  const linear = <i32>load<i16>(LINEARS + ((<usize>mfn) << 1));
  if (page.totalCount !== total) return mismatch(Mismatch.TotalCount, mfn, page.totalCount, total);
  const isOwned = page.owner !== <u16>DOMID_INVALID;
  if (isOwned === isFree(mfn) || isOwned !== total > 0)
    return mismatch(Mismatch.FreeFrame, mfn, total, isFree(mfn) ? 1 : 0);
  if (!isOwned && page.typeInfo !== 0) return mismatch(Mismatch.FreeFrame, mfn, page.typeInfo, 0);
  const count = page.typeInfo & COUNT_MASK;
  if (count !== types) return mismatch(Mismatch.TypeCount, mfn, count, types);
  const isTable =
    (page.typeInfo & VALIDATED) !== 0 &&
    count > 0 &&
    typeOf(mfn) >= <u32>PageType.L2 &&
    typeOf(mfn) <= <u32>PageType.L3;
  if (isTable && <i32>page.linearCount !== linear) return mismatch(Mismatch.LinearCount, mfn, page.linearCount, linear);
  return Mismatch.None;
}

/** Sums over all frames: those that are free, and each domain's. */
function compareSums(): u32 {
  const free = framesOf(DOMID_INVALID);
  if (free !== mmState().freeFrames) return mismatch(Mismatch.FreeFrames, free, mmState().freeFrames, free);
  for (let i: u32 = 0; i < MAX_DOMAINS; i++) {
    const domain = domainAt(i);
    if (!hasMemory(domain)) continue;
    const owned = framesOf(domain.domid);
    if (owned !== domain.totPages) return mismatch(Mismatch.DomainFrames, domain.domid, domain.totPages, owned);
  }
  return Mismatch.None;
}

/** Frames of an owner, without those that Xen shares with it. */
function framesOf(owner: u32): u32 {
  let owned: u32 = 0;
  for (let mfn: u32 = 0; mfn < machine().frames; mfn++) {
    const page = pageInfo(mfn);
    if (page.owner === <u16>owner && !(page.flags & FRAME_SPECIAL)) owned++;
  }
  return owned;
}
