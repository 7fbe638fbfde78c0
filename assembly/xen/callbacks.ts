/** Where Xen enters a guest beside exceptions, and on which stack. Source: xen/arch/x86/pv/callback.c; xen/arch/x86/pv/misc-hypercalls.c. */
import { CALLBACK_MASK_EVENTS, CallbackOp, CallbackType } from '../abi/callback';
import { Errno } from '../abi/errno';
import { TraceEvent } from '../abi/trace-event';
import { SCRATCH } from '../base/memory-map';
import { Vcpu } from '../layout/vcpu';
import { vcpu } from '../layout/vcpu-state';
import { isTracing, recordEvent } from '../trace/trace';
import { currentVcpu } from './domains';
import { fetch } from './guest';

/** Ring 0 is not for guests: a selector of it becomes ring 1's. Source: fixup_guest_code_selector, fixup_guest_stack_selector. */
function fixSelector(selector: u32): u32 {
  return selector & 3 ? selector & 0xffff : (selector & 0xffff) | 1;
}

/** Hypercall 3, stack_switch: the ring-1 stack on which traps from ring 3 arrive. */
export function stackSwitch(ss: u32, esp: u32): i32 {
  const v = currentVcpu();
  v.kernelSs = fixSelector(ss);
  v.kernelSp = esp;
  vcpu().ring1Ss = v.kernelSs;
  vcpu().ring1Esp = esp;
  return 0;
}

/** Hypercall 4, set_callbacks: the event and failsafe callbacks in one. */
export function setCallbacks(eventCs: u32, eventIp: u32, failsafeCs: u32, failsafeIp: u32): i32 {
  const v = currentVcpu();
  register(v, CallbackType.Event, eventCs, eventIp, 0);
  register(v, CallbackType.Failsafe, failsafeCs, failsafeIp, 0);
  return 0;
}

/** Hypercall 30, callback_op. Errors: -EFAULT; -ENOSYS unknown type; -EINVAL unknown command, or a type that stays registered. */
export function callbackOp(command: u32, argument: u32): i32 {
  if (command === CallbackOp.Register) return registerOp(argument);
  if (command === CallbackOp.Unregister) return unregisterOp(argument);
  return -Errno.EINVAL;
}

/** struct callback_register: type u16, flags u16, cs u32, eip u32. */
function registerOp(argument: u32): i32 {
  if (!fetch(SCRATCH, argument, 12)) return -Errno.EFAULT;
  const type = <u32>load<u16>(SCRATCH);
  const flags = <u32>load<u16>(SCRATCH, 2);
  const cs = load<u32>(SCRATCH, 4);
  const ip = load<u32>(SCRATCH, 8);
  if (isTracing()) recordEvent(TraceEvent.Request, CallbackOp.Register, type, flags, cs, ip);
  return register(currentVcpu(), type, cs, ip, flags);
}

function register(v: Vcpu, type: u32, selector: u32, ip: u32, flags: u32): i32 {
  const cs = fixSelector(selector);
  switch (type) {
    case CallbackType.Event:
      v.eventCs = cs;
      v.eventIp = ip;
      return 0;
    case CallbackType.Failsafe:
      v.failsafeCs = cs;
      v.failsafeIp = ip;
      v.failsafeMasks = <u8>(flags & CALLBACK_MASK_EVENTS);
      return 0;
    case CallbackType.Sysenter:
    case CallbackType.Syscall32:
      v.syscallCs = cs;
      v.syscallIp = ip;
      return 0;
    case CallbackType.Nmi:
      return registerNmi(v, cs, ip);
    default:
      return -Errno.ENOSYS;
  }
}

/** The NMI callback: vCPU 0's alone. */
function registerNmi(v: Vcpu, cs: u32, ip: u32): i32 {
  if (v.id !== 0) return -Errno.EINVAL;
  v.nmiCs = cs;
  v.nmiIp = ip;
  return 0;
}

function unregisterOp(argument: u32): i32 {
  if (!fetch(SCRATCH, argument, 4)) return -Errno.EFAULT;
  const type = <u32>load<u16>(SCRATCH);
  if (isTracing()) recordEvent(TraceEvent.Request, CallbackOp.Unregister, type);
  if (type === CallbackType.Nmi) return unregisterNmi(currentVcpu());
  const known =
    type === CallbackType.Event ||
    type === CallbackType.Failsafe ||
    type === CallbackType.Sysenter ||
    type === CallbackType.Syscall32;
  return known ? -Errno.EINVAL : -Errno.ENOSYS;
}

function unregisterNmi(v: Vcpu): i32 {
  v.nmiCs = 0;
  v.nmiIp = 0;
  return 0;
}

/** Hypercall 28, nmi_op: register (0) the handler at { eip u32 } in the flat ring-1 segment, unregister (1). */
export function nmiOp(command: u32, argument: u32): i32 {
  const v = currentVcpu();
  if (command === CallbackOp.Unregister) return unregisterNmi(v);
  if (command !== CallbackOp.Register) return -Errno.ENOSYS;
  return fetch(SCRATCH, argument, 4) ? registerNmi(v, KERNEL_CS, load<u32>(SCRATCH)) : -Errno.EFAULT;
}

/** Xen's flat ring-1 code segment. */
const KERNEL_CS: u32 = 0xe019;
