import { Errno } from '../../abi/errno';
import { Rule } from '../../abi/reason';
import { PAGE_SHIFT } from '../../base/memory-map';
import { Domain, Format } from '../../layout/domain';
import { refusal } from '../../layout/mm-state';
import { readPhysical, writePhysical } from '../../mmu/physical';
import { Law, law } from './profile-rules';
import { refusedAt, refuseValue } from './refusal';

/**
 * Segment descriptors that a guest may have in its GDT or LDT. Intel SDM Vol. 3A, 3.4.5 and 5.8.3. Source:
 * xen@4.17 xen/arch/x86/pv/descriptor-tables.c and xen@3.2 xen/arch/x86/x86_32/mm.c, check_descriptor.
 */

/** Bits of the high word of a descriptor. */
const PRESENT: u32 = 0x8000;
const DPL_SHIFT: u32 = 13;
const DPL_MASK: u32 = 0x6000;
/** Code or data, not a system descriptor. */
const CODE_OR_DATA: u32 = 0x1000;
const TYPE: u32 = 0x0f00;
const CALL_GATE: u32 = 0x0c00;
/** Code (and not data). */
const CODE: u32 = 0x0800;
/** Data: grows down. */
const EXPAND_DOWN: u32 = 0x0400;
/** Counted in pages. */
const GRANULAR: u32 = 0x800000;
const LONG: u32 = 0x200000;

/** Ring of a 32-bit guest's kernel. */
const KERNEL_RING: u32 = 1;
/** First GDT entry that belongs to Xen. */
export const FIRST_XEN_ENTRY: u32 = 7168;
/** Xen's own ring-1 code segment, which a gate may name. */
const XEN_KERNEL_CS: u32 = 0xe019;

/** `checkDescriptor` refuses: no descriptor it accepts is this one (not present, yet not all zero). */
export const REFUSED: u64 = 0xffffffff0000ffff;

/** First address that no segment of the domain may reach, where descriptors are cut. */
function segmentEnd(domain: Domain): u32 {
  return domain.format === <u8>Format.Pae ? 0xf6800000 : 0xfc400000;
}

/**
 * The descriptor as it may stand in a table: the guest's, its DPL raised to the guest kernel's ring, its limit cut below Xen where the
 * profile does that. REFUSED if it may not stand at all; the reason is noted.
 */
export function checkDescriptor(domain: Domain, descriptor: u64): u64 {
  const fit = fitDescriptor(domain, descriptor);
  if (fit === REFUSED) refusal().entry = descriptor;
  return fit;
}

function fitDescriptor(domain: Domain, descriptor: u64): u64 {
  const high = <u32>(descriptor >> 32);
  // One that is not present always faults.
  if (!(high & PRESENT)) return descriptor;
  const dpl = max<u32>((high & DPL_MASK) >>> DPL_SHIFT, KERNEL_RING);
  const raised = ((<u64>((high & ~DPL_MASK) | (dpl << DPL_SHIFT))) << 32) | (descriptor & 0xffffffff);
  if (!(high & CODE_OR_DATA)) return checkGate(domain, raised, dpl);
  if (law(domain, Law.CutsSegments)) return cutSegment(domain, raised);
  if (high & LONG) return refused(Rule.DescriptorLong, descriptor);
  return widenSegment(domain, raised);
}

function refused(rule: Rule, descriptor: u64): u64 {
  refuseValue(-Errno.EINVAL, rule, descriptor);
  // Which of a page's descriptors it is, the page's check will say.
  refusal().placed = 0;
  return REFUSED;
}

