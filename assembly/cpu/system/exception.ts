/** How an instruction refuses: the exception is written down, then the wasm frames are left. Nothing here returns. */
import { Exit } from '../../abi/exit';
import { VECTORS_WITH_ERROR_CODE, Vector } from '../../abi/vector';
import { unwind } from '../../base/env';
import { machine } from '../../layout/machine-state';
import { DELIVERING_EXTERNAL } from './delivery-state';
import { asErrorCode } from './selector';

/**
 * Raises an exception of the instruction that runs. Does not return: what the instruction has not changed by now stays as it is.
 * `errorCode` is looked at only for vectors that push one.
 */
export function raise(vector: u32, errorCode: u32 = 0): void {
  const at = machine();
  at.exit = Exit.Exception;
  at.vector = vector;
  at.errorCode = errorCode;
  at.hasErrorCode = (VECTORS_WITH_ERROR_CODE >> vector) & 1;
  unwind();
}

/**
 * Raises #TS, #NP, #SS or #GP on behalf of a selector (0: of none). The error code carries EXT while an event is being delivered that
 * the program did not ask for. Intel SDM Vol. 3A, 6.13.
 */
export function raiseFor(vector: u32, selector: u32): void {
  raise(vector, asErrorCode(selector) | externalBit());
}

/** Raises #GP on behalf of a selector, or of none. */
export function protectionFault(selector: u32 = 0): void {
  raiseFor(Vector.Protection, selector);
}

/** EXT of an error code raised now. */
export function externalBit(): u32 {
  return (machine().delivering & DELIVERING_EXTERNAL) !== 0 ? 1 : 0;
}
