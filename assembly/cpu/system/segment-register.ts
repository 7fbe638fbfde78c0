import { segment } from '../../layout/vcpu-state';
import { ACCESSED, accessOf, baseOf, isSystem, limitOf } from './descriptor';

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
