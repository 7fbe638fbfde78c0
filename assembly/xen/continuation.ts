/**
 * Long hypercalls stop half way and are executed again: Xen leaves the guest's instruction pointer at `int 0x82`, EAX at the hypercall's
 * number, and argument registers that say how far it came. Source: xen/arch/x86/domain.c, hypercall_create_continuation.
 */
import { xenState } from '../layout/xen-state';

/** What a handler returns that wants to be called again. Some hypercalls can return any number, so ask `takeContinuation`. */
export const CONTINUE: i32 = i32.MIN_VALUE;

/**
 * Says with which arguments the running hypercall is to be called again. Gives CONTINUE, which the handler returns:
 * `return continueWith(...)`.
 */
export function continueWith(a0: u32, a1: u32 = 0, a2: u32 = 0, a3: u32 = 0, a4: u32 = 0, a5: u32 = 0): i32 {
  const xen = xenState();
  xen.continuing = 1;
  xen.again0 = a0;
  xen.again1 = a1;
  xen.again2 = a2;
  xen.again3 = a3;
  xen.again4 = a4;
  xen.again5 = a5;
  return CONTINUE;
}

/** Did the handler that has just returned ask to be called again? The question can be asked once. */
export function takeContinuation(): bool {
  const xen = xenState();
  const asked = xen.continuing !== 0;
  xen.continuing = 0;
  return asked;
}
