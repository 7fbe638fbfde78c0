/**
 * IN, OUT, INS and OUTS. IOPL or the I/O bitmap permit them (Intel SDM Vol. 1, 18.5); a port is then no business of the CPU: it leaves
 * with Exit.Io, all of the instruction done but what the device must give, which `completeIn` puts in place.
 */
import { Exit, PrivilegedOp } from '../../abi/exit';
import { machine } from '../../layout/machine-state';
import { vcpu } from '../../layout/vcpu-state';
import { notePort } from './debug-traps';
import { hasIoPrivilege } from './eflags';
import { refuse } from './leave';
import { writeLinear } from './linear';
import { bitmapAllows } from './tss';

/**
 * May the program use `bytes` ports from `port` on? If not, the instruction is refused: #GP(0), or under Xen Exit.Privileged with
 * `operation` and the caller returns at once.
 */
export function mayUsePort(operation: u32, port: u32, bytes: u32, value: u32): bool {
  if (hasIoPrivilege() || bitmapAllows(port, bytes) || isGranted()) return true;
  refuse(operation, port, bytes, value);
  return false;
}

/** Was just this use of a port granted (pv)? It is now spent. */
function isGranted(): bool {
  const granted = vcpu().portGranted !== 0;
  vcpu().portGranted = 0;
  return granted;
}

/** Leaves with Exit.Io; the instruction is over as far as the CPU is concerned. */
export function leaveForDevice(operation: u32, port: u32, bytes: u32, value: u32): void {
  notePort(port, bytes);
  const at = machine();
  at.exit = Exit.Io;
  at.operation = operation;
  at.operand = port;
  at.register = bytes;
  at.value = value;
}

/** IN AL/AX/EAX, port. Errors: as `mayUsePort`. */
export function portIn(port: u32, bytes: u32): void {
  if (mayUsePort(PrivilegedOp.In, port, bytes, 0)) leaveForDevice(PrivilegedOp.In, port, bytes, 0);
}

/** OUT port, AL/AX/EAX. Errors: as `mayUsePort`. */
export function portOut(port: u32, bytes: u32): void {
  const eax = <u32>vcpu().eax;
  const value = bytes === 4 ? eax : eax & ((1 << (bytes * 8)) - 1);
  if (mayUsePort(PrivilegedOp.Out, port, bytes, value)) leaveForDevice(PrivilegedOp.Out, port, bytes, value);
}

/**
 * Puts what a device answered where IN or INS wants it, after an Exit.Io whose operation was In or StringIn. For INS the place was
 * checked for writing before the exit (`MachineState.address`).
 */
export function completeIn(value: u32): void {
  const at = machine();
  const bytes = at.register;
  if (at.operation === PrivilegedOp.In) {
    const eax = changetype<usize>(vcpu());
    if (bytes === 1) store<u8>(eax, <u8>value);
    else if (bytes === 2) store<u16>(eax, <u16>value);
    else store<u32>(eax, value);
    return;
  }
  const user = vcpu().cpl === 3;
  const linear = <u32>at.address;
  if (bytes === 1) writeLinear<u8>(linear, <u8>value, user);
  else if (bytes === 2) writeLinear<u16>(linear, <u16>value, user);
  else writeLinear<u32>(linear, value, user);
}
