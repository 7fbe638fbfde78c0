import { DOMID_INVALID, DOMID_IO, DOMID_XEN } from '../../abi/domid';
import { Errno } from '../../abi/errno';
import { PageType, TYPE_SHIFT, VALIDATED } from '../../abi/page-type';
import { Rule } from '../../abi/reason';
import { PAGE_SHIFT, PAGE_SIZE, RAM } from '../../base/memory-map';
import { Domain, DomainState } from '../../layout/domain';
import { machine } from '../../layout/machine-state';
import { mmState } from '../../layout/mm-state';
import { FRAME_ALLOCATED, FRAME_SPECIAL, PageInfo, pageInfo } from '../../layout/page-info';
import { NO_FRAME } from '../../layout/vcpu-state';
import { touch } from '../../mmu/physical';
import { findDomain } from '../domains';
import { refuse } from './refusal';
import { isFree, resetOrder, setFree, takeFree, takeNextFree } from './scatter';

/**
 * The frame table: who owns each frame, and how often it is used. Invariants (xen/mm/audit.ts checks them):
 *
 * - a free frame has count 0, type none, owner DOMID_INVALID, is filled with zeros and stands on the free map;
 * - a frame's total count is the sum of its uses: FRAME_ALLOCATED, pinned, each present entry that names it, each vCPU that runs on it
 *   or has it in a descriptor table;
 * - the last use to go frees the frame.
 */

/** Frames of the first megabyte: never memory, as on a PC. Source: xen/arch/x86/mm.c, arch_init_memory. */
const LOW_FRAMES: u32 = 0x100;

/** Makes an empty frame table: all frames free but the first megabyte, which is device memory. Machine.frames must be set. */
export function resetFrames(): void {
  resetOrder();
  const frames = machine().frames;
  for (let mfn: u32 = 0; mfn < frames; mfn++) {
    const page = pageInfo(mfn);
    memory.fill(changetype<usize>(page), 0, offsetof<PageInfo>());
    if (mfn < LOW_FRAMES) {
      page.owner = <u16>DOMID_IO;
      page.totalCount = 1;
    } else {
      page.owner = <u16>DOMID_INVALID;
      setFree(mfn);
    }
  }
}

/** Does the machine have the frame? Frames of the first megabyte count as memory here: they have a record. */
// @ts-expect-error: decorator
export function frameExists(mfn: u64): bool {
  return mfn < <u64>machine().frames;
}

/** Is the frame no memory: beyond RAM, or in the first megabyte? */
// @ts-expect-error: decorator
export function isDeviceFrame(mfn: u64): bool {
  return mfn >= <u64>machine().frames || pageInfo(<u32>mfn).owner === <u16>DOMID_IO;
}

/** A frame for a domain, empty and with one use, that of being allocated; NO_FRAME if there are none or the domain has its fill. */
export function allocFrame(domain: Domain): u32 {
  if (domain.state === DomainState.Dying || domain.totPages >= domain.maxPages) return NO_FRAME;
  const mfn = takeNextFree();
  if (mfn !== NO_FRAME) giveFrame(mfn, domain);
  return mfn;
}

function giveFrame(mfn: u32, domain: Domain): void {
  const page = pageInfo(mfn);
  page.owner = domain.domid;
  page.totalCount = 1;
  page.typeInfo = 0;
  page.linearCount = 0;
  page.progress = 0;
  page.flags = FRAME_ALLOCATED;
  domain.totPages++;
}

/**
 * 2^order frames for a domain that follow one another, the first a multiple of their number; NO_FRAME if there is no such run. Cost: a
 * visit to each frame of the machine at most.
 */
export function allocExtent(domain: Domain, order: u32): u32 {
  if (order === 0) return allocFrame(domain);
  const count: u32 = 1 << order;
  if (domain.state === DomainState.Dying) return NO_FRAME;
  if (domain.totPages + count > domain.maxPages || count > mmState().freeFrames) return NO_FRAME;
  const frames = machine().frames;
  for (let first: u32 = count; first + count <= frames; first += count) {
    if (!isRunFree(first, count)) continue;
    for (let mfn = first; mfn < first + count; mfn++) {
      takeFree(mfn);
      giveFrame(mfn, domain);
    }
    return first;
  }
  return NO_FRAME;
}

function isRunFree(first: u32, count: u32): bool {
  for (let mfn = first; mfn < first + count; mfn++) if (!isFree(mfn)) return false;
  return true;
}

