import { Errno } from '../../abi/errno';
import { COUNT_MASK, PAE_XEN_L2, PageType, TYPE_MASK, TYPE_SHIFT, VALIDATED } from '../../abi/page-type';
import { PTE_ACCESSED, PTE_PRESENT, PTE_USER, PTE_WRITE } from '../../abi/pte';
import { Rule } from '../../abi/reason';
import { Domain } from '../../layout/domain';
import { FRAME_PARTIAL, FRAME_PARTIAL_ENTRY, pageInfo } from '../../layout/page-info';
import { NO_FRAME } from '../../layout/vcpu-state';
import { findDomain } from '../domains';
import { validateDescriptorPage } from './descriptor';
import { stampFrame } from './flush-clock';
import { getPage, putPage } from './frames';
import { invalidateLeafTable, validateLeafTable } from './leaf-table';
import { forgetLinear, getLinear, looksLinear } from './linear';
import { fillXenSlots } from './m2p';
import { Law, law, refusedInUpper } from './profile-rules';
import { forget, refuse, refusedAt, refuseFlags } from './refusal';
import { entriesOf, entryShift, firstXenSlot, frameOf, readEntry, writeEntry } from './table';
import { Claim, claimType, dropCount, typeWord } from './type-count';
import { deferred, mustStop, RESTART, worked } from './work';

/**
 * Types of frames with their contents: taking the first use of a table type checks every entry and takes what it names; giving up the
 * last one gives all that back. Both can take long, so both may stop half way (FRAME_PARTIAL, `progress`) and be called again. One file,
 * because a table is checked by taking types of tables.
 *
 * Source: xen/arch/x86/mm.c, _get_page_type, _put_page_type, promote_l2_table and their neighbours.
 */

/** How an entry's frame is taken or given back. */
const enum Entry {
  Ordinary = 0,
  /** A use is held already: the frame is itself partial. */
  Partial = 1,
  /** Keep the use if it stops half way. */
  Retain = 2,
}

/**
 * Takes one use of a frame as `type` (typeWord, with PAE_XEN_L2 where it belongs), checking its contents if the type is new to it.
 *
 * @returns 0; -EINVAL if it is in use as another type; the error of the first entry refused; RESTART if it stopped half way
 *
 * Cost: nothing much if the type is held already, else a visit to each entry below.
 */
export function getPageType(mfn: u32, type: u32): i32 {
  const claim = claimType(mfn, type);
  if (claim <= Claim.Valid) return claim;
  const rc = validate(mfn, type);
  if (claim === Claim.Resume) putPage(mfn);
  return rc;
}

/** Takes a use of a frame of `owner`, and one as `type`. Errors as of getPageType; -EINVAL if it is not the owner's. */
export function getPageAndType(mfn: u64, type: u32, owner: u32): i32 {
  return takeEntry(mfn, type, owner, Entry.Ordinary);
}

function takeEntry(mfn: u64, type: u32, owner: u32, how: Entry): i32 {
  if (how !== Entry.Partial) {
    const missing = getPage(mfn, owner);
    if (missing < 0) return missing;
  }
  // A call that does not give tables back may find one waiting that was not its own doing.
  const waited = deferred().table;
  const rc = getPageType(<u32>mfn, type);
  if (rc === 0 || how === Entry.Partial) return rc;
  const isTornDown = waited === NO_FRAME && deferred().table === <u32>mfn;
  if (isTornDown || (how === Entry.Retain && rc === RESTART)) return rc;
  putPage(<u32>mfn);
  return rc;
}

/** The domain whose rules a frame's contents obey: its owner, who is there while the frame has uses as a table. */
function ownerOf(mfn: u32): Domain {
  return <Domain>findDomain(pageInfo(mfn).owner);
}

