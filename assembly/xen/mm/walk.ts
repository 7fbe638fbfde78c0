import { PTE_PRESENT, PTE_PSE } from '../../abi/pte';
import { domainOf, Vcpu } from '../../layout/vcpu';
import { NO_FRAME } from '../../layout/vcpu-state';
import { frameExists } from './frames';
import { entryShift, frameOf, readEntry, slotOf, topLevel } from './table';

/**
 * The L1 table that maps an address in a vCPU's address space, as Xen finds it: by the tables, without access rights.
 *
 * @returns its frame, or NO_FRAME: an upper entry is not present, or the address is Xen's
 *
 * Source: xen/arch/x86/pv/mm.c, map_guest_l1e.
 */
export function leafTableOf(v: Vcpu, va: u32): u32 {
  const domain = domainOf(v);
  if (va >= domain.holeStart || v.rootFrame === NO_FRAME) return NO_FRAME;
  const shift = entryShift(domain);
  let table = v.rootFrame;
  for (let level = topLevel(domain); level > 1; level--) {
    const entry = readEntry(table, slotOf(domain, va, level), shift);
    if (!(entry & PTE_PRESENT) || (level === 2 && entry & PTE_PSE) || !frameExists(frameOf(entry))) return NO_FRAME;
    table = <u32>frameOf(entry);
  }
  return table;
}

/** The leaf entry that maps an address in a vCPU's address space; 0 if none does. */
export function leafOf(v: Vcpu, va: u32): u64 {
  const table = leafTableOf(v, va);
  if (table === NO_FRAME) return 0;
  const domain = domainOf(v);
  return readEntry(table, slotOf(domain, va, 1), entryShift(domain));
}
