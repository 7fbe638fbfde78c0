import { Errno } from '../../abi/errno';
import { PageType } from '../../abi/page-type';
import { PTE_PRESENT, PTE_WRITE } from '../../abi/pte';
import { Rule } from '../../abi/reason';
import { PAGE_SHIFT } from '../../base/memory-map';
import { Domain } from '../../layout/domain';
import { domainOf, Vcpu } from '../../layout/vcpu';
import { NO_FRAME } from '../../layout/vcpu-state';
import { getPage, putPage } from './frames';
import { putLeaf } from './leaf-entry';
import { refuse, refuseValue } from './refusal';
import { entryShift, frameOf, readEntry, slotOf, writeEntry } from './table';
import { claimWritable, isUsedAs, putWritable } from './type-count';
import { leafTableOf } from './walk';

/**
 * Leaf entries that map granted frames: the only ones that name another domain's memory. The grant table asks for them, and holds the
 * use of the frame that such an entry stands for (`getGrantedFrame`); the entry takes none of its own. If the guest overwrites it with an
 * ordinary update, that use goes with it (putLeaf), and the grant's unmapping finds nothing. Source: xen/arch/x86/pv/grant_table.c.
 */

/** Takes a use of a granted frame, and one as writable memory if it is to be written. 0 or -EINVAL. */
export function getGrantedFrame(mfn: u32, granter: u32, writable: bool): i32 {
  const missing = getPage(mfn, granter);
  if (missing < 0) return missing;
  if (!writable || claimWritable(mfn) === 0) return 0;
  putPage(mfn);
  return -Errno.EINVAL;
}

/** Is the frame the domain's, whatever it is used as? */
export function isOwned(mfn: u32, domid: u32): bool {
  if (getPage(mfn, domid) < 0) return false;
  putPage(mfn);
  return true;
}

/** Gives back what `getGrantedFrame` took. */
export function putGrantedFrame(mfn: u32, writable: bool): void {
  if (writable) putWritable(mfn);
  else putPage(mfn);
}

/** Puts `entry` where the vCPU's tables map `va`; what stood there is given back. 0, or -EINVAL: no L1 table maps it. */
export function placeGrantAt(v: Vcpu, va: u32, entry: u64): i32 {
  const domain = domainOf(v);
  const table = leafTableOf(v, va);
  if (table === NO_FRAME) return refuseValue(-Errno.EINVAL, Rule.NoTable, va);
  return place(domain, table, slotOf(domain, va, 1), entry);
}

/** As `placeGrantAt`, for the entry at machine address `maddr` of one of the domain's L1 tables. */
export function placeGrantIn(domain: Domain, maddr: u64, entry: u64): i32 {
  const shift = entryShift(domain);
  const mfn = maddr >> PAGE_SHIFT;
  if (maddr & ((1 << shift) - 1)) return refuseValue(-Errno.EINVAL, Rule.BadArgument, maddr);
  const missing = getPage(mfn, domain.domid);
  if (missing < 0) return missing;
  const rc = place(domain, <u32>mfn, (<u32>maddr & 0xfff) >>> shift, entry);
  putPage(<u32>mfn);
  return rc;
}

function place(domain: Domain, table: u32, slot: u32, entry: u64): i32 {
  if (!isUsedAs(table, PageType.L1)) return refuse(-Errno.EINVAL, Rule.TargetType, table, PageType.L1);
  const shift = entryShift(domain);
  const old = readEntry(table, slot, shift);
  writeEntry(table, slot, shift, entry);
  putLeaf(old);
  return 0;
}

/**
 * Takes away the entry that maps granted frame `mfn` at `va`, without giving back what it uses: that is the grant's. With `instead`, that
 * entry takes its place.
 *
 * @returns 0, or -EINVAL: something else stands there
 */
export function removeGrantAt(v: Vcpu, va: u32, mfn: u32, writable: bool, instead: u64 = 0): i32 {
  const domain = domainOf(v);
  const table = leafTableOf(v, va);
  if (table === NO_FRAME) return refuseValue(-Errno.EINVAL, Rule.NoTable, va);
  return remove(domain, table, slotOf(domain, va, 1), mfn, writable, instead);
}

/** As `removeGrantAt`, for the entry at machine address `maddr`. */
export function removeGrantIn(domain: Domain, maddr: u64, mfn: u32, writable: bool): i32 {
  const missing = getPage(maddr >> PAGE_SHIFT, domain.domid);
  if (missing < 0) return missing;
  const table = <u32>(maddr >> PAGE_SHIFT);
  const rc = remove(domain, table, (<u32>maddr & 0xfff) >>> entryShift(domain), mfn, writable, 0);
  putPage(table);
  return rc;
}

function remove(domain: Domain, table: u32, slot: u32, mfn: u32, writable: bool, instead: u64): i32 {
  if (!isUsedAs(table, PageType.L1)) return refuse(-Errno.EINVAL, Rule.TargetType, table, PageType.L1);
  const shift = entryShift(domain);
  const entry = readEntry(table, slot, shift);
  const isWritable = (entry & PTE_WRITE) !== 0;
  if (!(entry & PTE_PRESENT) || frameOf(entry) !== <u64>mfn || isWritable !== writable) {
    return refuse(-Errno.EINVAL, Rule.ForeignFrame, mfn, 0);
  }
  writeEntry(table, slot, shift, instead);
  return 0;
}
