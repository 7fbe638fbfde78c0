/**
 * VERR, VERW, LAR, LSL and ARPL: they ask what a selector would allow, and never fault for it. What is refused is told by ZF.
 * Intel SDM Vol. 3A, 5.10.
 */
import { vcpu } from '../../layout/vcpu-state';
import { accessOf, dplOf, isConforming, isReadable, isSystem, isWritable, limitOf } from './descriptor';
import { inTable, readDescriptor } from './descriptor-table';
import { isNull, rplOf } from './selector';

/** System types whose rights LAR tells, a bit each: TSSs, LDT, call gates and task gate. Intel SDM Vol. 2A, LAR. */
const TYPES_OF_LAR: u32 = 0x1a3e;
/** System types whose limit LSL tells: TSSs and LDT. Intel SDM Vol. 2A, LSL. */
const TYPES_OF_LSL: u32 = 0x0a0e;
/** High half of a descriptor: what LAR shows of it. */
const SHOWN_BY_LAR: u32 = 0x00f0ff00;

/** The descriptor, or 0 where the selector names none that this level and its RPL may see. */
function visible(selector: u32): u64 {
  if (isNull(selector) || !inTable(selector)) return 0;
  const descriptor = readDescriptor(selector);
  const access = accessOf(descriptor);
  const dpl = dplOf(access);
  const seen = isConforming(access) || (<u32>vcpu().cpl <= dpl && rplOf(selector) <= dpl);
  return seen ? descriptor : 0;
}

/** VERR: may it be read? */
export function mayRead(selector: u32): bool {
  return isReadable(accessOf(visible(selector)));
}

/** VERW: may it be written? */
export function mayWrite(selector: u32): bool {
  return isWritable(accessOf(visible(selector)));
}

/** Is it a segment, or one of these system types? */
function hasType(access: u32, types: u32): bool {
  return isSystem(access) ? ((types >> (access & 0xf)) & 1) !== 0 : true;
}

/** LAR's result, or 0 where it is refused (no descriptor it may tell has rights of 0). */
export function rightsOf(selector: u32): u32 {
  const descriptor = visible(selector);
  return hasType(accessOf(descriptor), TYPES_OF_LAR) ? <u32>(descriptor >> 32) & SHOWN_BY_LAR : 0;
}

/** LSL's result, or -1 where it is refused. */
export function segmentLimit(selector: u32): i64 {
  const descriptor = visible(selector);
  return hasType(accessOf(descriptor), TYPES_OF_LSL) ? <i64>limitOf(descriptor) : -1;
}

/** ARPL's result: `selector` with its RPL raised to that of `caller`. */
export function raiseRpl(selector: u32, caller: u32): u32 {
  return rplOf(selector) < rplOf(caller) ? (selector & ~3) | rplOf(caller) : selector;
}
