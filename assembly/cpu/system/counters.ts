import { PrivilegedOp } from '../../abi/exit';
import { vcpu } from '../../layout/vcpu-state';
import { currentTick } from '../clock';
import { CR4_PCE, CR4_TSD } from './control-registers';
import { protectionFault } from './exception';
import { refuse } from './leave';

/** `PrivilegedOp.ReadCounter`: which instruction it was, in `operand`. */
export const COUNTER_TIMESTAMP: u32 = 0;
/** RDPMC. */
export const COUNTER_PERFORMANCE: u32 = 1;

/** The time-stamp counter: the clock, one count a tick, moved by what WRMSR wrote. */
export function timestamp(): u64 {
  return currentTick() + vcpu().tscOffset;
}

/** RDTSC. Errors: privileged outside level 0 with CR4.TSD. */
export function readTimestamp(): void {
  const state = vcpu();
  if (state.cpl !== 0 && (<u32>state.cr4 & CR4_TSD) !== 0) {
    refuse(PrivilegedOp.ReadCounter, COUNTER_TIMESTAMP);
    return;
  }
  const value = timestamp();
  state.eax = <u32>value;
  state.edx = <u32>(value >> 32);
}

/** RDPMC: this CPU has no performance counters. Errors: privileged outside level 0 without CR4.PCE; else #GP(0). */
export function readPerformanceCounter(): void {
  const state = vcpu();
  if (state.cpl !== 0 && (<u32>state.cr4 & CR4_PCE) === 0) refuse(PrivilegedOp.ReadCounter, COUNTER_PERFORMANCE);
  else protectionFault();
}
