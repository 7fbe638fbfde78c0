import { Errno } from '../../abi/errno';
import { COUNT_MASK, PAE_XEN_L2, PageType, PINNED, TYPE_MASK, TYPE_SHIFT, VALIDATED } from '../../abi/page-type';
import { Rule } from '../../abi/reason';
import { TraceEvent } from '../../abi/trace-event';
import { FRAME_PARTIAL, FRAME_PARTIAL_ENTRY, pageInfo } from '../../layout/page-info';
import { isTracing, recordEvent } from '../../trace/trace';
import { stampFrame, typeChanges } from './flush-clock';
import { putPage } from './frames';
import { refuse } from './refusal';

/**
 * The heart of the protection: a frame has one type at a time, and uses are counted in that type. A writable frame cannot be a table, a
 * table cannot be written. The type may change only while the count is 0. Source: xen/arch/x86/mm.c, _get_page_type.
 */

/** What `claimType` found. */
export const enum Claim {
  /** The type is held and the contents stand. */
  Valid = 0,
  /** The type is held from now on; the contents must be checked. */
  Check = 1,
  /** As Check, going on where a preempted check stopped. */
  Resume = 2,
}

/** A type as typeInfo holds it. */
export function typeWord(type: PageType): u32 {
  return (<u32>type) << TYPE_SHIFT;
}

/**
 * Takes one use of a frame as `type` (typeWord, with PAE_XEN_L2 where it belongs).
 *
 * @returns a `Claim`, or -EINVAL if the frame is in use as another type
 */
export function claimType(mfn: u32, type: u32): i32 {
  const page = pageInfo(mfn);
  const info = page.typeInfo;
  const count = info & COUNT_MASK;
  if (count === 0) {
    page.typeInfo = (info & TYPE_MASK) === type ? info + 1 : changeType(mfn, type);
  } else if ((info & (TYPE_MASK | PAE_XEN_L2)) !== type) {
    return refuse(-Errno.EINVAL, Rule.TypeConflict, mfn, type >> TYPE_SHIFT);
  } else if (!(info & VALIDATED)) {
    page.flags &= ~FRAME_PARTIAL;
    return Claim.Resume;
  } else if (count === COUNT_MASK) {
    return refuse(-Errno.EINVAL, Rule.TypeCountFull, mfn, type >> TYPE_SHIFT);
  } else {
    page.typeInfo = info + 1;
  }
  if (page.typeInfo & VALIDATED) return Claim.Valid;
  page.progress = 0;
  page.linearCount = 0;
  page.flags &= ~FRAME_PARTIAL_ENTRY;
  return Claim.Check;
}

/** The type word of a frame that gets its first use as `type`. Writable memory needs no check. */
function changeType(mfn: u32, type: u32): u32 {
  const page = pageInfo(mfn);
  const info = page.typeInfo;
  typeChanges(mfn, info);
  const isWritable = type === typeWord(PageType.Writable);
  // A page that is mapped writable for the first time is no event: a pinned space has thousands.
  if (isTracing() && (!isWritable || info >> TYPE_SHIFT !== 0)) {
    recordEvent(TraceEvent.FrameType, type >> TYPE_SHIFT, mfn, info >> TYPE_SHIFT, 1, page.totalCount);
  }
  return (info & PINNED) | type | (isWritable ? VALIDATED : 0) | 1;
}

/** Takes one use of a frame as writable memory: 0, or -EINVAL if it is a table or a descriptor page. */
export function claimWritable(mfn: u32): i32 {
  return claimType(mfn, typeWord(PageType.Writable));
}

/** Gives up a use of a frame's type where that cannot be the last use of a table. */
export function dropCount(mfn: u32): void {
  const page = pageInfo(mfn);
  page.typeInfo--;
  if ((page.typeInfo & COUNT_MASK) === 0) stampFrame(mfn);
}

/** Gives up a use of writable memory and of the frame. */
export function putWritable(mfn: u32): void {
  dropCount(mfn);
  putPage(mfn);
}

/** Is the frame in use as a validated `type`? */
export function isUsedAs(mfn: u32, type: PageType): bool {
  const info = pageInfo(mfn).typeInfo;
  return (info & (TYPE_MASK | VALIDATED)) === (typeWord(type) | VALIDATED) && (info & COUNT_MASK) !== 0;
}
