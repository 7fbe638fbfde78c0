/**
 * Entering a handler of the guest: Xen builds on the guest's ring-1 stack the frame that hardware would have built in ring 0, and
 * continues at the handler. Top of stack first:
 *
 * ```
 * [DS ES FS GS]   failsafe only
 * [error code]    exceptions that have one
 * EIP
 * CS              upper half: the upcall mask before, in bits 16-23
 * EFLAGS          IF is the reverse of that mask
 * [ESP SS]        from ring 2 or 3
 * ```
 *
 * Source: xen/arch/x86/x86_64/compat/entry.S, compat_create_bounce_frame.
 */
import { Crash } from '../abi/crash';
import { Eflags } from '../abi/eflags';
import { TraceEvent } from '../abi/trace-event';
import { Vector } from '../abi/vector';
import { Assist } from '../abi/vm-assist';
import { SCRATCH } from '../base/memory-map';
import { machine } from '../layout/machine-state';
import { domainOf, trapEntry, Vcpu } from '../layout/vcpu';
import { Segment, segment, vcpu } from '../layout/vcpu-state';
import { isTracing, recordEvent } from '../trace/trace';
import { crash } from './crash';
import { put } from './guest';
import { descriptorOf, isCodeFor, isStackFor, setSegment } from './segments';
import { isMasked, setMask } from './vcpu-info';

/** Ring of a 32-bit guest's kernel. */
export const KERNEL_RING: u32 = 1;

/** What `enter` is asked for beside the handler's address. */
export const enum Entry {
  /** An error code is pushed. */
  HasError = 1,
  /** The upcall mask is set. */
  MasksEvents = 2,
  /** DS, ES, FS and GS are pushed and become null. */
  Failsafe = 4,
}

/** Flags that do not survive into a handler. */
const CLEARED: u32 = Eflags.Trap | Eflags.NestedTask | Eflags.Resume | Eflags.Virtual8086;

/** Highest and lowest word of the frame being built: it grows down from the end of a piece of scratch memory. */
const FRAME_END: usize = SCRATCH + 0x100;

/**
 * Enters a handler at cs:ip. False if the domain crashed on the way.
 *
 * @param code vector or Bounce.*, for the trace and the crash report
 * @param how Entry.* bits
 */
export function enter(v: Vcpu, code: u32, cs: u32, ip: u32, how: u32, errorCode: u32): bool {
  const r = vcpu();
  const outer = <u32>r.cpl !== KERNEL_RING;
  const from = <u32>r.ip;
  const ss = outer ? v.kernelSs : <u32>segment(Segment.Ss).selector;
  if (outer && !loadKernelStack(v)) return false;
  const top = outer ? v.kernelSp : <u32>r.esp;
  const frame = buildFrame(v, outer, how, errorCode);
  const bytes = <u32>(FRAME_END - frame);
  const base = outer ? kernelStackBase(ss) : <u32>segment(Segment.Ss).base;
  if (!put(base + top - bytes, frame, bytes)) {
    crash(Crash.Stack, base + top - bytes);
    return false;
  }
  takeHandler(v, outer, cs, ip, top - bytes, how);
  if (isTracing()) recordEvent(TraceEvent.Bounce, code, cs, ip, top - bytes).ip = from;
  return reachHandler(v, code, cs);
}

/** Is the kernel stack's selector one that ring 1 can have? Crashes the domain if not. */
function loadKernelStack(v: Vcpu): bool {
  if (isStackFor(v.kernelSs, descriptorOf(v.kernelSs), KERNEL_RING)) return true;
  crash(Crash.StackSelector, v.kernelSs);
  return false;
}

function kernelStackBase(selector: u32): u32 {
  const descriptor = descriptorOf(selector);
  return (<u32>(descriptor >> 16) & 0xffffff) | (<u32>(descriptor >> 32) & 0xff000000);
}

/** A word pushed below `at`; gives its address. */
function pushed(at: usize, value: u32): usize {
  store<u32>(at - 4, value);
  return at - 4;
}

/** Writes the frame's words below FRAME_END; gives the lowest. */
function buildFrame(v: Vcpu, outer: bool, how: u32, errorCode: u32): usize {
  const r = vcpu();
  const mask: u32 = isMasked(v) ? 1 : 0;
  let at = FRAME_END;
  if (outer) {
    at = pushed(at, segment(Segment.Ss).selector);
    at = pushed(at, <u32>r.esp);
  }
  at = pushed(at, savedFlags(v, mask));
  at = pushed(at, <u32>segment(Segment.Cs).selector | (mask << 16));
  at = pushed(at, <u32>r.ip);
  if (how & Entry.HasError) at = pushed(at, errorCode);
  if (how & Entry.Failsafe) {
    at = pushed(at, segment(Segment.Gs).selector);
    at = pushed(at, segment(Segment.Fs).selector);
    at = pushed(at, segment(Segment.Es).selector);
    at = pushed(at, segment(Segment.Ds).selector);
  }
  return at;
}

/** EFLAGS as the guest is to see them: IF says whether it takes events, IOPL (if it asked for that) what it gave itself. */
function savedFlags(v: Vcpu, mask: u32): u32 {
  const flags = machine().eflags & ~(<u32>Eflags.Interrupt | <u32>Eflags.Iopl);
  const iopl = (domainOf(v).vmAssist >> Assist.ArchitecturalIopl) & 1 ? v.iopl << 12 : 0;
  return flags | iopl | (mask ? 0 : <u32>Eflags.Interrupt);
}

/** Registers as the handler finds them; its code segment is looked at in `reachHandler`. */
function takeHandler(v: Vcpu, outer: bool, cs: u32, ip: u32, esp: u32, how: u32): void {
  const r = vcpu();
  if (outer) setSegment(Segment.Ss, v.kernelSs, descriptorOf(v.kernelSs));
  r.cpl = <u8>KERNEL_RING;
  r.portGranted = 0;
  r.esp = esp;
  r.ip = ip;
  r.shadow = 0;
  machine().eflags &= ~CLEARED;
  segment(Segment.Cs).selector = <u16>cs;
  if (how & Entry.MasksEvents) setMask(v, 1);
  v.bounces += 1;
}

/**
 * Loads the handler's code segment. One that cannot be loaded makes Xen's IRET fault at the handler's first instruction, which is the
 * guest's #GP: once, then the domain has no way on.
 */
function reachHandler(v: Vcpu, code: u32, cs: u32): bool {
  const descriptor = descriptorOf(cs);
  if (isCodeFor(cs, descriptor, KERNEL_RING)) {
    setSegment(Segment.Cs, (cs & ~3) | KERNEL_RING, descriptor);
    return true;
  }
  const handler = trapEntry(v, Vector.Protection);
  const next = <u32>load<u16>(handler, 2);
  if (code === Vector.Protection || !isCodeFor(next, descriptorOf(next), KERNEL_RING)) {
    crash(Crash.HandlerSelector, cs);
    return false;
  }
  const how = Entry.HasError | (load<u8>(handler, 1) & 4 ? Entry.MasksEvents : 0);
  return enter(v, Vector.Protection, next, load<u32>(handler, 4), how, cs & 0xfffc);
}
