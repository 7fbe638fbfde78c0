/** What control transfers check of a code segment before they go there. Intel SDM Vol. 3A, 5.8. */
import { Vector } from '../../abi/vector';
import { Segment, vcpu } from '../../layout/vcpu-state';
import { segmentsChanged } from '../mode';
import { accessOf, BIG, dplOf, isCode, isConforming, isPresent, limitOf } from './descriptor';
import { inTable, readDescriptor } from './descriptor-table';
import { protectionFault, raiseFor } from './exception';
import { setSegment } from './segment-register';
import { isNull, rplOf } from './selector';

/** The descriptor a far pointer or gate names. Errors: #GP(0) null, #GP(selector) outside its table. */
export function findTarget(selector: u32): u64 {
  if (isNull(selector)) protectionFault();
  if (!inTable(selector)) protectionFault(selector);
  return readDescriptor(selector);
}

/**
 * The segment a transfer goes to is present and holds 32-bit code. A 16-bit segment is refused with #GP(selector), a limit of this CPU
 * (docs/limits.md). Errors: #NP(selector).
 */
export function checkPresent(selector: u32, descriptor: u64): void {
  const access = accessOf(descriptor);
  if (!isPresent(access)) raiseFor(Vector.NotPresent, selector);
  if ((access & BIG) === 0) protectionFault(selector);
}

/** The offset a transfer goes to lies in its segment. Errors: #GP(0). */
export function checkOffset(descriptor: u64, offset: u32): void {
  if (offset > limitOf(descriptor)) protectionFault();
}

/** May JMP or CALL go there with no gate? Conforming code from outer levels, other code from its own. Errors: #GP(selector). */
export function checkDirectTarget(selector: u32, descriptor: u64): void {
  const access = accessOf(descriptor);
  const cpl = <u32>vcpu().cpl;
  const allowed = isConforming(access) ? dplOf(access) <= cpl : rplOf(selector) <= cpl && dplOf(access) === cpl;
  if (!allowed) protectionFault(selector);
}

/** May RET or IRET go there? Only outwards or to the same level. Gives the descriptor. Errors: #GP(0), #GP(selector), #NP(selector). */
export function findReturnTarget(selector: u32): u64 {
  const descriptor = findTarget(selector);
  const access = accessOf(descriptor);
  const rpl = rplOf(selector);
  if (!isCode(access) || rpl < <u32>vcpu().cpl) protectionFault(selector);
  if (isConforming(access) ? dplOf(access) > rpl : dplOf(access) !== rpl) protectionFault(selector);
  checkPresent(selector, descriptor);
  return descriptor;
}

/** Goes there: CS, its privilege level and the instruction pointer. Nothing can fault any more. */
export function enterCode(selector: u32, level: u32, descriptor: u64, offset: u32): void {
  const state = vcpu();
  setSegment(Segment.Cs, (selector & 0xfffc) | level, descriptor);
  state.cpl = <u8>level;
  state.ip = offset;
  segmentsChanged();
}
