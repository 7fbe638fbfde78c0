/**
 * Exceptions and software interrupts of a guest: to its own handlers, by the table it gave. Source: xen/arch/x86/pv/traps.c,
 * pv_inject_event; xen/arch/x86/traps.c, do_general_protection, do_device_not_available.
 */
import { CR0_TS } from '../abi/control-register';
import { Crash } from '../abi/crash';
import { Eflags } from '../abi/eflags';
import { Errno } from '../abi/errno';
import { Hypercall } from '../abi/hypercall';
import { Profile } from '../abi/profile';
import { TraceEvent } from '../abi/trace-event';
import { Vector } from '../abi/vector';
import { SCRATCH } from '../base/memory-map';
import { machine } from '../layout/machine-state';
import { domainOf, trapEntry, Vcpu } from '../layout/vcpu';
import { vcpu } from '../layout/vcpu-state';
import { isTracing, recordEvent } from '../trace/trace';
import { Entry, enter } from './bounce';
import { charge, ENTRY_TICKS, isOverdue, TRAP_TICKS } from './charge';
import { continueWith } from './continuation';
import { crash } from './crash';
import { currentVcpu } from './domains';
import { fetch } from './guest';
import { setCr2 } from './vcpu-info';

/** What became of a trap: TraceEvent.Trap's arg2. */
export const enum Fate {
  Bounced = 0,
  Emulated = 1,
  FixedUp = 2,
  Kills = 3,
}

/** trap_info.flags: the handler is entered with events masked. */
const MASKS_EVENTS: u32 = 4;
/** trap_info.flags: outermost ring that may raise the vector by INT n. */
const DPL: u32 = 3;
/** Error code of the #GP of an INT n that is not allowed: the vector times 8, and the bit that says "an IDT entry". */
const IDT: u32 = 2;
/** Linux's system call, which old Xen lets through without noticing. */
const SYSTEM_CALL: u32 = 0x80;

/** DR6.BS: a single step. */
const DR6_STEP: u64 = 0x4000;
/** #DB, #BP, #OF, #DF and #MC, a bit each: what they leave of EFLAGS has RF as it was. */
const TRAPS: u32 = 0x4011a;

/** Writes the record of a trap. */
export function recordTrap(vector: u32, errorCode: u32, address: u64, fate: Fate): void {
  if (isTracing()) recordEvent(TraceEvent.Trap, vector, errorCode, address, <u64>fate);
}

/** Enters the guest's handler of a vector, or ends the domain if it has none. */
function inject(v: Vcpu, vector: u32, hasError: bool, errorCode: u32, address: u64): void {
  const entry = trapEntry(v, vector);
  const cs = <u32>load<u16>(entry, 2);
  if ((cs & ~3) === 0) {
    recordTrap(vector, errorCode, address, Fate.Kills);
    machine().errorCode = errorCode;
    crash(Crash.NoHandler, vector);
    return;
  }
  recordTrap(vector, errorCode, address, Fate.Bounced);
  const masks = (<u32>load<u8>(entry, 1) & MASKS_EVENTS) !== 0;
  const how = (hasError ? Entry.HasError : 0) | (masks ? Entry.MasksEvents : 0);
  enter(v, vector, cs, load<u32>(entry, 4), how, errorCode);
}

/** An exception of the running vCPU that Xen does not answer itself goes to its guest. */
export function bounceException(vector: u32, hasError: bool, errorCode: u32, address: u64): void {
  const v = currentVcpu();
  const at = machine();
  at.count += 1;
  at.tick += 1;
  charge(TRAP_TICKS);
  if (vector === Vector.PageFault) {
    vcpu().cr2 = address;
    setCr2(v, <u32>address);
  }
  // The processor sets RF in the image of EFLAGS that a fault leaves, and Xen hands the image on. Intel SDM Vol. 3B, 17.3.1.1.
  if (((TRAPS >> vector) & 1) === 0) at.eflags |= Eflags.Resume;
  inject(v, vector, hasError, errorCode, address);
  // Xen gives the x87 unit back when it tells the guest that it was taken away.
  if (vector === Vector.NoDevice) vcpu().cr0 &= ~(<u64>CR0_TS);
}

/** Behind an instruction that Xen did for the guest: a guest that goes in single steps has one behind it. */
export function steppedOver(): void {
  if (!(machine().eflags & Eflags.Trap)) return;
  vcpu().dr6 |= DR6_STEP;
  bounceException(Vector.Debug, false, 0, 0);
}

/** A #GP(errorCode) of the running vCPU goes to its guest. */
export function bounceProtection(errorCode: u32): void {
  bounceException(Vector.Protection, true, errorCode, 0);
}

/**
 * INT n, INT3, INTO in a guest, beside hypercalls. Xen's own table lets none through but 3 and 4; the rest arrive as #GP, and Xen goes by
 * the DPL that the guest gave the vector.
 */
export function softwareInterrupt(vector: u32, length: u32): void {
  const v = currentVcpu();
  const r = vcpu();
  const dpl = <u32>load<u8>(trapEntry(v, vector), 1) & DPL;
  const direct = vector === Vector.Breakpoint || vector === Vector.Overflow;
  if (!direct && dpl < <u32>r.cpl) {
    bounceProtection((vector << 3) | IDT);
    return;
  }
  const at = machine();
  at.count += 1;
  at.tick += 1;
  r.ip = (r.ip + length) & 0xffffffff;
  if (vector !== SYSTEM_CALL || domainOf(v).profile >= <u8>Profile.Xen417) charge(TRAP_TICKS);
  inject(v, vector, false, 0, 0);
}

/**
 * set_trap_table: takes over entries of 8 bytes until one whose address is 0; a null pointer empties the table. Selectors of ring 0 become
 * ring 1's. Errors: -EFAULT. Source: xen/arch/x86/pv/callback.c, compat_set_trap_table.
 */
export function setTrapTable(traps: u32): i32 {
  const v = currentVcpu();
  if (traps === 0) {
    memory.fill(trapEntry(v, 0), 0, 256 * 8);
    return 0;
  }
  for (let at = traps; ; at += 8) {
    if (isOverdue()) return continueWith(at);
    if (!fetch(SCRATCH, at, 8)) return -Errno.EFAULT;
    if (load<u32>(SCRATCH, 4) === 0) break;
    recordTrapInfo();
    charge(ENTRY_TICKS);
    takeTrapInfo(v);
  }
  return 0;
}

/** Takes over the trap_info at SCRATCH. */
function takeTrapInfo(v: Vcpu): void {
  const entry = trapEntry(v, load<u8>(SCRATCH));
  store<u64>(entry, load<u64>(SCRATCH));
  const cs = load<u16>(SCRATCH, 2);
  if (!(cs & 3)) store<u16>(entry, cs | 1, 2);
}

function recordTrapInfo(): void {
  if (!isTracing()) return;
  const cs = <u64>load<u16>(SCRATCH, 2);
  recordEvent(
    TraceEvent.Request,
    Hypercall.SetTrapTable,
    load<u8>(SCRATCH),
    load<u8>(SCRATCH, 1),
    cs,
    load<u32>(SCRATCH, 4),
  );
}
