import { Exit } from '../abi/exit';
import { Vector } from '../abi/vector';
import { RECORD } from '../base/engine-map';
import { unwind } from '../base/env';
import { machine } from '../layout/machine-state';
import { leave } from './leave';

/** `MachineState.exit` of an instruction that must run again by itself, carefully: nothing the host or Xen ever sees. */
export const EXIT_RERUN: u32 = 0x100;

/**
 * Raises #PF at `va` for the instruction whose record is `at` (0: the one being fetched or delivered). Returns only if the instruction can be
 * left without unwinding (leave.ts): it is then to go on with whatever changes no memory.
 */
export function pageFault(va: u32, errorCode: u32, at: usize): void {
  const state = machine();
  state.exit = Exit.Exception;
  state.vector = Vector.PageFault;
  state.errorCode = errorCode;
  state.hasErrorCode = 1;
  state.address = va;
  leaveOrUnwind(at);
}

/** Undoes the instruction whose record is `at`, which has changed nothing yet, to run it by itself through the generic path. Returns as `pageFault`. */
export function rerun(at: usize): void {
  machine().exit = EXIT_RERUN;
  leaveOrUnwind(at);
}

function leaveOrUnwind(at: usize): void {
  if (at !== 0) store<u32>(RECORD, <u32>at);
  if (!leave(at)) unwind();
}