function validate(mfn: u32, type: u32): i32 {
  const page = pageInfo(mfn);
  const domain = ownerOf(mfn);
  const level = (type & TYPE_MASK) >>> TYPE_SHIFT;
  let rc = 0;
  if (level === PageType.L1) rc = validateLeafTable(mfn, domain);
  else if (level === PageType.Descriptor) rc = validateDescriptorPage(mfn, domain);
  else if (level <= <u32>PageType.L3) rc = validateUpper(mfn, type, level, domain);
  if (rc === 0) {
    page.typeInfo |= VALIDATED;
  } else if (rc === RESTART || deferred().table === mfn) {
    page.totalCount++;
    page.flags |= FRAME_PARTIAL;
  } else {
    page.typeInfo = 0;
  }
  return rc;
}

function validateUpper(mfn: u32, type: u32, level: u32, domain: Domain): i32 {
  const page = pageInfo(mfn);
  const shift = entryShift(domain);
  const entries = entriesOf(domain, level);
  const xenSlots = level === 2 ? firstXenSlot(domain, type) : entries;
  if (level === 3) clearBeyond(mfn, entries);
  const start = <u32>page.progress;
  let how = page.flags & FRAME_PARTIAL_ENTRY ? Entry.Partial : Entry.Ordinary;
  for (let slot = start; slot < xenSlots && slot < entries; slot++) {
    const entry = readEntry(mfn, slot, shift);
    if (slot > start && mustStop()) return stopAt(mfn, slot, how);
    const rc = takeUpper(entry, mfn, slot, level, domain, how);
    if (rc === RESTART) return stopAt(mfn, slot, Entry.Partial);
    if (rc < 0) {
      failAt(mfn, slot, level, entry, how);
      return rc;
    }
    if (level === 3) writeAdjusted(mfn, slot, entry, domain, true);
    how = Entry.Ordinary;
  }
  if (level === 2) fillXenSlots(mfn, xenSlots, domain);
  return 0;
}

/** A PAE guest need not clear the rest of a top table's page, but a 64-bit Xen walks it: nothing may stand there. */
function clearBeyond(mfn: u32, entries: u32): void {
  for (let slot = entries; slot < 512; slot++) if (readEntry(mfn, slot, 3)) writeEntry(mfn, slot, 3, 0);
}

function stopAt(mfn: u32, slot: u32, how: Entry): i32 {
  const page = pageInfo(mfn);
  page.progress = <u16>slot;
  if (how === Entry.Partial) page.flags |= FRAME_PARTIAL_ENTRY;
  else page.flags &= ~FRAME_PARTIAL_ENTRY;
  return RESTART;
}

/** The entry in `slot` is refused: what the entries before it hold is given back apart, for that may take long. */
function failAt(mfn: u32, slot: u32, level: u32, entry: u64, how: Entry): void {
  refusedAt(level, slot, entry);
  const waiting = deferred();
  if (slot > 0) {
    // The table that the entry names may itself be half given back: it is this one's partial entry then.
    const isSame = waiting.table !== NO_FRAME && <u64>waiting.table === frameOf(entry);
    stopAt(mfn, slot, isSame ? Entry.Partial : how);
    waiting.table = mfn;
    waiting.partial = 1;
  }
  if (level !== 3) return;
  const domain = ownerOf(mfn);
  while (slot > 0) {
    slot--;
    writeAdjusted(mfn, slot, readEntry(mfn, slot, 3), domain, false);
  }
}

/** A 64-bit Xen walks a PAE top table as an ordinary one, so it makes the bits allow what the guest's next level allows. */
function writeAdjusted(mfn: u32, slot: u32, entry: u64, domain: Domain, isTable: bool): void {
  const fit = adjustTop(entry, domain, isTable);
  if (fit !== entry) writeEntry(mfn, slot, 3, fit);
}

/** An entry of a PAE top table with the bits that Xen adds while it is one, or without. Source: adjust_guest_l3e, unadjust_guest_l3e. */
export function adjustTop(entry: u64, domain: Domain, isTable: bool): u64 {
  if (!(entry & PTE_PRESENT) || !law(domain, Law.AdjustsL3)) return entry;
  return isTable ? entry | PTE_USER | PTE_WRITE : entry & ~(<u64>(PTE_USER | PTE_WRITE | PTE_ACCESSED));
}

