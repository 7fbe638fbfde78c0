import { Segment, segment } from '../../layout/vcpu-state';
import { ACCESSED, accessOf, BIG, baseOf, isCode, isExpandDown, isSystem, isWritable, limitOf } from './descriptor';

/** Fills a segment register from a descriptor that was checked. The only place that turns one into the other. */
export function setSegment(index: u32, selector: u32, descriptor: u64): void {
  const register = segment(index);
  const access = accessOf(descriptor);
  register.base = baseOf(descriptor);
  register.limit = limitOf(descriptor);
  register.selector = <u16>selector;
  register.access = <u16>(isSystem(access) ? access : access | ACCESSED);
}

/** Makes a segment register null: its selector may be read, an access through it is #GP(0). Intel SDM Vol. 3A, 3.4.2. */
export function setNullSegment(index: u32, selector: u32): void {
  const register = segment(index);
  register.base = 0;
  register.limit = 0;
  register.selector = <u16>selector;
  register.access = 0;
}

/** Base 0 and limit 4 GB - 1. */
function spansAll(index: u32): bool {
  const register = segment(index);
  return register.base === 0 && register.limit === 0xffffffff;
}

/** Spans all, and every access but an instruction fetch is allowed. */
function isFlatData(index: u32): bool {
  const access = <u32>segment(index).access;
  return spansAll(index) && isWritable(access) && !isExpandDown(access);
}

/**
 * Are CS, SS, DS and ES flat, so that no access through them needs a check or a base? A write through a CS prefix is #GP(0) all the same.
 */
export function isFlat(): bool {
  const code = <u32>segment(Segment.Cs).access;
  const stack = <u32>segment(Segment.Ss).access;
  return (
    spansAll(Segment.Cs) &&
    isCode(code) &&
    (stack & BIG) !== 0 &&
    isFlatData(Segment.Ss) &&
    isFlatData(Segment.Ds) &&
    isFlatData(Segment.Es)
  );
}
