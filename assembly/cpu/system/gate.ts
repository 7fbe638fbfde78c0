import { Vector } from '../../abi/vector';
import { vcpu } from '../../layout/vcpu-state';
import { checkPresent, findTarget } from './code-segment';
import { accessOf, dplOf, gateSelector, isCode, isPresent, SystemType, systemType } from './descriptor';
import { protectionFault, raiseFor } from './exception';
import { rplOf } from './selector';

/**
 * Outermost level that may use a call gate. A pv guest's gate of level 0 is one whose level is kept in the RPL of its selector: a 64-bit
 * hypervisor, whose processor has no 32-bit gates, has them fault and does what they ask for.
 */
function gateLevel(descriptor: u64): u32 {
  const dpl = dplOf(accessOf(descriptor));
  return vcpu().pv && dpl === 0 ? rplOf(gateSelector(descriptor)) : dpl;
}

/** May JMP or CALL use this gate, TSS or task gate? Errors: #GP(selector), #NP(selector). Intel SDM Vol. 3A, 5.8.4. */
function checkGateAccess(selector: u32, access: u32, dpl: u32): void {
  if (dpl < <u32>vcpu().cpl || dpl < rplOf(selector)) protectionFault(selector);
  if (!isPresent(access)) raiseFor(Vector.NotPresent, selector);
}

/**
 * Takes what a far pointer named that is no code segment: returns if it is a call gate that may be used.
 * Task switches are a limit of this CPU (docs/limits.md): a TSS or task gate that passes its checks is then refused as a busy one is.
 * Errors: #GP(selector), #NP(selector).
 */
export function requireCallGate(selector: u32, descriptor: u64): void {
  const access = accessOf(descriptor);
  switch (systemType(access) | (access & 0x10)) {
    case SystemType.CallGate16:
    case SystemType.CallGate32:
      checkGateAccess(selector, access, gateLevel(descriptor));
      return;
    case SystemType.Tss16:
    case SystemType.Tss32:
    case SystemType.TaskGate:
      checkGateAccess(selector, access, dplOf(access));
  }
  protectionFault(selector);
}

/** The code segment a call gate leads to: any that is not outer. Errors: #GP(0); #GP, #NP of its selector. */
export function findGateTarget(gate: u64): u64 {
  const selector = gateSelector(gate);
  const descriptor = findTarget(selector);
  const access = accessOf(descriptor);
  if (!isCode(access) || dplOf(access) > <u32>vcpu().cpl) protectionFault(selector);
  checkPresent(selector, descriptor);
  return descriptor;
}
