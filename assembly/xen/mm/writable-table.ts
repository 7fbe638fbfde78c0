import { PageType } from '../../abi/page-type';
import { PTE_ACCESSED, PTE_AVAILABLE, PTE_DIRTY, PTE_PRESENT, PTE_WRITE } from '../../abi/pte';
import { PAGE_SHIFT, PAGE_SIZE, RAM, SCRATCH } from '../../base/memory-map';
import { Domain } from '../../layout/domain';
import { mmState } from '../../layout/mm-state';
import { domainOf } from '../../layout/vcpu';
import { currentVcpu } from '../domains';
import { frameExists, getPage, putPage } from './frames';
import { getLeaf, putLeaf } from './leaf-entry';
import { forget, refusedAt } from './refusal';
import { entryShift, frameOf, readEntry, slotOf, writeEntry } from './table';
import { isUsedAs } from './type-count';
import { leafOf, leafTableOf } from './walk';
import { worked } from './work';

/**
 * Writable page tables: a guest that asked for them (vm_assist), and domain 0 in any case, may store to its L1 tables as if it could.
 * The store faults, for the table is mapped read-only; Xen executes it as a checked update. Real Xen emulates the instruction; here the
 * processor itself runs it, on the table, and then the table is compared with what it was. So any instruction will do. Source:
 * xen/arch/x86/pv/ro-page-fault.c and vm_assist's VMASST_TYPE_writable_pagetables.
 */
const WRITABLE_PAGETABLES: u32 = 1 << 2;

/**
 * Would Xen execute a store of the running guest's kernel to `va`? It faulted: error code present, write, supervisor. Only if the address
 * maps, read-only, a live L1 table of the domain.
 */
function takesTableStore(va: u32): bool {
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
 * Lets the running vCPU store to the L1 table that it maps read-only at `va`, for one instruction: what it stores is judged by
 * `closeTable`, and until then nothing else may run. If the instruction faults instead, `closeTable` finds nothing changed.
 *
 * @returns false if Xen would not execute a store to `va`; then nothing happened
 */
export function openTable(va: u32): bool {
  if (!takesTableStore(va)) return false;
  const v = currentVcpu();
  const domain = domainOf(v);
  const s = mmState();
  s.openLeafTable = leafTableOf(v, va);
  s.openLeafSlot = slotOf(domain, va, 1);
  s.openLeaf = readEntry(s.openLeafTable, s.openLeafSlot, entryShift(domain));
  s.openTable = <u32>frameOf(s.openLeaf);
  memory.copy(BEFORE, RAM + ((<usize>s.openTable) << PAGE_SHIFT), PAGE_SIZE);
  writeEntry(s.openLeafTable, s.openLeafSlot, entryShift(domain), opened());
  return true;
}

/** Is a table open, because the instruction it was opened for unwound the core? Then `closeTable` must come first. */
export function isTableOpen(): bool {
  return mmState().openTable !== 0;
}

/**
 * The instruction that `openTable` was for is over: the entry it changed is checked and counted as an update would be.
 *
 * @param isAligned the store was aligned to its size; Xen executes no other
 * @returns true if what it did stands; false if it changed more than one entry or the entry is refused: the table is as it was, and the
 *   guest is to have the page fault that its store was, with the registers it had
 */
export function closeTable(isAligned: bool): bool {
  forget();
  const s = mmState();
  const domain = domainOf(currentVcpu());
  const shift = entryShift(domain);
  const table = s.openTable;
  s.openTable = 0;
  // The store may have been to the very entry that maps the table: then that is the change.
  const leaf = readEntry(s.openLeafTable, s.openLeafSlot, shift);
  const used = leaf & USED;
  if ((leaf | USED) === (opened() | USED)) {
    writeEntry(s.openLeafTable, s.openLeafSlot, shift, s.openLeaf | (used & PTE_ACCESSED));
  }
  if (!isAligned) return undo(table, shift);
  let changed: i32 = -1;
  for (let slot: u32 = 0; slot < <u32>4096 >>> shift; slot++) {
    if (readEntry(table, slot, shift) === before(slot, shift)) continue;
    if (isOwnLeaf(table, slot) && (readEntry(table, slot, shift) | USED) === (before(slot, shift) | USED)) continue;
    if (changed >= 0) return undo(table, shift);
    changed = slot;
  }
  return changed < 0 || commit(table, changed, shift, domain) || undo(table, shift);
}

/** The table as it was when it was opened: scratch memory, for it lives no longer than an instruction. */
const BEFORE: usize = SCRATCH + 0xc000;
const USED: u64 = PTE_ACCESSED | PTE_DIRTY;

/** The entry that maps the table while it may be stored to, with a mark by which a store to the entry itself is told from none. */
function opened(): u64 {
  return (mmState().openLeaf ^ PTE_AVAILABLE) | PTE_WRITE;
}

function before(slot: u32, shift: u32): u64 {
  const at = BEFORE + ((<usize>slot) << shift);
  return shift === 3 ? load<u64>(at) : <u64>load<u32>(at);
}

/** Is it the entry through which the instruction reached the table? The processor marks it as used. */
function isOwnLeaf(table: u32, slot: u32): bool {
  const s = mmState();
  return s.openLeafTable === table && s.openLeafSlot === slot;
}

function undo(table: u32, shift: u32): bool {
  for (let slot: u32 = 0; slot < <u32>4096 >>> shift; slot++) {
    if (readEntry(table, slot, shift) !== before(slot, shift)) writeEntry(table, slot, shift, before(slot, shift));
  }
  return false;
}

/**
 * Takes what the changed entry holds and gives back what stood there. A PAE entry whose halves come in the wrong order, the upper first,
 * is let in not present: the other half follows.
 */
function commit(table: u32, slot: u32, shift: u32, domain: Domain): bool {
  const old = before(slot, shift);
  let entry = readEntry(table, slot, shift);
  worked(1);
  if (entry & PTE_PRESENT) {
    const outcome = getLeaf(entry, domain, domain.domid);
    if (outcome < 0) {
      refusedAt(1, slot, entry);
      if (shift === 2 || <u32>entry !== <u32>old) return false;
      entry &= ~(<u64>PTE_PRESENT);
    } else {
      entry ^= <u64>outcome;
    }
    writeEntry(table, slot, shift, entry);
  }
  putLeaf(old);
  return true;
}
