import { Errno } from '../../abi/errno';
import { COUNT_MASK, TYPE_SHIFT } from '../../abi/page-type';
import { Rule } from '../../abi/reason';
import { machine } from '../../layout/machine-state';
import { refusal } from '../../layout/mm-state';
import { pageInfo } from '../../layout/page-info';

/**
 * The reason of a refusal. The deepest cause stands: whoever notices first fills it, and the callers it passes on its way out only add
 * where in which table the entry stood. So `Refusal.rule` names what the guest must change, not which hypercall failed.
 */

/** Forgets the last refusal: a request begins. */
export function forget(): void {
  refusal().rule = <u16>Rule.None;
}

/**
 * Notes why a request is refused, unless a deeper cause stands already.
 *
 * @param mfn the frame concerned; what the frame table says of it is noted too
 * @param wanted the type it was asked for, abi/page-type.ts
 * @returns `error`, for the caller to return
 */
export function refuse(error: i32, rule: Rule, mfn: u64, wanted: u32): i32 {
  if (refusal().rule === <u16>Rule.None) note(rule, mfn, wanted);
  return error;
}

/** As `refuse`, taking the place of what stands: for a second attempt that says more than the first. */
export function refuseInstead(error: i32, rule: Rule, mfn: u64, wanted: u32): i32 {
  note(rule, mfn, wanted);
  return error;
}

function note(rule: Rule, mfn: u64, wanted: u32): void {
  const r = refusal();
  r.rule = <u16>rule;
  r.level = 0;
  r.slot = 0;
  r.placed = 0;
  r.entry = 0;
  r.wanted = <u8>wanted;
  r.mfn = mfn < 0xffffffff ? <u32>mfn : 0xffffffff;
  if (mfn < <u64>machine().frames) {
    const page = pageInfo(<u32>mfn);
    r.owner = page.owner;
    r.found = <u8>(page.typeInfo >> TYPE_SHIFT);
    r.typeCount = page.typeInfo & COUNT_MASK;
    r.totalCount = page.totalCount;
  } else {
    r.owner = 0;
    r.found = 0;
    r.typeCount = 0;
    r.totalCount = 0;
  }
}

/** As `refuse`, for a refusal that concerns no frame but a value: an address, a command, a domid. */
export function refuseValue(error: i32, rule: Rule, value: u64): i32 {
  const r = refusal();
  if (r.rule !== <u16>Rule.None) return error;
  note(rule, 0xffffffffffffffff, 0);
  r.entry = value;
  r.placed = 1;
  return error;
}

/** Refuses a pointer that the guest could not use itself: -EFAULT. */
export function badPointer(va: u32): i32 {
  return refuseValue(-Errno.EFAULT, Rule.BadPointer, va);
}

/** As `refuse`, for bits of an entry that may not be set: they stand where the type count would. */
export function refuseFlags(error: i32, mfn: u64, bits: u64): i32 {
  const r = refusal();
  if (r.rule !== <u16>Rule.None) return error;
  note(Rule.EntryFlags, mfn, 0);
  r.typeCount = (<u32>bits & 0xfff) | (<u32>(bits >> 40) & 0xfff000);
  return error;
}

/** Adds where the refused entry stood, unless a deeper place is known. */
export function refusedAt(level: u32, slot: u32, entry: u64): void {
  const r = refusal();
  if (r.rule === <u16>Rule.None || r.placed) return;
  r.level = <u8>level;
  r.slot = <u16>slot;
  r.entry = entry;
  r.placed = 1;
}