function takeUpper(entry: u64, table: u32, slot: u32, level: u32, domain: Domain, how: Entry): i32 {
  if (level === 3 && slot === 3) return takeXenL2(entry, table, domain, how);
  if (!(entry & PTE_PRESENT)) return 0;
  return getUpper(entry, table, slot, level, domain, level === 3 && how === Entry.Ordinary ? Entry.Retain : how);
}

/** Slot 3 of a PAE top table: the L2 in it carries Xen's entries, so it must be there and nowhere else. Source: promote_l3_table. */
function takeXenL2(entry: u64, table: u32, domain: Domain, how: Entry): i32 {
  const mfn = frameOf(entry);
  if (!(entry & PTE_PRESENT)) return refuse(-Errno.EINVAL, Rule.PaeSlotEmpty, table, PageType.L2);
  const bad = entry & refusedInUpper(domain, 3);
  if (bad) return refuseFlags(-Errno.EINVAL, mfn, bad);
  const type = typeWord(PageType.L2) | PAE_XEN_L2;
  const rc = takeEntry(mfn, type, domain.domid, how === Entry.Ordinary ? Entry.Retain : how);
  if (rc < 0) return rc;
  if ((pageInfo(<u32>mfn).typeInfo & COUNT_MASK) === 1) return 0;
  refuse(-Errno.EINVAL, Rule.PaeSlotShared, mfn, PageType.L2);
  dropCount(<u32>mfn);
  putPage(<u32>mfn);
  return -Errno.EINVAL;
}

/**
 * May a present `entry` stand in the table in frame `table` of `level` (2 or 3)? If so, takes the table it names, checking it if it is
 * not one yet; or, failing that, as a linear entry.
 *
 * @returns 0, or a negative error, or RESTART
 */
export function getUpper(
  entry: u64,
  table: u32,
  slot: u32,
  level: u32,
  domain: Domain,
  how: Entry = Entry.Ordinary,
): i32 {
  const mfn = frameOf(entry);
  const bad = entry & refusedInUpper(domain, level);
  if (bad) return refuseFlags(-Errno.EINVAL, mfn, bad);
  worked(1);
  const rc = takeEntry(mfn, typeWord(<PageType>(level - 1)), domain.domid, how);
  // A PAE top table may not name another: Xen's own part could not be kept right.
  if (rc !== -Errno.EINVAL || level === 3) return rc;
  const linear = getLinear(entry, table, slot, level, domain, looksLinear(mfn, level, domain));
  // That it is no table of the level below was no refusal then.
  if (linear === 0) forget();
  return linear;
}

/** Gives up a use of a frame and of its type. RESTART if it stopped half way: call again with `partial`. */
export function putPageAndType(mfn: u32): i32 {
  const rc = putPageType(mfn, false, NO_FRAME);
  if (rc === 0) putPage(mfn);
  return rc;
}

/**
 * Gives up one use of a frame's type. The last use of a table gives back what its entries hold.
 *
 * @param partial true: only goes on with a table that is half way, whose type use is that of its partial state
 * @param parent frame of the table whose entry named it, or NO_FRAME
 * @returns 0, or RESTART if it stopped half way
 */
export function putPageType(mfn: u32, partial: bool, parent: u32): i32 {
  const page = pageInfo(mfn);
  const info = page.typeInfo;
  const wasPartial = (page.flags & FRAME_PARTIAL) !== 0;
  if (partial && !wasPartial) return 0;
  const isTable = (info & TYPE_MASK) >>> TYPE_SHIFT <= <u32>PageType.L3;
  if ((info & COUNT_MASK) === 1 && isTable && (wasPartial || info & VALIDATED)) {
    page.typeInfo &= ~VALIDATED;
    page.flags &= ~FRAME_PARTIAL;
    const rc = putLastUse(mfn, info, wasPartial, parent);
    if (wasPartial) putPage(mfn);
    return rc;
  }
  dropCount(mfn);
  if (parent !== NO_FRAME) forgetLinear(mfn, info, parent, ownerOf(mfn));
  return 0;
}

