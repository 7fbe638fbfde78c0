import { DOMID_IO } from '../../abi/domid';
import { Errno } from '../../abi/errno';
import { PageType } from '../../abi/page-type';
import { PTE_CACHE, PTE_PAT, PTE_PCD, PTE_PRESENT, PTE_PWT, PTE_WRITE } from '../../abi/pte';
import { Rule } from '../../abi/reason';
import { Domain } from '../../layout/domain';
import { FRAME_SPECIAL, pageInfo } from '../../layout/page-info';
import { currentDomain, findDomain } from '../domains';
import { NO_FRAME_NAMED } from './entry-bits';
import { isDeviceFrame, putPage } from './frames';
import { refusedInLeaf } from './profile-rules';
import { refuse, refuseFlags } from './refusal';
import { frameOf } from './table';
import { claimWritable, dropCount, putWritable } from './type-count';

/** Frames of device memory that a domain with rights may map: machine addresses of 40 bits. */
const DEVICE_FRAMES: u64 = 0x10000000;

/**
 * May a leaf entry stand in a table of `tableOwner`, naming a frame of `pageOwner`? If so it takes a use of the frame, and of its type
 * if it may be written through. A read-only entry may name a frame of any type: that is how a guest reads its tables.
 *
 * @param entry a present entry
 * @returns 0; or flags to flip in the entry (device memory is mapped uncached); or -EINVAL (bits it may not have), -EPERM (a device),
 *   -EBUSY (another's frame, or a table that would become writable), -EACCES (cache attributes of a shared frame)
 *
 * Source: xen/arch/x86/mm.c, get_page_from_l1e.
 */
export function getLeaf(entry: u64, tableOwner: Domain, pageOwner: u32): i32 {
  const bad = entry & refusedInLeaf(tableOwner);
  if (bad) return refuseFlags(-Errno.EINVAL, frameOf(entry), bad);
  return takeLeaf(entry, tableOwner, pageOwner);
}

/** As `getLeaf`, for an entry whose bits are known to be in order. */
export function takeLeaf(entry: u64, tableOwner: Domain, pageOwner: u32): i32 {
  const mfn = frameOf(entry);
  if (isDeviceFrame(mfn)) return getDevice(entry, mfn, tableOwner, pageOwner);
  const page = pageInfo(<u32>mfn);
  if (page.owner !== <u16>pageOwner || page.totalCount === 0) {
    return refuse(-Errno.EBUSY, Rule.ForeignFrame, mfn, PageType.Writable);
  }
  if (page.totalCount === 0xffffffff) return refuse(-Errno.EBUSY, Rule.TotalCountFull, mfn, 0);
  const isWritable = (entry & PTE_WRITE) !== 0;
  if (isWritable && claimWritable(<u32>mfn) < 0) return -Errno.EBUSY;
  if (page.flags & FRAME_SPECIAL && entry & PTE_CACHE) {
    if (isWritable) dropCount(<u32>mfn);
    return refuse(-Errno.EACCES, Rule.CacheAttributes, mfn, 0);
  }
  page.totalCount++;
  return 0;
}

/** Device memory: no frame to count, but rights to ask for. DOMID_IO stands for whoever calls. */
function getDevice(entry: u64, mfn: u64, tableOwner: Domain, pageOwner: u32): i32 {
  const error = mfn === NO_FRAME_NAMED ? -Errno.EINVAL : -Errno.EPERM;
  const owner = pageOwner === DOMID_IO ? currentDomain() : findDomain(pageOwner);
  if (!owner || !hasDevice(owner, mfn)) return refuse(error, Rule.DeviceFrame, mfn, 0);
  if (owner !== tableOwner && !hasDevice(tableOwner, mfn)) return refuse(error, Rule.DeviceFrame, mfn, 0);
  // Not to be cached: write-back and write-through entries are made uncached. Source: as above, opt_mmio_relax.
  const caching = <u32>entry & PTE_CACHE;
  if (caching === 0) return PTE_PWT | PTE_PCD;
  if ((caching & (PTE_PWT | PTE_PCD)) === PTE_PWT) return PTE_PCD | (caching & PTE_PAT);
  return 0;
}

function hasDevice(domain: Domain, mfn: u64): bool {
  return domain.privileged !== 0 && mfn < DEVICE_FRAMES;
}

/** A leaf entry goes: gives back what `getLeaf` took. Source: xen/arch/x86/mm.c, put_page_from_l1e. */
export function putLeaf(entry: u64): void {
  if (!(entry & PTE_PRESENT)) return;
  const mfn = frameOf(entry);
  if (isDeviceFrame(mfn)) return;
  if (entry & PTE_WRITE) putWritable(<u32>mfn);
  else putPage(<u32>mfn);
}
