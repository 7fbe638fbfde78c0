/** How an instruction gives control to whoever answers Exits, without a wasm exception. */
import { Exit } from '../../abi/exit';
import { machine } from '../../layout/machine-state';
import { vcpu } from '../../layout/vcpu-state';
import { protectionFault } from './exception';

/** Leaves with ip at the instruction, which has done nothing: whoever answers also completes or repeats it. */
export function leaveAtInstruction(exit: u32): void {
  const state = vcpu();
  state.ip = <u32>state.ip - machine().length;
  machine().exit = exit;
}

/**
 * Does the privilege level forbid an instruction that only level 0 may run? On the bare machine that is #GP(0); under Xen it is
 * Exit.Privileged with what Xen needs to emulate it, and the caller returns at once. The fields are those of `PrivilegedOp`.
 */
export function isForbidden(operation: u32, operand: u32 = 0, register: u32 = 0, value: u64 = 0): bool {
  if (vcpu().cpl === 0) return false;
  refuse(operation, operand, register, value);
  return true;
}

/** As `isForbidden`, where the level was found wanting by other rules (IOPL, CR4). */
export function refuse(operation: u32, operand: u32 = 0, register: u32 = 0, value: u64 = 0): void {
  if (!vcpu().pv) protectionFault();
  const at = machine();
  at.operation = operation;
  at.operand = operand;
  at.register = register;
  at.value = value;
  leaveAtInstruction(Exit.Privileged);
}