/** Of system descriptors only call gates may stand, and the second half of a 64-bit one, which is of type 0. */
function checkGate(domain: Domain, descriptor: u64, dpl: u32): u64 {
  const isCut = law(domain, Law.CutsSegments);
  const high = <u32>(descriptor >> 32);
  if (!isCut && (high & TYPE) === 0) return descriptor;
  if ((high & TYPE) !== CALL_GATE) return refused(Rule.DescriptorSystem, descriptor);
  let selector = <u32>descriptor >>> 16;
  if (isCut && (selector & 3) < KERNEL_RING) selector = (selector & ~3) | KERNEL_RING;
  if (selector >>> 3 >= FIRST_XEN_ENTRY && selector !== XEN_KERNEL_CS && !(selector & 4)) {
    return refused(Rule.GateSelector, descriptor);
  }
  if (high & 0xe0) return refused(Rule.GateReserved, descriptor);
  const low = <u32>descriptor & 0xffff;
  if (isCut) return (descriptor & 0xffffffff00000000) | low | (selector << 16);
  // A 64-bit Xen emulates call gates: DPL 0 makes every use fault, the real DPL waits in the selector.
  return ((<u64>(high & ~DPL_MASK)) << 32) | low | (((selector & ~3) | dpl) << 16);
}

function baseOf(descriptor: u64): u32 {
  const high = <u32>(descriptor >> 32);
  return (high & 0xff000000) | ((high & 0xff) << 16) | (<u32>descriptor >>> 16);
}

function limitField(descriptor: u64): u32 {
  return (<u32>(descriptor >> 32) & 0xf0000) | (<u32>descriptor & 0xffff);
}

function withLimit(descriptor: u64, limit: u32): u64 {
  return (descriptor & 0xfff0ffffffff0000) | ((<u64>(limit & 0xf0000)) << 32) | (limit & 0xffff);
}

/** A flat segment that reaches beyond the start of Xen's hole is given all of the address space: the page tables protect Xen. */
function widenSegment(domain: Domain, descriptor: u64): u64 {
  const isGranular = (<u32>(descriptor >> 32) & GRANULAR) !== 0;
  const size = (<u64>limitField(descriptor) + 1) << (isGranular ? 12 : 0);
  return baseOf(descriptor) === 0 && size > <u64>domain.holeStart ? withLimit(descriptor, 0xfffff) : descriptor;
}

/** A segment must end below Xen: it is cut to size if it is counted in pages, else refused. */
function cutSegment(domain: Domain, descriptor: u64): u64 {
  const high = <u32>(descriptor >> 32);
  const end = segmentEnd(domain);
  const base = baseOf(descriptor);
  if (base >= end - 0x1000) return refused(Rule.DescriptorBase, descriptor);
  const isGranular = (high & GRANULAR) !== 0;
  // As in 32-bit arithmetic: a size of 4 GB is 0.
  const size = (limitField(descriptor) + 1) << (isGranular ? 12 : 0);
  let fits: bool;
  let room: u32;
  if ((high & (CODE | EXPAND_DOWN)) === EXPAND_DOWN) {
    fits = base + size <= base;
    room = 0 - (base & 0xfffff000);
  } else {
    fits = base + size > base && base + size <= end;
    room = end - base;
  }
  if (fits) return descriptor;
  if (!isGranular) return refused(Rule.DescriptorLimit, descriptor);
  return withLimit(descriptor, (room >>> PAGE_SHIFT) - 1);
}

/**
 * Checks the 512 descriptors of a page that is to become part of a GDT or LDT, and writes them back as they may stand.
 *
 * @returns 0, or -EINVAL if one may not stand; those before it stay as written
 */
export function validateDescriptorPage(mfn: u32, domain: Domain): i32 {
  for (let slot: u32 = 0; slot < 512; slot++) {
    const maddr = (mfn << PAGE_SHIFT) + (slot << 3);
    const given = readPhysical<u64>(maddr);
    const fit = checkDescriptor(domain, given);
    if (fit === REFUSED) {
      refusedAt(0, slot, given);
      return -Errno.EINVAL;
    }
    if (fit !== given) writePhysical<u64>(maddr, fit);
  }
  return 0;
}
