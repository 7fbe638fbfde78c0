import { Errno } from '../../abi/errno';
import {
  CONTROL_DEFERRED,
  DeferredPut,
  deferredIndex,
  deferredOf,
  deferredPut,
  keptRefusal,
  mmState,
  REFUSAL_BYTES,
  refusal,
} from '../../layout/mm-state';
import { charge, ENTRY_TICKS, isOverdue } from '../charge';
import { currentVcpu } from '../domains';
import { Verdict } from './profile-rules';
import { forget } from './refusal';

/** A result inside xen/mm: the operation stopped half way and must be called again. Never reaches a guest. Source: -ERESTART. */
export const RESTART: i32 = -85;

/** A hypercall of the running vCPU begins: its long operations may stop and continue, and it pays for its work. */
export function beginHypercall(): void {
  const s = mmState();
  s.preemptible = 1;
  s.deferred = <u32>changetype<usize>(deferredOf(currentVcpu()));
  forget();
}

/** A call of the control plane begins: it runs to its end, in no time. */
export function beginControl(): void {
  const s = mmState();
  s.preemptible = 0;
  s.deferred = <u32>changetype<usize>(deferredPut(CONTROL_DEFERRED));
  forget();
}

/** The call that runs was refused, and goes on in an entry of its own to give a table back: its reason must outlast what runs between. */
export function keepRefusal(): void {
  const kept = changetype<usize>(keptRefusal(deferredIndex(currentVcpu())));
  memory.copy(kept, changetype<usize>(refusal()), REFUSAL_BYTES);
}

/**
 * What a call came to that went on to give a table back: it stands where the domid was, its reason where `keepRefusal` put it. The guest
 * could ask for this itself, so a number that is no outcome is -EINVAL.
 */
export function recallOutcome(outcome: u32): i32 {
  if (outcome === 0) return 0;
  const kept = changetype<usize>(keptRefusal(deferredIndex(currentVcpu())));
  memory.copy(changetype<usize>(refusal()), kept, REFUSAL_BYTES);
  return <i32>outcome < 0 && <i32>outcome >= Verdict.LowestErrno ? <i32>outcome : -Errno.EINVAL;
}

/** The use of a table that waits to be given up by whoever the running call is for. */
export function deferred(): DeferredPut {
  return changetype<DeferredPut>(<usize>mmState().deferred);
}

/** Charges for `entries` entries looked at. */
export function worked(entries: u32): void {
  if (mmState().preemptible) charge(entries * ENTRY_TICKS);
}

/** Must a long operation stop here and be continued? */
export function mustStop(): bool {
  return mmState().preemptible !== 0 && isOverdue();
}