/** A frame for Xen itself, from the top of memory: they follow one another. NO_FRAME if there are none. */
export function allocXenFrames(count: u32): u32 {
  let first = machine().frames;
  while (first > LOW_FRAMES + count) {
    first -= 1;
    if (!isRunFree(first, count)) continue;
    for (let mfn = first; mfn < first + count; mfn++) {
      takeFree(mfn);
      const page = pageInfo(mfn);
      page.owner = <u16>DOMID_XEN;
      page.totalCount = 1;
      // One use as no type at all: nobody can make it writable or a table. Source: share_xen_page_with_guest, SHARE_ro.
      page.typeInfo = ((<u32>PageType.None) << TYPE_SHIFT) | VALIDATED | 1;
      page.flags = FRAME_SPECIAL;
    }
    return first;
  }
  return NO_FRAME;
}

/**
 * A frame that Xen shares with a domain (shared info, grant table): the domain may map it, writable if `writable`, but not make a table
 * of it nor give it up. It does not count among the domain's pages. NO_FRAME if there are none. Source: share_xen_page_with_guest.
 */
export function allocShared(domain: Domain, writable: bool): u32 {
  if (domain.state === DomainState.Dying) return NO_FRAME;
  const mfn = takeNextFree();
  if (mfn === NO_FRAME) return mfn;
  const page = pageInfo(mfn);
  page.owner = domain.domid;
  page.totalCount = 1;
  page.typeInfo = ((<u32>(writable ? PageType.Writable : PageType.None)) << TYPE_SHIFT) | VALIDATED | 1;
  page.flags = FRAME_SPECIAL | FRAME_ALLOCATED;
  return mfn;
}

/**
 * Takes a use of a frame that must belong to `owner`.
 *
 * Errors: -EINVAL if there is no such frame, it is another's, or its count is full.
 */
export function getPage(mfn: u64, owner: u32): i32 {
  if (!frameExists(mfn)) return refuse(-Errno.EINVAL, Rule.NoSuchFrame, mfn, 0);
  const page = pageInfo(<u32>mfn);
  if (page.owner !== <u16>owner || page.totalCount === 0) return refuse(-Errno.EINVAL, Rule.ForeignFrame, mfn, 0);
  if (page.totalCount === 0xffffffff) return refuse(-Errno.EINVAL, Rule.TotalCountFull, mfn, 0);
  page.totalCount++;
  return 0;
}

/** Gives up a use of a frame. The last one frees it. */
export function putPage(mfn: u32): void {
  const page = pageInfo(mfn);
  page.totalCount--;
  if (page.totalCount === 0) freeFrame(mfn);
}

function freeFrame(mfn: u32): void {
  const page = pageInfo(mfn);
  if (!(page.flags & FRAME_SPECIAL)) {
    const owner = findDomain(page.owner);
    if (owner) owner.totPages--;
  }
  page.owner = <u16>DOMID_INVALID;
  page.typeInfo = 0;
  page.linearCount = 0;
  page.progress = 0;
  page.flags = 0;
  clearFrame(mfn);
  setFree(mfn);
}

/** Fills a frame with zeros. */
export function clearFrame(mfn: u32): void {
  memory.fill(RAM + ((<usize>mfn) << PAGE_SHIFT), 0, PAGE_SIZE);
  touch(mfn);
}

/** The owner gives a frame up: it is freed when its last use goes. Does nothing if it was given up before. */
export function giveUp(mfn: u32): void {
  const page = pageInfo(mfn);
  if (!(page.flags & FRAME_ALLOCATED)) return;
  page.flags &= ~FRAME_ALLOCATED;
  putPage(mfn);
}

/**
 * Takes a frame from its domain for a while: nobody can use it. It must have no use but that of being allocated, which stays counted.
 *
 * @param next a number that `unsteal` gives back: it lets a caller chain what it stole
 * @returns 0, or -EINVAL if it is not the domain's, is used, or is shared with Xen. Source: xen/arch/x86/mm.c, steal_page.
 */
export function steal(mfn: u64, domain: Domain, next: u32): i32 {
  if (!frameExists(mfn)) return refuse(-Errno.EINVAL, Rule.NoSuchFrame, mfn, 0);
  const page = pageInfo(<u32>mfn);
  if (page.owner !== domain.domid || page.totalCount === 0) return refuse(-Errno.EINVAL, Rule.ForeignFrame, mfn, 0);
  if (page.flags !== FRAME_ALLOCATED || page.totalCount !== 1) return refuse(-Errno.EINVAL, Rule.FrameInUse, mfn, 0);
  page.flags = 0;
  page.typeInfo = next;
  return 0;
}

/** The domain has a stolen frame again, as it was; putPage then frees it. Gives what `steal` was told. */
export function unsteal(mfn: u32): u32 {
  const page = pageInfo(mfn);
  const next = page.typeInfo;
  page.flags = FRAME_ALLOCATED;
  page.typeInfo = 0;
  return next;
}
