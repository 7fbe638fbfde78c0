/** Entering a handler through an interrupt or trap gate. Intel SDM Vol. 3A, 6.12. */
import { Vector } from '../../abi/vector';
import { Segment, segment, vcpu } from '../../layout/vcpu-state';
import { eflags } from '../flags';
import { checkOffset, checkPresent, enterCode, findTarget } from './code-segment';
import { endStep } from './debug-traps';
import {
  accessOf,
  dplOf,
  gateOffset,
  gateSelector,
  isCode,
  isConforming,
  isPresent,
  itemBytes,
  SystemType,
} from './descriptor';
import { markAccessed } from './descriptor-table';
import { externalBit, protectionFault, raise } from './exception';
import { IF, NT, RF, TF, VM } from './flag-bits';
import { readLinear } from './linear';
import { checkStackSegment } from './load-segment';
import { setSegment } from './segment-register';
import { Stack, setStackPointer } from './stack';
import { innerStackPointer, innerStackSelector } from './tss';

/** Error codes: the index is that of an IDT entry. */
const ERROR_IDT: u32 = 2;
/** Type of a gate: set for trap gates, which leave IF alone. */
const TRAP_GATE: u32 = 1;

/** What is being entered. */
@unmanaged
@final
class Entry {
  gate: u64 = 0;
  /** Code segment the gate leads to. */
  target: u64 = 0;
  /** EFLAGS to push. */
  image: u32 = 0;
  /** 1: an error code is pushed. */
  hasError: u32 = 0;
  errorCode: u32 = 0;
}

const ENTRY = memory.data(32);

/**
 * Enters the handler of a vector from ip; `resume` (RF or 0) is ORed into the image of EFLAGS.
 * Errors: #GP, #NP of the gate and its code segment; #TS, #SS of an inner stack; #SS, #PF of pushes. Nothing has changed then.
 */
export function throughGate(vector: u32, resume: u32, hasError: u32, errorCode: u32): void {
  const gate = findGate(vector);
  const selector = gateSelector(gate);
  const target = findTarget(selector);
  const access = accessOf(target);
  const level = dplOf(access);
  if (!isCode(access) || level > <u32>vcpu().cpl) protectionFault(selector);
  checkPresent(selector, target);
  const entry = changetype<Entry>(ENTRY);
  entry.gate = gate;
  entry.target = target;
  entry.image = eflags() | resume;
  entry.hasError = hasError;
  entry.errorCode = errorCode;
  if (!isConforming(access) && level < <u32>vcpu().cpl) enterInner(entry, level);
  else enterSameLevel(entry);
  const masks = (accessOf(gate) & TRAP_GATE) === 0 ? IF : 0;
  vcpu().systemFlags &= ~(TF | NT | RF | VM | masks);
  endStep();
}

/** The gate of a vector. Errors: #GP, #NP (vector). A task gate is refused like no gate, a limit of this CPU (docs/limits.md). */
function findGate(vector: u32): u64 {
  const state = vcpu();
  const errorCode = (vector << 3) | ERROR_IDT | externalBit();
  if ((vector << 3) + 7 > state.idtLimit) raise(Vector.Protection, errorCode);
  const gate = readLinear<u64>(<u32>state.idtBase + (vector << 3), false);
  const access = accessOf(gate);
  if (!isInterruptGate(access & 0x1f)) raise(Vector.Protection, errorCode);
  // The DPL holds back INT n, INT3 and INTO, never an exception or an interrupt.
  if (externalBit() === 0 && dplOf(access) < <u32>state.cpl) raise(Vector.Protection, errorCode);
  if (!isPresent(access)) raise(Vector.NotPresent, errorCode);
  return gate;
}

function isInterruptGate(type: u32): bool {
  const wide = type & ~(<u32>SystemType.InterruptGate32 ^ SystemType.InterruptGate16);
  return wide === SystemType.InterruptGate16 || wide === SystemType.TrapGate16;
}

function pushFrame(stack: Stack, entry: Entry): void {
  stack.push(entry.image);
  stack.push(segment(Segment.Cs).selector);
  stack.push(<u32>vcpu().ip);
  if (entry.hasError) stack.push(entry.errorCode);
}

/** On the stack as it is, at the level as it is. */
function enterSameLevel(entry: Entry): void {
  const selector = gateSelector(entry.gate);
  const offset = gateOffset(entry.gate);
  const stack = Stack.current(itemBytes(accessOf(entry.gate)));
  stack.reserve(3 + entry.hasError);
  checkOffset(entry.target, offset);
  const marked = markAccessed(selector, entry.target);
  pushFrame(stack, entry);
  setStackPointer(stack.pointer);
  enterCode(selector, vcpu().cpl, marked, offset);
}

/** On the stack that the TSS holds for the inner level. */
function enterInner(entry: Entry, level: u32): void {
  const selector = gateSelector(entry.gate);
  const offset = gateOffset(entry.gate);
  const stackSelector = innerStackSelector(level);
  const stackSegment = checkStackSegment(stackSelector, level, Vector.InvalidTss);
  const pointer = innerStackPointer(level);
  const stack = Stack.inner(stackSelector, stackSegment, pointer, itemBytes(accessOf(entry.gate)));
  stack.reserve(5 + entry.hasError);
  checkOffset(entry.target, offset);
  const markedStack = markAccessed(stackSelector, stackSegment);
  const markedTarget = markAccessed(selector, entry.target);
  stack.push(segment(Segment.Ss).selector);
  stack.push(<u32>vcpu().esp);
  pushFrame(stack, entry);
  setSegment(Segment.Ss, stackSelector, markedStack);
  setStackPointer(stack.pointer);
  enterCode(selector, level, markedTarget, offset);
}
