import { Vector } from '../../abi/vector';
import { Segment, segment, vcpu } from '../../layout/vcpu-state';
import { checkDirectTarget, checkOffset, checkPresent, enterCode, findTarget } from './code-segment';
import {
  accessOf,
  dplOf,
  gateOffset,
  gateParameters,
  gateSelector,
  isCode,
  isConforming,
  itemBytes,
} from './descriptor';
import { markAccessed } from './descriptor-table';
import { findGateTarget, requireCallGate } from './gate';
import { checkStackSegment } from './load-segment';
import { setSegment } from './segment-register';
import { Stack, setStackPointer } from './stack';
import { innerStackPointer, innerStackSelector } from './tss';

/**
 * CALL to another segment, directly or through a call gate, which may lead to an inner privilege level. `bytes` is the operand size;
 * the return address is the vCPU's ip. Intel SDM Vol. 2A, CALL.
 * Errors: #GP, #NP of the target and the gate; #TS, #SS of the inner stack; #SS(0), #PF of pushes.
 */
export function farCall(selector: u32, offset: u32, bytes: u32): void {
  const descriptor = findTarget(selector);
  if (isCode(accessOf(descriptor))) {
    checkDirectTarget(selector, descriptor);
    checkPresent(selector, descriptor);
    callSameLevel(selector, descriptor, offset, bytes);
    return;
  }
  requireCallGate(selector, descriptor);
  const target = findGateTarget(descriptor);
  const access = accessOf(target);
  if (!isConforming(access) && dplOf(access) < <u32>vcpu().cpl) callInner(descriptor, target);
  else callSameLevel(gateSelector(descriptor), target, gateOffset(descriptor), itemBytes(accessOf(descriptor)));
}

function callSameLevel(selector: u32, descriptor: u64, offset: u32, bytes: u32): void {
  const stack = Stack.current(bytes);
  stack.reserve(2);
  checkOffset(descriptor, offset);
  const marked = markAccessed(selector, descriptor);
  stack.push(segment(Segment.Cs).selector);
  stack.push(<u32>vcpu().ip);
  setStackPointer(stack.pointer);
  enterCode(selector, vcpu().cpl, marked, offset);
}

/** Takes the inner level's stack, copies the gate's parameters there, and goes through the gate. Intel SDM Vol. 3A, 5.8.5. */
function callInner(gate: u64, target: u64): void {
  const bytes = itemBytes(accessOf(gate));
  const level = dplOf(accessOf(target));
  const stackSelector = innerStackSelector(level);
  const stackSegment = checkStackSegment(stackSelector, level, Vector.InvalidTss);
  const inner = Stack.inner(stackSelector, stackSegment, innerStackPointer(level), bytes);
  const outer = Stack.current(bytes);
  const parameters = gateParameters(gate);
  inner.reserve(parameters + 4);
  for (let i: u32 = 0; i < parameters; i++) outer.item(i); // faults before anything is written
  checkOffset(target, gateOffset(gate));
  const markedStack = markAccessed(stackSelector, stackSegment);
  const markedTarget = markAccessed(gateSelector(gate), target);

  inner.push(segment(Segment.Ss).selector);
  inner.push(outer.pointer);
  for (let i = parameters; i > 0; i--) inner.push(outer.item(i - 1));
  inner.push(segment(Segment.Cs).selector);
  inner.push(<u32>vcpu().ip);
  setSegment(Segment.Ss, stackSelector, markedStack);
  setStackPointer(inner.pointer);
  enterCode(gateSelector(gate), level, markedTarget, gateOffset(gate));
}
