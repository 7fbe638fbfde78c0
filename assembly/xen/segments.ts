/**
 * Segments as Xen must see them when it enters a guest: descriptors are read from the frames of the guest's tables. What loading checks
 * is what IRET would check. Intel SDM Vol. 3A, 3.4.5 and 5.6.
 */
import { PAGE_SHIFT } from '../base/memory-map';
import { GDT_FRAMES, LDT_FRAMES, NO_FRAME, segment } from '../layout/vcpu-state';
import { readPhysical } from '../mmu/physical';
import { currentVcpu } from './domains';
import { mapLdtPage } from './mm/descriptor-table';

/** Selector bit: the descriptor stands in the LDT. */
const LOCAL: u32 = 4;
/** Entries of the GDT, Xen's own at the end included. */
const GDT_ENTRIES: u32 = 0xf000 >> 3;
/** Access byte: present. */
const PRESENT: u32 = 0x80;
/** Access byte: code or data, not a system segment. */
const ORDINARY: u32 = 0x10;
/** Access byte: code. */
const CODE: u32 = 8;
/** Access byte of code: may be called from outer rings. */
const CONFORMING: u32 = 4;
/** Access byte of data: may be written. */
const WRITABLE: u32 = 2;
/** Access byte: has been loaded. */
const ACCESSED: u32 = 1;
/** `SegmentState.access`: the limit counts pages. */
const GRANULARITY: u32 = 0x8000;

/** The descriptor a selector names in the running vCPU's tables; 0 if there is none. */
export function descriptorOf(selector: u32): u64 {
  const index = (selector & 0xffff) >> 3;
  const local = (selector & LOCAL) !== 0;
  if (index >= (local ? currentVcpu().ldtEntries : GDT_ENTRIES)) return 0;
  const slot = (local ? LDT_FRAMES : GDT_FRAMES) + ((<usize>index >> 9) << 2);
  if (local && load<u32>(slot) === NO_FRAME && !mapLdtPage(index >> 9)) return 0;
  const frame = load<u32>(slot);
  return frame === NO_FRAME ? 0 : readPhysical<u64>((frame << PAGE_SHIFT) + ((index & 511) << 3));
}

/** Bits 40 to 47 and 52 to 55, as SegmentState.access has them. */
function accessOf(descriptor: u64): u32 {
  return (<u32>(descriptor >> 40) & 0xff) | (<u32>(descriptor >> 40) & 0xf000);
}

/** Could this be the code segment of ring `ring`? */
export function isCodeFor(selector: u32, descriptor: u64, ring: u32): bool {
  const access = accessOf(descriptor);
  const dpl = (access >> 5) & 3;
  if ((selector & ~3) === 0 || (access & (PRESENT | ORDINARY | CODE)) !== (PRESENT | ORDINARY | CODE)) return false;
  return access & CONFORMING ? dpl <= ring : dpl === ring;
}

/** Could this be the stack segment of ring `ring`? */
export function isStackFor(selector: u32, descriptor: u64, ring: u32): bool {
  const access = accessOf(descriptor);
  if ((selector & ~3) === 0 || (access & (PRESENT | ORDINARY | CODE | WRITABLE)) !== (PRESENT | ORDINARY | WRITABLE))
    return false;
  return ((access >> 5) & 3) === ring && (selector & 3) === ring;
}

/** Could this be in ES, DS, FS or GS in ring `ring`? */
export function isDataFor(selector: u32, descriptor: u64, ring: u32): bool {
  const access = accessOf(descriptor);
  if ((access & (PRESENT | ORDINARY)) !== (PRESENT | ORDINARY)) return false;
  if ((access & (CODE | WRITABLE)) === CODE) return false;
  if ((access & (CODE | CONFORMING)) === (CODE | CONFORMING)) return true;
  return ((access >> 5) & 3) >= max(ring, selector & 3);
}

/** Fills segment register `index` from a descriptor. */
export function setSegment(index: u32, selector: u32, descriptor: u64): void {
  const register = segment(index);
  const access = accessOf(descriptor);
  const limit = (<u32>descriptor & 0xffff) | (<u32>(descriptor >> 32) & 0xf0000);
  register.selector = <u16>selector;
  register.access = <u16>(access & ORDINARY ? access | ACCESSED : access);
  register.base = (<u32>(descriptor >> 16) & 0xffffff) | (<u32>(descriptor >> 32) & 0xff000000);
  register.limit = access & GRANULARITY ? (limit << 12) | 0xfff : limit;
}

/** Makes segment register `index` null. */
export function clearSegment(index: u32, selector: u32): void {
  const register = segment(index);
  register.selector = <u16>selector;
  register.access = 0;
  register.base = 0;
  register.limit = 0;
}
