import { PageType } from '../../abi/page-type';
import { PAGE_SHIFT } from '../../base/memory-map';
import { Domain } from '../../layout/domain';
import { domainOf, savedState, Vcpu } from '../../layout/vcpu';
import { NO_FRAME, VcpuState, vcpu } from '../../layout/vcpu-state';
import { xenState } from '../../layout/xen-state';
import { flushAll } from '../../mmu/coherence';
import { dropLdt } from './descriptor-table';
import { Flush, flushed } from './flush-clock';
import { getPageAndType } from './page-type';
import { topLevel } from './table';
import { typeWord } from './type-count';
import { deferred } from './work';

/** The registers of a vCPU, wherever they are: it runs, or it waits. */
function stateOf(v: Vcpu): VcpuState {
  if (xenState().current === <u32>changetype<usize>(v)) return vcpu();
  return changetype<VcpuState>(savedState(v));
}

/** The type of a domain's top tables. */
function topType(domain: Domain): u32 {
  return typeWord(topLevel(domain) === 3 ? PageType.L3 : PageType.L2);
}

/**
 * A vCPU takes a top table to run on, which is checked if it is not one yet, and gives back the one before (later: putDeferred).
 *
 * @returns 0; -EINVAL if the frame is not the domain's or is in use otherwise; the error of the first entry refused; or RESTART
 *
 * Source: xen/arch/x86/mm.c, new_guest_cr3 and, of 32-bit guests on a 64-bit Xen, mod_l4_entry.
 */
export function setBase(v: Vcpu, mfn: u64): i32 {
  const domain = domainOf(v);
  const old = v.rootFrame;
  if (mfn !== <u64>old) {
    const rc = getPageAndType(mfn, topType(domain), domain.domid);
    if (rc < 0) return rc;
    if (old !== NO_FRAME) {
      const waiting = deferred();
      waiting.table = old;
      waiting.partial = 0;
    }
    v.rootFrame = <u32>mfn;
  }
  dropLdt(v);
  loadRoot(v);
  return 0;
}

/** Loads CR3. Of PAE the processor reads a PV guest's top table as it is, each time (mmu/walk.ts), so nothing else is to be loaded. */
export function loadRoot(v: Vcpu): void {
  stateOf(v).cr3 = (<u64>v.rootFrame) << PAGE_SHIFT;
  if (xenState().current !== <u32>changetype<usize>(v)) return;
  flushAll();
  flushed(Flush.Vcpu, 0);
}
