import { PTE_PRESENT } from '../../abi/pte';
import { Domain } from '../../layout/domain';
import { getLeaf, putLeaf } from './leaf-entry';
import { refusedAt } from './refusal';
import { entriesOf, entryShift, readEntry, writeEntry } from './table';
import { worked } from './work';

/**
 * Checks every entry of an L1 table and takes what they use; all or nothing, and never preempted.
 *
 * @returns 0, or the error of the first entry refused
 */
export function validateLeafTable(mfn: u32, domain: Domain): i32 {
  const shift = entryShift(domain);
  const entries = entriesOf(domain, 1);
  worked(entries);
  for (let slot: u32 = 0; slot < entries; slot++) {
    const entry = readEntry(mfn, slot, shift);
    if (!(entry & PTE_PRESENT)) continue;
    const outcome = getLeaf(entry, domain, domain.domid);
    if (outcome > 0) writeEntry(mfn, slot, shift, entry ^ <u64>outcome);
    if (outcome >= 0) continue;
    refusedAt(1, slot, entry);
    while (slot > 0) {
      slot--;
      putLeaf(readEntry(mfn, slot, shift));
    }
    return outcome;
  }
  return 0;
}

/** Gives back what the entries of an L1 table use. */
export function invalidateLeafTable(mfn: u32, domain: Domain): void {
  const shift = entryShift(domain);
  const entries = entriesOf(domain, 1);
  worked(entries);
  for (let slot: u32 = 0; slot < entries; slot++) putLeaf(readEntry(mfn, slot, shift));
}
