/** The stack pointer by the width of the stack segment: ESP, or SP alone when its B bit is clear. Intel SDM Vol. 1, 6.2.3. */
import { Segment, segment, vcpu } from '../layout/vcpu-state';

/** B of a segment's rights: a 32-bit stack. */
const BIG: u32 = 0x4000;

/** Mask of the pointer's width. */
export function stackMask(): u32 {
  return segment(Segment.Ss).access & BIG ? 0xffffffff : 0xffff;
}

/** Sets the pointer; bits outside the stack's width stay. */
export function setStack(pointer: u32): void {
  const mask = stackMask();
  const state = vcpu();
  state.esp = (<u32>state.esp & ~mask) | (pointer & mask);
}
