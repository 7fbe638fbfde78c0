/** What a guest is told on the way back to it: NMIs, then events. Source: xen/arch/x86/x86_64/compat/entry.S, compat_test_all_events. */
import { Crash } from '../abi/crash';
import { Bounce } from '../abi/trace-event';
import { Vcpu } from '../layout/vcpu';
import { Entry, enter } from './bounce';
import { charge, TRAP_TICKS } from './charge';
import { crash } from './crash';
import { needsUpcall } from './vcpu-info';

/** Enters the NMI or event callback of the running vCPU if one is due. */
export function deliverUpcalls(v: Vcpu): void {
  if (v.nmiPending !== 0 && v.nmiMasked === 0 && v.nmiCs !== 0) {
    v.nmiPending = 0;
    v.nmiMasked = 1;
    charge(TRAP_TICKS);
    if (!enter(v, Bounce.Nmi, v.nmiCs, v.nmiIp, Entry.MasksEvents, 0)) return;
  }
  if (!needsUpcall(v)) return;
  if ((v.eventCs & ~3) === 0) {
    crash(Crash.NullCallback, Bounce.Event);
    return;
  }
  charge(TRAP_TICKS);
  enter(v, Bounce.Event, v.eventCs, v.eventIp, Entry.MasksEvents, 0);
}
