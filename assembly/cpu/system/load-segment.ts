/**
 * Loading a data or stack segment register: MOV Sreg, POP Sreg, LDS and its kin. Intel SDM Vol. 2A, MOV, "Loading a Segment Register
 * While in Protected Mode"; Vol. 3A, 5.6 and 5.7. Every check comes before anything changes.
 */
import { Vector } from '../../abi/vector';
import { Segment, segment, vcpu } from '../../layout/vcpu-state';
import { segmentsChanged } from '../mode';
import { accessOf, dplOf, isConforming, isPresent, isReadable, isWritable } from './descriptor';
import { inTable, markAccessed, readDescriptor } from './descriptor-table';
import { protectionFault, raiseFor } from './exception';
import { setNullSegment, setSegment } from './segment-register';
import { isNull, rplOf } from './selector';

/** `VcpuState.shadow` after MOV SS and POP SS: interrupts and debug traps wait for one instruction. Intel SDM Vol. 3A, 6.8.3. */
export const SHADOW_OF_STACK: u8 = 2;

/** Loads ES, SS, DS, FS or GS. Errors: #GP(0) null SS; #GP, #NP, #SS (selector). */
export function loadSegment(index: u32, selector: u32): void {
  if (index === Segment.Ss) {
    const descriptor = checkStackSegment(selector, vcpu().cpl, Vector.Protection);
    setSegment(index, selector, markAccessed(selector, descriptor));
    vcpu().shadow = SHADOW_OF_STACK;
  } else if (isNull(selector)) {
    setNullSegment(index, selector);
  } else {
    setSegment(index, selector, markAccessed(selector, checkDataSegment(selector)));
  }
  segmentsChanged();
}

/** May this selector be loaded into ES, DS, FS or GS? Gives its descriptor. Errors: #GP(selector), #NP(selector). */
function checkDataSegment(selector: u32): u64 {
  if (!inTable(selector)) protectionFault(selector);
  const descriptor = readDescriptor(selector);
  const access = accessOf(descriptor);
  if (!isReadable(access) || !isReachable(access, rplOf(selector))) protectionFault(selector);
  if (!isPresent(access)) raiseFor(Vector.NotPresent, selector);
  return descriptor;
}

/** Data, and code that does not conform, may be used from its own level and inner ones; conforming code from everywhere. */
function isReachable(access: u32, rpl: u32): bool {
  const dpl = dplOf(access);
  return isConforming(access) || (rpl <= dpl && <u32>vcpu().cpl <= dpl);
}

/**
 * May this selector be the stack segment at privilege level `level`? Gives its descriptor. `fault` is what a bad one raises: #GP for
 * loads and returns, #TS where the selector stood in the TSS. Errors: fault(selector), #SS(selector) when it is not present.
 */
export function checkStackSegment(selector: u32, level: u32, fault: u32): u64 {
  if (isNull(selector)) raiseFor(fault, 0);
  if (!inTable(selector)) raiseFor(fault, selector);
  const descriptor = readDescriptor(selector);
  const access = accessOf(descriptor);
  if (rplOf(selector) !== level || dplOf(access) !== level || !isWritable(access)) raiseFor(fault, selector);
  if (!isPresent(access)) raiseFor(Vector.Stack, selector);
  return descriptor;
}

/**
 * After a return to an outer level: registers that hold segments the new level may not use become null, so that no inner segment
 * leaks outwards. Intel SDM Vol. 3A, 5.8.6.
 */
export function dropInnerSegments(): void {
  dropInner(Segment.Es);
  dropInner(Segment.Ds);
  dropInner(Segment.Fs);
  dropInner(Segment.Gs);
}

function dropInner(index: u32): void {
  const access = <u32>segment(index).access;
  if (!isConforming(access) && <u32>vcpu().cpl > dplOf(access)) setNullSegment(index, 0);
}
