/**
 * Instructions that only ring 0 may run: Xen does some for the guest kernel, and lets the others be the #GP they are. What it does it
 * does as if nothing had happened; what it does not, the guest's handler sees. Source: xen/arch/x86/pv/emul-priv-op.c.
 */
import { CR0_GUEST, CR0_TS, CR4_DE, CR4_GUEST, CR4_PAE, CR4_TSD } from '../abi/control-register';
import { PrivilegedOp } from '../abi/exit';
import { TraceEvent } from '../abi/trace-event';
import { Vector } from '../abi/vector';
import { Format } from '../layout/domain';
import { machine } from '../layout/machine-state';
import { domainOf, Vcpu } from '../layout/vcpu';
import { vcpu } from '../layout/vcpu-state';
import { isTracing, recordEvent } from '../trace/trace';
import { KERNEL_RING } from './bounce';
import { charge, TRAP_TICKS } from './charge';
import { getDebugRegister, hasDebugRegister, setDebugRegister } from './debug-register';
import { currentVcpu } from './domains';
import { RESTART } from './mm/work';
import { hasMsr, readMsr, writeMsr } from './model-specific-register';
import { isIoplEnough, isPortAllowed, storeInput } from './port-io';
import { rootOf, switchRoot } from './root';
import { bounceException, bounceProtection, steppedOver } from './traps';
import { setCr2 } from './vcpu-info';

/** Address of general register `index` of the running vCPU: they stand first in VcpuState, 8 bytes each. */
function register(index: u32): usize {
  return changetype<usize>(vcpu()) + ((<usize>index & 7) << 3);
}

/** Answers Exit.Privileged: emulated and stepped over, or bounced as #GP(0). */
export function privileged(): void {
  const at = machine();
  const v = currentVcpu();
  const isRoot = at.operation === PrivilegedOp.WriteCr && at.operand === 3 && <u32>vcpu().cpl === KERNEL_RING;
  const rc = isRoot ? switchRoot(v, <u32>at.value) : 0;
  const isRetried = rc === RESTART;
  const done = isRoot ? rc === 0 || isRetried : emulate(v, at.operation, at.operand);
  if (isTracing()) recordEvent(TraceEvent.Privileged, at.operation, at.operand, at.value).result = done ? 0 : -1;
  if (!done) {
    if (isNoDebugRegister(at.operation, at.operand)) bounceException(Vector.InvalidOpcode, false, 0, 0);
    else bounceProtection(0);
    return;
  }
  if (vcpu().portGranted) return;
  at.count += 1;
  at.tick += 1;
  charge(TRAP_TICKS);
  const r = vcpu();
  if (isRetried) return;
  r.ip = (r.ip + at.length) & 0xffffffff;
  steppedOver();
}

/** DR4 and DR5 are not there while CR4.DE is set: for the guest kernel, who may touch debug registers, that is #UD. */
function isNoDebugRegister(operation: u32, operand: u32): bool {
  const isDebug = operation === PrivilegedOp.ReadDr || operation === PrivilegedOp.WriteDr;
  return isDebug && <u32>vcpu().cpl === KERNEL_RING && !hasDebugRegister(operand);
}

/** Does an instruction for the guest. False: it is to have its #GP. */
function emulate(v: Vcpu, operation: u32, operand: u32): bool {
  const at = machine();
  const kernel = <u32>vcpu().cpl === KERNEL_RING;
  switch (operation) {
    case PrivilegedOp.ReadCr:
      return kernel && readControl(v, operand);
    case PrivilegedOp.WriteCr:
      return kernel && writeControl(v, operand, <u32>at.value);
    case PrivilegedOp.ReadDr:
      return kernel && readDebug(operand);
    case PrivilegedOp.WriteDr:
      return kernel && setDebugRegister(operand, <u32>at.value) === 0;
    case PrivilegedOp.ReadMsr:
      return kernel && hasMsr(operand) && give(readMsr(operand));
    case PrivilegedOp.WriteMsr:
      return kernel && writeMsr(operand, at.value);
    case PrivilegedOp.Clts:
      if (kernel) vcpu().cr0 &= ~(<u64>CR0_TS);
      return kernel;
    case PrivilegedOp.Wbinvd:
      return kernel;
    case PrivilegedOp.ReadCounter:
      return kernel && (vcpu().cr4 & CR4_TSD) !== 0 && give(at.tick);
    case PrivilegedOp.Cli:
    case PrivilegedOp.Sti:
      // Allowed, but without effect: POPF could not undo it, so a guest's idea of IF would soon be wrong.
      return isIoplEnough(v);
    case PrivilegedOp.In:
      return isPortAllowed(v, operand, at.register) && storeInput(at.register);
    case PrivilegedOp.Out:
      return isPortAllowed(v, operand, at.register);
    case PrivilegedOp.StringIn:
    case PrivilegedOp.StringOut:
      return grantPort(isPortAllowed(v, operand, at.register));
    default:
      return false;
  }
}

/**
 * INS and OUTS: if the guest may use the port, one item is moved by the instruction itself, which runs again with the right to. It leaves
 * with Exit.Io for what the device says, and comes back here for the next item.
 */
function grantPort(allowed: bool): bool {
  vcpu().portGranted = allowed ? 1 : 0;
  return allowed;
}

/** EDX:EAX. */
function give(value: u64): bool {
  vcpu().eax = value & 0xffffffff;
  vcpu().edx = value >> 32;
  return true;
}

/** MOV from CR0, CR2, CR3 or CR4. */
function readControl(v: Vcpu, number: u32): bool {
  const r = vcpu();
  let value: u64;
  switch (number) {
    case 0:
      value = r.cr0;
      break;
    case 2:
      value = r.cr2;
      break;
    case 3:
      value = rootOf(v);
      break;
    case 4:
      value = r.cr4;
      break;
    default:
      return false;
  }
  store<u64>(register(machine().register), value & 0xffffffff);
  return true;
}

/** MOV to CR0 (only TS may change), CR2, CR4 (only TSD and DE change). CR3 is `privileged`'s. */
function writeControl(v: Vcpu, number: u32, value: u32): bool {
  const r = vcpu();
  switch (number) {
    case 0:
      if ((value ^ <u32>r.cr0) & ~CR0_TS) return false;
      r.cr0 = value;
      return true;
    case 2:
      r.cr2 = value;
      setCr2(v, value);
      return true;
    case 4:
      r.cr4 = guestCr4(domainOf(v).format) | (value & (CR4_TSD | CR4_DE));
      return true;
    default:
      return false;
  }
}

/** CR4 of a guest that has changed nothing. */
export function guestCr4(format: u32): u32 {
  return CR4_GUEST | (format === Format.Pae ? CR4_PAE : 0);
}

/** CR0 of a guest, with or without TS. */
export function guestCr0(taskSwitched: bool): u32 {
  return CR0_GUEST | (taskSwitched ? CR0_TS : 0);
}

function readDebug(number: u32): bool {
  if (!hasDebugRegister(number)) return false;
  store<u64>(register(machine().register), <u32>getDebugRegister(number));
  return true;
}

/** fpu_taskswitch: sets or clears TS, so that the next x87 instruction is #NM. */
export function fpuTaskswitch(set: u32): i32 {
  vcpu().cr0 = guestCr0(set !== 0);
  return 0;
}
