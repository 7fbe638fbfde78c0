/**
 * Long hypercalls stop half way and are executed again: Xen leaves the guest's instruction pointer at `int 0x82`, EAX at the hypercall's
 * number, and argument registers that say how far it came. Source: xen/arch/x86/domain.c, hypercall_create_continuation.
 */
import { Hypercall } from '../abi/hypercall';
import { XenState, xenState } from '../layout/xen-state';

/** What a handler returns that wants to be called again. Some hypercalls can return any number, so ask `takeContinuation`. */
export const CONTINUE: i32 = i32.MIN_VALUE;

/**
 * Says with which arguments the running hypercall is to be called again. Gives CONTINUE, which the handler returns:
 * `return continueWith(...)`.
 */
export function continueWith(a0: u32, a1: u32 = 0, a2: u32 = 0, a3: u32 = 0): i32 {
  const xen = xenState();
  xen.continuing = 1;
  xen.again0 = a0;
  xen.again1 = a1;
  xen.again2 = a2;
  xen.again3 = a3;
  return CONTINUE;
}

/** Did the handler that has just returned ask to be called again? The question can be asked once. */
export function takeContinuation(): bool {
  const xen = xenState();
  const asked = xen.continuing !== 0;
  xen.continuing = 0;
  return asked;
}

/**
 * Arguments of a hypercall that may continue. Registers beyond them keep what they had: guests rely on it.
 */
export function argumentCount(number: u32): u32 {
  switch (number) {
    case Hypercall.SetTrapTable:
      return 1;
    case Hypercall.MemoryOp:
    case Hypercall.Multicall:
      return 2;
    case Hypercall.ConsoleIo:
    case Hypercall.GrantTableOp:
      return 3;
    default:
      return 4;
  }
}

/** Argument `index` (0 to 3) of the next entry. */
export function againArgument(index: u32): u32 {
  return load<u32>(changetype<usize>(xenState()) + offsetof<XenState>('again0') + ((<usize>index) << 2));
}
