/**
 * Exceptions and interrupts on the bare machine, where the CPU itself delivers them; under Xen they leave as exits instead.
 * Intel SDM Vol. 3A, 6.14 and 6.15.
 *
 * A fault met on the way unwinds like any other and comes back here as the next exception; `MachineState.delivering` says what was
 * under way, so that the two are combined. ip still names the place the first one interrupted.
 */
import { Exit } from '../../abi/exit';
import { Vector } from '../../abi/vector';
import { machine } from '../../layout/machine-state';
import { StepEventKind } from '../../layout/step-log';
import { vcpu } from '../../layout/vcpu-state';
import { isObserving, noteEvent } from '../../mmu/observe';
import { DR7_GD } from './debug-registers';
import { DELIVERING, DELIVERING_EXCEPTION, DELIVERING_EXTERNAL } from './delivery-state';
import { RF } from './flag-bits';
import { throughGate } from './interrupt-gate';

/** #DE #TS #NP #SS #GP: two of them make a double fault. Intel SDM Vol. 3A, table 6-4. */
const CONTRIBUTORY: u32 = 0x3c01;
/** #DB #BP #OF #DF #MC: the image of EFLAGS they push has RF as it is; every other one's has it set. Intel SDM Vol. 3B, 17.3.1.1. */
const WITHOUT_RESUME: u32 = 0x4011a;

/**
 * Delivers the exception that `MachineState` holds; counts one. Two that make a double fault become one, and a fault that meets a double
 * fault leaves `MachineState.exit` at Exit.Shutdown. Errors: those of the gate, the stack and the pushes, which come back here.
 */
export function deliverException(): void {
  const at = machine();
  if (at.vector === Vector.PageFault) vcpu().cr2 = <u32>at.address;
  if (!combine(at.delivering, at.vector)) {
    at.delivering = 0;
    at.exit = Exit.Shutdown;
    return;
  }
  at.delivering = DELIVERING | DELIVERING_EXCEPTION | DELIVERING_EXTERNAL | at.vector;
  if (at.vector === Vector.Debug) vcpu().dr7 = <u32>vcpu().dr7 & ~DR7_GD;
  if (isObserving()) noteEvent(StepEventKind.Delivery, at.vector);
  const resume = (WITHOUT_RESUME >> at.vector) & 1 ? 0 : RF;
  throughGate(at.vector, resume, at.hasErrorCode, at.errorCode);
  finish();
}

/** Delivers an external interrupt; counts one. The caller has seen that IF and the interrupt shadow allow it. */
export function deliverInterrupt(vector: u32): void {
  machine().delivering = DELIVERING | DELIVERING_EXTERNAL | vector;
  vcpu().halted = 0;
  if (isObserving()) noteEvent(StepEventKind.Delivery, vector).bytes = 1;
  throughGate(vector, 0, 0, 0);
  finish();
}

/** Delivers INT n, INT3 or INTO: part of the instruction, which counts itself. Errors: #GP where the gate's DPL forbids it. */
export function deliverSoftware(vector: u32): void {
  machine().delivering = DELIVERING | vector;
  if (isObserving()) noteEvent(StepEventKind.Delivery, vector);
  throughGate(vector, 0, 0, 0);
  machine().delivering = 0;
}

/** The event is delivered. */
function finish(): void {
  const at = machine();
  at.delivering = 0;
  at.count += 1;
  at.tick += 1;
}

/** Replaces the exception in `MachineState` by #DF where it and the one under way ask for it. False: shutdown. */
function combine(delivering: u32, second: u32): bool {
  if ((delivering & DELIVERING_EXCEPTION) === 0) return true;
  const first = delivering & 0xff;
  const contributes = ((CONTRIBUTORY >> second) & 1) !== 0;
  if (first === Vector.DoubleFault) return !contributes && second !== Vector.PageFault;
  const doubles =
    first === Vector.PageFault
      ? contributes || second === Vector.PageFault
      : ((CONTRIBUTORY >> first) & 1) !== 0 && contributes;
  if (doubles) {
    const at = machine();
    at.vector = Vector.DoubleFault;
    at.errorCode = 0;
    at.hasErrorCode = 1;
  }
  return true;
}
