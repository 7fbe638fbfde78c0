import { Vector } from '../../abi/vector';
import { Segment, vcpu } from '../../layout/vcpu-state';
import { checkOffset, enterCode, findReturnTarget } from './code-segment';
import { markAccessed } from './descriptor-table';
import { checkStackSegment, dropInnerSegments } from './load-segment';
import { setSegment } from './segment-register';
import { rplOf } from './selector';
import { Stack, setStackPointer } from './stack';

/**
 * RET to another segment, at the same or an outer level, dropping `more` bytes of arguments. `bytes` is the operand size.
 * Intel SDM Vol. 2B, RET. Errors: #SS(0), #PF of pops; #GP, #NP of the code segment; #GP, #SS of an outer stack segment.
 */
export function farReturn(bytes: u32, more: u32): void {
  const stack = Stack.current(bytes);
  const offset = stack.item(0);
  const selector = stack.item(1) & 0xffff;
  const target = findReturnTarget(selector);
  stack.drop(2, more);
  returnTo(stack, selector, target, offset, more);
}

/**
 * The end of RET and IRET, which agree on it: `stack` stands above what both levels pop; an outer level's ESP and SS come next, and
 * `more` bytes of arguments are dropped from that stack as well.
 */
export function returnTo(stack: Stack, selector: u32, target: u64, offset: u32, more: u32): void {
  const level = rplOf(selector);
  if (level === <u32>vcpu().cpl) {
    checkOffset(target, offset);
    const marked = markAccessed(selector, target);
    setStackPointer(stack.pointer);
    enterCode(selector, level, marked, offset);
    return;
  }
  const pointer = stack.item(0) + more;
  const stackSelector = stack.item(1) & 0xffff;
  const stackSegment = checkStackSegment(stackSelector, level, Vector.Protection);
  checkOffset(target, offset);
  const markedTarget = markAccessed(selector, target);
  setSegment(Segment.Ss, stackSelector, markAccessed(stackSelector, stackSegment));
  setStackPointer(pointer);
  enterCode(selector, level, markedTarget, offset);
  dropInnerSegments();
}
