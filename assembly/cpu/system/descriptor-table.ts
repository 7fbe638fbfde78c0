/**
 * Finding descriptors by selector. On the bare machine the tables stand at linear addresses and are read with supervisor rights,
 * whatever the privilege level. Under Xen (`vcpu().pv`) they are frames that Xen holds: the GDT's pages are always backed (those the
 * guest has not given read as zeros), the LDT's are brought in by Xen when first touched. Intel SDM Vol. 3A, 3.5.
 */
import { Exit } from '../../abi/exit';
import { unwind } from '../../base/env';
import { PAGE_SHIFT } from '../../base/memory-map';
import { machine } from '../../layout/machine-state';
import { GDT_FRAMES, LDT_FRAMES, NO_FRAME, Segment, segment, vcpu } from '../../layout/vcpu-state';
import { readPhysical, writePhysical } from '../../mmu/physical';
import { ACCESSED, accessOf, isSystem } from './descriptor';
import { readLinear, writeLinear } from './linear';
import { LOCAL, tableOffset } from './selector';

/** Does the selector's table have room for its descriptor? A null LDT has no room. */
export function inTable(selector: u32): bool {
  const last = tableOffset(selector) + 7;
  if (selector & LOCAL) {
    const ldt = segment(Segment.Ldtr);
    return ldt.access !== 0 && last <= ldt.limit;
  }
  return last <= vcpu().gdtLimit;
}

/** Linear address of a descriptor (bare machine). */
function linearOf(selector: u32): u32 {
  const base = selector & LOCAL ? segment(Segment.Ldtr).base : vcpu().gdtBase;
  return <u32>base + tableOffset(selector);
}

/** Frame that holds a descriptor (pv), or NO_FRAME for a page of the GDT that the guest has not given. */
function frameOf(selector: u32): u32 {
  const page = tableOffset(selector) >> PAGE_SHIFT;
  const frame = load<u32>((selector & LOCAL ? LDT_FRAMES : GDT_FRAMES) + ((<usize>page) << 2));
  if (frame === NO_FRAME && (selector & LOCAL) !== 0) needPage(page);
  return frame;
}

/** Leaves the instruction until Xen has brought in a page of the LDT. Does not return. */
function needPage(page: u32): void {
  const at = machine();
  at.exit = Exit.DescriptorPage;
  at.operand = page;
  at.register = 1;
  unwind();
}

/** The descriptor of a selector that is `inTable`. Errors: #PF (bare), Exit.DescriptorPage (pv). */
export function readDescriptor(selector: u32): u64 {
  if (!vcpu().pv) return readLinear<u64>(linearOf(selector), false);
  const frame = frameOf(selector);
  return frame === NO_FRAME ? 0 : readPhysical<u64>((frame << PAGE_SHIFT) + (tableOffset(selector) & 0xfff));
}

/**
 * Notes in its table that a segment is loaded; gives the descriptor as it then stands. Nothing is written when the bit is set already.
 * Errors: #PF when the table's page may not be written (bare).
 */
export function markAccessed(selector: u32, descriptor: u64): u64 {
  const access = accessOf(descriptor);
  if (isSystem(access) || (access & ACCESSED) !== 0) return descriptor;
  const marked = descriptor | ((<u64>ACCESSED) << 40);
  writeAccessByte(selector, <u8>(access | ACCESSED));
  return marked;
}

/** Writes the byte of a descriptor that holds its type: loading marks segments accessed and TSSs busy. */
export function writeAccessByte(selector: u32, access: u8): void {
  if (!vcpu().pv) writeLinear<u8>(linearOf(selector) + 5, access, false);
  else writePhysical<u8>((frameOf(selector) << PAGE_SHIFT) + (tableOffset(selector) & 0xfff) + 5, access);
}