function putLastUse(mfn: u32, info: u32, wasPartial: bool, parent: u32): i32 {
  const page = pageInfo(mfn);
  const domain = ownerOf(mfn);
  const rc = invalidate(mfn, info, wasPartial, domain);
  if (parent !== NO_FRAME && info & VALIDATED) forgetLinear(mfn, info, parent, domain);
  if (rc === 0) {
    page.typeInfo--;
    stampFrame(mfn);
  } else {
    page.totalCount++;
    page.flags |= FRAME_PARTIAL;
  }
  return rc;
}

/**
 * Takes what a table's entries hold back although the table is still used: its domain is dying, and what is left of its tables hold one
 * another. Its uses go when those who use it do. Source: xen/arch/x86/domain.c, relinquish_memory.
 */
export function invalidateByForce(mfn: u32): void {
  const page = pageInfo(mfn);
  const info = page.typeInfo;
  const wasPartial = (page.flags & FRAME_PARTIAL) !== 0;
  page.typeInfo = info & ~VALIDATED;
  page.flags &= ~FRAME_PARTIAL;
  // What it holds may hold it in turn, and nothing else: it must not be freed before it is read to its end.
  page.totalCount++;
  invalidate(mfn, info, wasPartial, ownerOf(mfn));
  putPage(mfn);
  if (!wasPartial) return;
  // The partial state stood for one use of the type and one of the frame.
  page.typeInfo--;
  putPage(mfn);
}

function invalidate(mfn: u32, info: u32, wasPartial: bool, domain: Domain): i32 {
  const level = (info & TYPE_MASK) >>> TYPE_SHIFT;
  if (level <= <u32>PageType.L1) {
    if (level === PageType.L1) invalidateLeafTable(mfn, domain);
    return 0;
  }
  const page = pageInfo(mfn);
  if (!wasPartial) {
    page.progress = <u16>(level === 2 ? firstXenSlot(domain, info) : entriesOf(domain, level));
    page.flags &= ~FRAME_PARTIAL_ENTRY;
  }
  return invalidateUpper(mfn, level, domain);
}

/** Gives back what the entries below `progress` hold, from the last to the first. */
function invalidateUpper(mfn: u32, level: u32, domain: Domain): i32 {
  const page = pageInfo(mfn);
  const shift = entryShift(domain);
  let partial = (page.flags & FRAME_PARTIAL_ENTRY) !== 0;
  let slot = <u32>page.progress + (partial ? 1 : 0);
  while (slot > 0) {
    slot--;
    const entry = readEntry(mfn, slot, shift);
    if (putUpper(entry, mfn, partial) === RESTART) return stopAt(mfn, slot, Entry.Partial);
    partial = false;
    if (level === 3) writeAdjusted(mfn, slot, entry, domain, false);
    if (slot > 0 && mustStop()) return stopAt(mfn, slot, Entry.Ordinary);
  }
  page.typeInfo &= ~PAE_XEN_L2;
  return 0;
}

/** Gives back what an upper entry of `table` holds: nothing, if it names its own table. 0 or RESTART. */
function putUpper(entry: u64, table: u32, partial: bool): i32 {
  const mfn = <u32>frameOf(entry);
  if (!(entry & PTE_PRESENT) || mfn === table) return 0;
  const rc = putPageType(mfn, partial, table);
  if (rc === 0) putPage(mfn);
  return rc;
}

/** As `putUpper`, later: the entry was replaced, and its table may take long to give back. It is no linear entry from now on. */
export function deferUpper(entry: u64, table: u32): void {
  const mfn = <u32>frameOf(entry);
  if (!(entry & PTE_PRESENT) || mfn === table) return;
  forgetLinear(mfn, pageInfo(mfn).typeInfo, table, ownerOf(table));
  const waiting = deferred();
  waiting.table = mfn;
  waiting.partial = 0;
}

/** Gives back the use that waits, if any. 0, or RESTART if that stopped half way. Source: put_old_guest_table. */
export function putDeferred(): i32 {
  const waiting = deferred();
  const mfn = waiting.table;
  if (mfn === NO_FRAME) return 0;
  const rc = putPageType(mfn, waiting.partial !== 0, NO_FRAME);
  if (rc === RESTART) {
    waiting.partial = 1;
    return rc;
  }
  waiting.table = NO_FRAME;
  waiting.partial = 1;
  putPage(mfn);
  return 0;
}
