/**
 * Segments of a vCPU that gets the physical CPU back. Its descriptors may have changed while it waited: each data segment register is
 * loaded again. One that cannot be loaded becomes null, and the guest's failsafe callback is told what stood there. Source:
 * xen/arch/x86/domain.c, load_segments.
 */
import { Crash } from '../abi/crash';
import { Bounce } from '../abi/trace-event';
import { Vcpu } from '../layout/vcpu';
import { Segment, segment, vcpu } from '../layout/vcpu-state';
import { Entry, enter } from './bounce';
import { crash } from './crash';
import { clearSegment, descriptorOf, isDataFor, setSegment } from './segments';

/** Loads ES, DS, FS and GS of the running vCPU again; enters its failsafe callback if one cannot be. */
export function reloadSegments(v: Vcpu): void {
  const es = isLoadable(Segment.Es);
  const ds = isLoadable(Segment.Ds);
  const fs = isLoadable(Segment.Fs);
  const gs = isLoadable(Segment.Gs);
  if (!(es && ds && fs && gs)) enterFailsafe(v);
  reload(Segment.Es);
  reload(Segment.Ds);
  reload(Segment.Fs);
  reload(Segment.Gs);
}

function isLoadable(index: u32): bool {
  const selector = <u32>segment(index).selector;
  return (selector & ~3) === 0 || isDataFor(selector, descriptorOf(selector), vcpu().cpl);
}

function enterFailsafe(v: Vcpu): void {
  if ((v.failsafeCs & ~3) === 0) {
    crash(Crash.NoFailsafe, 0);
    return;
  }
  enter(
    v,
    Bounce.Failsafe,
    v.failsafeCs,
    v.failsafeIp,
    Entry.Failsafe | (v.failsafeMasks !== 0 ? Entry.MasksEvents : 0),
    0,
  );
}

/** Loads a register from what its selector names now. In ring 1 everything that ring 3 could load can stay. */
function reload(index: u32): void {
  const selector = <u32>segment(index).selector;
  if ((selector & ~3) === 0) return;
  const descriptor = descriptorOf(selector);
  if (isDataFor(selector, descriptor, vcpu().cpl)) setSegment(index, selector, descriptor);
  else clearSegment(index, 0);
}
