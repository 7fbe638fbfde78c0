import { PageType } from '../../abi/page-type';
import { PTE_PRESENT } from '../../abi/pte';
import { PAGE_SHIFT } from '../../base/memory-map';
import { Domain } from '../../layout/domain';
import { domainOf, savedState, Vcpu } from '../../layout/vcpu';
import { NO_FRAME, VcpuState, vcpu } from '../../layout/vcpu-state';
import { xenState } from '../../layout/xen-state';
import { flushAll } from '../../mmu/coherence';
import { dropLdt } from './descriptor-table';
import { PTE_FRAME } from './entry-bits';
import { Flush, flushed } from './flush-clock';
import { getPageAndType } from './page-type';
import { readEntry, topLevel } from './table';
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

/** Loads CR3 and, of PAE, the four entries of the top table, as the processor does when CR3 is written. */
export function loadRoot(v: Vcpu): void {
  const state = stateOf(v);
  state.cr3 = (<u64>v.rootFrame) << PAGE_SHIFT;
  if (topLevel(domainOf(v)) === 3) {
    state.pdpte0 = bareEntry(v.rootFrame, 0);
    state.pdpte1 = bareEntry(v.rootFrame, 1);
    state.pdpte2 = bareEntry(v.rootFrame, 2);
    state.pdpte3 = bareEntry(v.rootFrame, 3);
  }
  if (xenState().current !== <u32>changetype<usize>(v)) return;
  flushAll();
  flushed(Flush.Vcpu, 0);
}

/** An entry of a PAE top table with the bits the processor allows there. A 64-bit Xen walks it as a table that has more. */
function bareEntry(root: u32, slot: u32): u64 {
  return readEntry(root, slot, 3) & (PTE_FRAME | PTE_PRESENT);
}

/** A top table changed: whoever runs on it must see that. The entries of a waiting vCPU are loaded when it is switched to. */
export function rootChanged(table: u32): void {
  const current = xenState().current;
  if (current === 0) return;
  const v = changetype<Vcpu>(current);
  if (v.rootFrame === table) loadRoot(v);
}
