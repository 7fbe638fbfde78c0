import { Errno } from '../../abi/errno';
import { UVMF_ALL, UVMF_FLUSH_MASK, UVMF_INVLPG, UVMF_TLB_FLUSH } from '../../abi/mmu-update';
import { PageType } from '../../abi/page-type';
import { Rule } from '../../abi/reason';
import { SCRATCH } from '../../base/memory-map';
import { NO_FRAME } from '../../layout/vcpu-state';
import { currentDomain, currentVcpu } from '../domains';
import { fetch } from '../guest';
import { updateLeaf } from './entry-update';
import { Flush, flushed } from './flush-clock';
import { checkRight, frameOwner } from './foreign';
import { getPage, putPage } from './frames';
import { settle } from './profile-rules';
import { refuse, refuseValue } from './refusal';
import { entryShift, slotOf } from './table';
import { isUsedAs } from './type-count';
import { leafTableOf } from './walk';
import { beginHypercall } from './work';

/**
 * Hypercall 14, update_va_mapping: replaces the leaf entry that maps an address in the running address space.
 *
 * @param flags what to flush: UVMF_*, and above it nothing (this vCPU), UVMF_ALL, or a pointer to a bitmap of vCPUs
 * @returns 0; -EINVAL if no L1 table maps the address; else as updateLeaf
 *
 * Source: xen/arch/x86/mm.c, __do_update_va_mapping.
 */
export function updateVaMapping(va: u32, low: u32, high: u32, flags: u32): i32 {
  beginHypercall();
  const domain = currentDomain();
  return settle(domain, update(va, ((<u64>high) << 32) | low, flags, domain.domid));
}

/** Hypercall 22: as update_va_mapping, for a frame of another domain. */
export function updateVaMappingOtherdomain(va: u32, low: u32, high: u32, flags: u32, domid: u32): i32 {
  beginHypercall();
  const domain = currentDomain();
  let owner = frameOwner(domain, domid & 0xffff);
  if (owner >= 0) {
    const denied = checkRight(domain, owner);
    if (denied < 0) owner = denied;
  }
  if (owner < 0) return settle(domain, owner);
  return settle(domain, update(va, ((<u64>high) << 32) | low, flags, owner));
}

function update(va: u32, entry: u64, flags: u32, owner: u32): i32 {
  const domain = currentDomain();
  const shift = entryShift(domain);
  if (shift === 2) entry &= 0xffffffff;
  if (va >= domain.holeStart) return refuseValue(-Errno.EINVAL, Rule.XenAddress, va);
  const table = leafTableOf(currentVcpu(), va);
  if (table === NO_FRAME) return refuseValue(-Errno.EINVAL, Rule.NoTable, va);
  if (getPage(table, domain.domid) < 0) return -Errno.EINVAL;
  let rc: i32;
  if (!isUsedAs(table, PageType.L1)) rc = refuse(-Errno.EINVAL, Rule.TargetType, table, PageType.L1);
  else rc = updateLeaf(table, slotOf(domain, va, 1), shift, entry, domain, owner, false);
  putPage(table);
  return rc < 0 ? rc : flush(va, flags);
}

/** The entry stands; a bad bitmap of vCPUs is an error all the same. */
function flush(va: u32, flags: u32): i32 {
  const what = flags & UVMF_FLUSH_MASK;
  if (what !== UVMF_TLB_FLUSH && what !== UVMF_INVLPG) return 0;
  const where = flags & ~UVMF_FLUSH_MASK;
  if (where !== 0 && where !== UVMF_ALL && !fetch(SCRATCH, where, 4)) {
    return refuseValue(-Errno.EFAULT, Rule.BadPointer, where);
  }
  if (what === UVMF_INVLPG) flushed(Flush.Address, va);
  else flushed(where === 0 ? Flush.Vcpu : Flush.All, 0);
  return 0;
}
