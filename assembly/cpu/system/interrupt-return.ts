import { Vector } from '../../abi/vector';
import { Segment, segment, vcpu } from '../../layout/vcpu-state';
import { findReturnTarget } from './code-segment';
import { chooseResume } from './debug-traps';
import { replaceFlags, writableByIret } from './eflags';
import { protectionFault, raiseFor } from './exception';
import { returnTo } from './far-return';
import { NT, VM } from './flag-bits';
import { readLinear } from './linear';
import { Stack } from './stack';

/**
 * IRET to the same or an outer level. `bytes` is the operand size. Intel SDM Vol. 2A, IRET.
 *
 * Limits (docs/limits.md): with NT set a task return is asked for, which answers #TS as for a back link to no busy task; a popped VM
 * flag at level 0 asks for virtual-8086 mode, which answers #GP(0).
 * Errors: #SS(0), #PF of pops; #GP, #NP of the code segment; #GP, #SS of an outer stack segment.
 */
export function interruptReturn(bytes: u32): void {
  const state = vcpu();
  if (state.systemFlags & NT) refuseTaskReturn();
  const stack = Stack.current(bytes);
  const offset = stack.item(0);
  const selector = stack.item(1) & 0xffff;
  const image = stack.item(2);
  if (bytes === 4 && state.cpl === 0 && (image & VM) !== 0) protectionFault();
  const target = findReturnTarget(selector);
  const writable = writableByIret(bytes);
  stack.drop(3, 0);
  returnTo(stack, selector, target, offset, 0);
  replaceFlags(image, writable);
  chooseResume();
}

/** Raises #TS for the task that the current TSS links back to. Does not return. */
function refuseTaskReturn(): void {
  const link = vcpu().pv ? 0 : readLinear<u16>(<u32>segment(Segment.Tr).base, false);
  raiseFor(Vector.InvalidTss, link);
}
