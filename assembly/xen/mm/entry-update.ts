import { Errno } from '../../abi/errno';
import { PageType, TYPE_MASK, TYPE_SHIFT } from '../../abi/page-type';
import {
  PTE_ACCESSED,
  PTE_AVAILABLE,
  PTE_DIRTY,
  PTE_GLOBAL,
  PTE_NO_EXECUTE,
  PTE_PRESENT,
  PTE_USER,
} from '../../abi/pte';
import { Rule } from '../../abi/reason';
import { Domain } from '../../layout/domain';
import { pageInfo } from '../../layout/page-info';
import { PTE_AVAILABLE_HIGH } from './entry-bits';
import { putLeaf, takeLeaf } from './leaf-entry';
import { adjustTop, deferUpper, getUpper } from './page-type';
import { Law, law, refusedInLeaf, refusedInUpper } from './profile-rules';
import { refuse, refusedAt, refuseFlags } from './refusal';
import { firstXenSlot, frameOf, readEntry, writeEntry } from './table';
import { worked } from './work';

/**
 * Changes of single entries of validated tables: the new entry is taken, written, and what the old one held is given back, so that a
 * refusal leaves everything as it was. Source: xen/arch/x86/mm.c, mod_l1_entry, mod_l2_entry, mod_l3_entry.
 */

/** Bits a guest may change without the entry being counted again: they change neither what it maps nor who may write it. */
const SOFT: u64 =
  PTE_NO_EXECUTE | PTE_AVAILABLE_HIGH | PTE_AVAILABLE | PTE_GLOBAL | PTE_DIRTY | PTE_ACCESSED | PTE_USER;
/** Up to 3.2: all but frame, RW and P. */
const WIDE: u64 = 0xfff0000000000ffc;
const KEPT: u64 = PTE_ACCESSED | PTE_DIRTY;

/**
 * Replaces an entry of an L1 table.
 *
 * @param pageOwner who owns the frames it may name
 * @param keep true: the accessed and dirty bits that the old entry has stay
 * @returns 0, or as of getLeaf
 */
export function updateLeaf(
  table: u32,
  slot: u32,
  shift: u32,
  entry: u64,
  domain: Domain,
  pageOwner: u32,
  keep: bool,
): i32 {
  const old = readEntry(table, slot, shift);
  worked(1);
  if (entry & PTE_PRESENT) {
    const bad = entry & refusedInLeaf(domain);
    if (bad) {
      refuseFlags(-Errno.EINVAL, frameOf(entry), bad);
      refusedAt(1, slot, entry);
      return -Errno.EINVAL;
    }
    const soft = law(domain, Law.WideFastPath) ? WIDE : SOFT;
    if (((old ^ entry) & ~soft) === 0) {
      writeEntry(table, slot, shift, keep ? entry | (old & KEPT) : entry);
      return 0;
    }
    const outcome = takeLeaf(entry, domain, pageOwner);
    if (outcome < 0) {
      refusedAt(1, slot, entry);
      return outcome;
    }
    entry ^= <u64>outcome;
  }
  writeEntry(table, slot, shift, keep ? entry | (old & KEPT) : entry);
  putLeaf(old);
  return 0;
}

/**
 * Replaces an entry of an L2 or L3 table. What the old entry held is given back later (page-type.ts, putDeferred).
 *
 * @returns 0; -EPERM (Xen's slot), -EINVAL (refused), or RESTART
 */
export function updateUpper(table: u32, slot: u32, shift: u32, entry: u64, domain: Domain, keep: bool): i32 {
  const info = pageInfo(table).typeInfo;
  const level = (info & TYPE_MASK) >>> TYPE_SHIFT;
  const denied = checkSlot(table, slot, level, entry, domain);
  if (denied < 0) return denied;
  const old = readEntry(table, slot, shift);
  worked(1);
  if (entry & PTE_PRESENT) {
    const bad = entry & refusedInUpper(domain, level);
    if (bad) {
      refuseFlags(-Errno.EINVAL, frameOf(entry), bad);
      refusedAt(level, slot, entry);
      return -Errno.EINVAL;
    }
    if (level === PageType.L3) entry = adjustTop(entry, domain, true);
    if (((old ^ entry) & ~SOFT) !== 0) {
      const rc = getUpper(entry, table, slot, level, domain);
      if (rc < 0) {
        refusedAt(level, slot, entry);
        return rc;
      }
      deferUpper(old, table);
    }
  } else {
    deferUpper(old, table);
  }
  writeEntry(table, slot, shift, keep ? entry | (old & KEPT) : entry);
  return 0;
}

/** Xen's slots of an L2, and slot 3 and what follows of a PAE top table, cannot be changed. */
function checkSlot(table: u32, slot: u32, level: u32, entry: u64, domain: Domain): i32 {
  if (level === PageType.L3) {
    if (slot < 3) return 0;
    refuse(-Errno.EINVAL, Rule.PaeSlotFixed, table, 0);
    refusedAt(level, slot, entry);
    return -Errno.EINVAL;
  }
  if (slot < firstXenSlot(domain, pageInfo(table).typeInfo)) return 0;
  refuse(-Errno.EPERM, Rule.XenSlot, table, 0);
  refusedAt(level, slot, entry);
  return -Errno.EPERM;
}
