/** CLI, STI and HLT. */
import { Exit, PrivilegedOp } from '../../abi/exit';
import { machine } from '../../layout/machine-state';
import { vcpu } from '../../layout/vcpu-state';
import { hasIoPrivilege } from './eflags';
import { IF } from './flag-bits';
import { isForbidden, refuse } from './leave';

/** `VcpuState.shadow` after STI that set IF: interrupts wait for one instruction. Intel SDM Vol. 2B, STI. */
export const SHADOW_OF_STI: u8 = 1;

/** CLI. Errors: privileged where CPL > IOPL. */
export function clearInterruptFlag(): void {
  if (!hasIoPrivilege()) refuse(PrivilegedOp.Cli);
  else vcpu().systemFlags &= ~IF;
}

/** STI. Errors: privileged where CPL > IOPL. */
export function setInterruptFlag(): void {
  const state = vcpu();
  if (!hasIoPrivilege()) {
    refuse(PrivilegedOp.Sti);
    return;
  }
  if ((state.systemFlags & IF) === 0) state.shadow = SHADOW_OF_STI;
  state.systemFlags |= IF;
}

/** HLT: waits for an interrupt, ip behind the instruction. Errors: privileged. */
export function halt(): void {
  if (isForbidden(PrivilegedOp.Hlt)) return;
  vcpu().halted = 1;
  machine().exit = Exit.Halt;
}
