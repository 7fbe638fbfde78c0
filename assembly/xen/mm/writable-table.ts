import { PageType } from '../../abi/page-type';
import { PTE_PRESENT, PTE_WRITE } from '../../abi/pte';
import { Domain, Format } from '../../layout/domain';
import { domainOf } from '../../layout/vcpu';
import { currentVcpu } from '../domains';
import { frameExists, getPage, putPage } from './frames';
import { getLeaf, putLeaf } from './leaf-entry';
import { forget, refusedAt } from './refusal';
import { entryShift, frameOf, readEntry, writeEntry } from './table';
import { isUsedAs } from './type-count';
import { leafOf } from './walk';
import { worked } from './work';

/**
 * Writable page tables: a guest that asked for them (vm_assist), and domain 0 in any case, may store to its L1 tables as if it could.
 * The store faults, for the table is mapped read-only; Xen executes it as a checked update. Source:
 * xen/arch/x86/pv/ro-page-fault.c and vm_assist's VMASST_TYPE_writable_pagetables.
 */
const WRITABLE_PAGETABLES: u32 = 1 << 2;

/**
 * Would Xen execute a store of the running guest's kernel to `va`? It faulted: error code present, write, supervisor. Only if the address
 * maps, read-only, a live L1 table of the domain.
 */
export function takesTableStore(va: u32): bool {
  const v = currentVcpu();
  const domain = domainOf(v);
  if (!domain.privileged && !(domain.vmAssist & WRITABLE_PAGETABLES)) return false;
  const leaf = leafOf(v, va);
  if ((leaf & (PTE_PRESENT | PTE_WRITE)) !== PTE_PRESENT || !frameExists(frameOf(leaf))) return false;
  const mfn = <u32>frameOf(leaf);
  if (getPage(mfn, domain.domid) < 0) {
    forget();
    return false;
  }
  const isTable = isUsedAs(mfn, PageType.L1);
  putPage(mfn);
  return isTable;
}

/**
 * Executes a store that `takesTableStore` accepted.
 *
 * @param bytes 1, 2, 4 or 8; the store must be aligned
 * @returns false if the entry that would result is refused, or the store is not aligned: the guest gets its page fault
 */
export function storeToTable(va: u32, bytes: u32, value: u64): bool {
  forget();
  const v = currentVcpu();
  const domain = domainOf(v);
  const shift = entryShift(domain);
  if (va & (bytes - 1) || bytes > (<u32>1) << shift) return false;
  const mfn = <u32>frameOf(leafOf(v, va));
  const slot = (va & 0xfff) >>> shift;
  const old = readEntry(mfn, slot, shift);
  const fit = admit(merge(old, va & ((1 << shift) - 1), bytes, value), va, bytes, slot, domain);
  if (fit === REFUSED) return false;
  worked(1);
  writeEntry(mfn, slot, shift, fit);
  putLeaf(old);
  return true;
}

/** The entry with `bytes` of it, from byte `at`, replaced by the value's. */
function merge(old: u64, at: u32, bytes: u32, value: u64): u64 {
  if (bytes === 8) return value;
  const mask = (((<u64>1) << (bytes << 3)) - 1) << (at << 3);
  return (old & ~mask) | ((value << (at << 3)) & mask);
}

/** No entry: present, yet naming the highest of all frames with every bit set, which getLeaf never lets pass. */
const REFUSED: u64 = 0xffffffffffffffff;

/** The entry as it may be written. A PAE entry whose halves come in the wrong order is let in not present: the other half follows. */
function admit(entry: u64, va: u32, bytes: u32, slot: u32, domain: Domain): u64 {
  if (!(entry & PTE_PRESENT)) return entry;
  const outcome = getLeaf(entry, domain, domain.domid);
  if (outcome >= 0) return entry ^ <u64>outcome;
  if (domain.format === <u8>Format.Pae && bytes === 4 && va & 4) return entry & ~(<u64>PTE_PRESENT);
  refusedAt(1, slot, entry);
  return REFUSED;
}
