/** INT n, INT3, INTO, INT1 and BOUND. Intel SDM Vol. 2A, INT n/INTO/INT3/INT1. */
import { Exit } from '../../abi/exit';
import { Vector } from '../../abi/vector';
import { machine } from '../../layout/machine-state';
import { vcpu } from '../../layout/vcpu-state';
import { eflags } from '../flags';
import { deliverSoftware } from './deliver';
import { raise } from './exception';
import { OF } from './flag-bits';
import { SystemInstruction } from './instruction';
import { leaveAtInstruction } from './leave';
import { generalRegister, readOperand } from './operand';

/**
 * INT n and INT3; INTO when OF is set. Under Xen the CPU leaves with Exit.SoftwareInterrupt, ip at the instruction: Xen knows which
 * vectors a guest may raise. On the bare machine the gate's DPL decides. Errors: as `deliverSoftware`.
 */
export function softwareInterrupt(vector: u32): void {
  if (!vcpu().pv) {
    deliverSoftware(vector);
    return;
  }
  machine().vector = vector;
  leaveAtInstruction(Exit.SoftwareInterrupt);
}

/** INTO: INT 4 when OF is set. Errors: as `softwareInterrupt`. */
export function overflowInterrupt(): void {
  if (eflags() & OF) softwareInterrupt(Vector.Overflow);
}

/** BOUND: #BR unless the register lies, as a signed number, between the two in memory. Errors: #BR; of the operand. */
export function checkBounds(it: SystemInstruction): void {
  const low = signed(readOperand(it, 0, it.operandBytes), it.operandBytes);
  const high = signed(readOperand(it, it.operandBytes, it.operandBytes), it.operandBytes);
  const index = signed(generalRegister(it.reg), it.operandBytes);
  if (index < low || index > high) raise(Vector.Bound);
}

function signed(value: u32, bytes: u32): i32 {
  return bytes === 4 ? <i32>value : <i32>(<i16>value);
}

/** INT1: #DB behind the instruction; the gate's DPL is not asked. DR6 tells nothing of it. */
export function debugInterrupt(): void {
  const at = machine();
  at.exit = Exit.Exception;
  at.vector = Vector.Debug;
  at.errorCode = 0;
  at.hasErrorCode = 0;
}
