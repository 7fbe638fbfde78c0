/**
 * The iret hypercall: back from a handler, setting the upcall mask in the same instant. The guest's stack holds EAX (pushed by the
 * hypercall page), EIP, CS, EFLAGS and, for a return to ring 2 or 3, ESP and SS. Source: xen/arch/x86/pv/iret.c, compat_iret.
 */
import { Crash } from '../abi/crash';
import { Eflags } from '../abi/eflags';
import { Assist } from '../abi/vm-assist';
import { SCRATCH } from '../base/memory-map';
import { machine } from '../layout/machine-state';
import { domainOf } from '../layout/vcpu';
import { Segment, segment, vcpu } from '../layout/vcpu-state';
import { KERNEL_RING } from './bounce';
import { crash } from './crash';
import { currentVcpu } from './domains';
import { fetch } from './guest';
import { clearSegment, descriptorOf, isCodeFor, isDataFor, isStackFor, setSegment } from './segments';
import { bounceProtection } from './traps';
import { setMask } from './vcpu-info';

/** Flags a guest may set: CF PF AF ZF SF TF DF OF NT RF AC ID. VM, VIF and VIP are not offered; IF and IOPL are Xen's. */
const SETTABLE: u32 = 0x254dd5;

/** Gives the value for EAX. A frame that cannot be read, or that asks for ring 0, ends the domain. */
export function iretHypercall(): i32 {
  const v = currentVcpu();
  const r = vcpu();
  const stack = <u32>(segment(Segment.Ss).base + r.esp);
  if (!fetch(SCRATCH, stack, 16)) {
    crash(Crash.IretStack, stack);
    return 0;
  }
  const cs = load<u32>(SCRATCH, 8) & 0xffff;
  const ring = cs & 3;
  if (ring === 0) {
    crash(Crash.IretRing, cs);
    return 0;
  }
  if (ring !== KERNEL_RING && !fetch(SCRATCH + 16, stack + 16, 8)) {
    crash(Crash.IretStack, stack);
    return 0;
  }
  const flags = load<u32>(SCRATCH, 12);
  if ((domainOf(v).vmAssist >> Assist.ArchitecturalIopl) & 1) v.iopl = (flags >> 12) & 3;
  machine().eflags = (flags & SETTABLE) | Eflags.Interrupt | Eflags.Fixed;
  setMask(v, flags & Eflags.Interrupt ? 0 : 1);
  v.nmiMasked = 0;
  const eax = load<i32>(SCRATCH);
  returnTo(cs, ring);
  return eax;
}

/** Continues at the frame in SCRATCH. Segments that cannot be loaded are the guest's #GP, at the place it returns to. */
function returnTo(cs: u32, ring: u32): void {
  const r = vcpu();
  r.ip = load<u32>(SCRATCH, 4);
  r.shadow = 0;
  const code = descriptorOf(cs);
  if (ring === KERNEL_RING) {
    r.esp = (r.esp + 16) & 0xffffffff;
  } else {
    const ss = load<u32>(SCRATCH, 20) & 0xffff;
    const stack = descriptorOf(ss);
    r.esp = load<u32>(SCRATCH, 16);
    if (!isCodeFor(cs, code, ring)) {
      faultAt(cs, ring, ss, cs);
      return;
    }
    if (!isStackFor(ss, stack, ring)) {
      faultAt(cs, ring, ss, ss);
      return;
    }
    setSegment(Segment.Ss, ss, stack);
  }
  if (!isCodeFor(cs, code, ring)) {
    faultAt(cs, ring, segment(Segment.Ss).selector, cs);
    return;
  }
  r.cpl = <u8>ring;
  setSegment(Segment.Cs, cs, code);
  if (ring !== KERNEL_RING) dropInnerSegments(ring);
}

/** The #GP(wrong) of a return that cannot be: as if the guest were where it wanted to go, with the selectors it wanted. */
function faultAt(cs: u32, ring: u32, ss: u32, wrong: u32): void {
  segment(Segment.Cs).selector = <u16>cs;
  segment(Segment.Ss).selector = <u16>ss;
  vcpu().cpl = <u8>ring;
  bounceProtection(wrong & 0xfffc);
}

/** A return outwards empties data segment registers that hold what the outer ring may not use. Intel SDM Vol. 3A, 5.8.6. */
function dropInnerSegments(ring: u32): void {
  dropInner(Segment.Ds, ring);
  dropInner(Segment.Es, ring);
  dropInner(Segment.Fs, ring);
  dropInner(Segment.Gs, ring);
}

function dropInner(index: u32, ring: u32): void {
  const selector = <u32>segment(index).selector;
  if (selector & ~3 && !isDataFor(selector & ~3, descriptorOf(selector), ring)) clearSegment(index, 0);
}
