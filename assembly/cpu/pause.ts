import { machine } from '../layout/machine-state';
import { vcpu } from '../layout/vcpu-state';
import { needsCare } from './system/debug-traps';
import { IF } from './system/flag-bits';

/** Is an external interrupt waiting that the next boundary lets in? */
export function isInterrupted(): bool {
  const state = vcpu();
  return machine().interruptRequest !== 0 && (state.systemFlags & IF) !== 0 && state.shadow === 0;
}

/** Must the interpreter stop before the next instruction? */
export function mustPause(): bool {
  return isInterrupted() || needsCare();
}
