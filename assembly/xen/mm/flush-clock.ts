import { TYPE_SHIFT } from '../../abi/page-type';
import { TraceEvent } from '../../abi/trace-event';
import { machine } from '../../layout/machine-state';
import { mmState } from '../../layout/mm-state';
import { FRAME_PARTIAL, pageInfo } from '../../layout/page-info';
import { isTracing, recordEvent } from '../../trace/trace';

/**
 * When Xen must flush TLBs of its own accord: a frame that may still stand in one as writable must not become a table. So the flush
 * clock counts flushes, a frame notes the clock when the last use of its type ends, and a change of type needs a flush only if there
 * was none since. Source: xen/arch/x86/flushtlb.c.
 *
 * The emulated TLB is coherent (mmu/tlb.ts), so here a flush is an event that the trace shows, and nothing else.
 */

/** The clock's values: 16 bits, of which 0 means "before all flushes". */
const LAST: u32 = 0xffff;

/** What a TLB flush was of: `TraceEvent.TlbFlush`, code. */
export const enum Flush {
  Address = 0,
  Vcpu = 1,
  All = 2,
}

/** The physical CPU's TLB is flushed: by CR3, or by request. */
export function flushed(what: Flush, va: u32): void {
  if (what !== Flush.Address) {
    const s = mmState();
    s.flushClock++;
    if (s.flushClock >= LAST) restart();
  }
  if (isTracing()) recordEvent(TraceEvent.TlbFlush, what, va);
}

/** The clock is used up: forget the stamps, all of which lie before this flush. */
function restart(): void {
  for (let mfn: u32 = 0; mfn < machine().frames; mfn++) {
    const page = pageInfo(mfn);
    if (!(page.flags & FRAME_PARTIAL)) page.progress = 0;
  }
  mmState().flushClock = 1;
}

/** The last use of a frame's type ended. */
export function stampFrame(mfn: u32): void {
  pageInfo(mfn).progress = <u16>(mmState().flushClock + 1);
}

/** A frame that is used as no type now gets another: flush unless that happened since its last use ended. */
export function typeChanges(mfn: u32, oldInfo: u32): void {
  if (oldInfo >> TYPE_SHIFT === 0) return;
  if (<u32>pageInfo(mfn).progress > mmState().flushClock) flushed(Flush.All, 0);
}
