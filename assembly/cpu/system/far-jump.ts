import { vcpu } from '../../layout/vcpu-state';
import { checkDirectTarget, checkOffset, checkPresent, enterCode, findTarget } from './code-segment';
import { accessOf, dplOf, gateOffset, gateSelector, isCode, isConforming } from './descriptor';
import { markAccessed } from './descriptor-table';
import { protectionFault } from './exception';
import { findGateTarget, requireCallGate } from './gate';

/**
 * JMP to another segment, directly or through a call gate; the privilege level stays. Intel SDM Vol. 2A, JMP.
 * Errors: #GP and #NP as `checkDirectTarget`, `requireCallGate` and `checkPresent` say; #GP(0) for the offset.
 */
export function farJump(selector: u32, offset: u32): void {
  const descriptor = findTarget(selector);
  if (isCode(accessOf(descriptor))) {
    checkDirectTarget(selector, descriptor);
    checkPresent(selector, descriptor);
    jumpTo(selector, descriptor, offset);
    return;
  }
  requireCallGate(selector, descriptor);
  const target = findGateTarget(descriptor);
  const access = accessOf(target);
  if (!isConforming(access) && dplOf(access) !== <u32>vcpu().cpl) protectionFault(gateSelector(descriptor));
  jumpTo(gateSelector(descriptor), target, gateOffset(descriptor));
}

function jumpTo(selector: u32, descriptor: u64, offset: u32): void {
  checkOffset(descriptor, offset);
  enterCode(selector, vcpu().cpl, markAccessed(selector, descriptor), offset);
}
