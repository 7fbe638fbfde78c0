/** INT n, INT3, INTO and INT1. Intel SDM Vol. 2A, INT n/INTO/INT3/INT1. */
import { Exit } from '../../abi/exit';
import { Vector } from '../../abi/vector';
import { machine } from '../../layout/machine-state';
import { vcpu } from '../../layout/vcpu-state';
import { deliverSoftware } from './deliver';
import { leaveAtInstruction } from './leave';

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

/** INT1: #DB behind the instruction; the gate's DPL is not asked. DR6 tells nothing of it. */
export function debugInterrupt(): void {
  const at = machine();
  at.exit = Exit.Exception;
  at.vector = Vector.Debug;
  at.errorCode = 0;
  at.hasErrorCode = 0;
}
