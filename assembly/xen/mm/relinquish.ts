import { COUNT_MASK, PageType, PINNED, TYPE_MASK, TYPE_SHIFT, VALIDATED } from '../../abi/page-type';
import { Domain } from '../../layout/domain';
import { machine } from '../../layout/machine-state';
import { deferredOf } from '../../layout/mm-state';
import { FRAME_PARTIAL, FRAME_SPECIAL, pageInfo } from '../../layout/page-info';
import { Vcpu, vcpuOf } from '../../layout/vcpu';
import { NO_FRAME } from '../../layout/vcpu-state';
import { dropGdt, dropLdt } from './descriptor-table';
import { giveUp, putPage } from './frames';
import { invalidateByForce, putPageAndType, putPageType } from './page-type';
import { beginControl } from './work';

/**
 * A domain's memory goes back: what its vCPUs run on, then every frame. Frames that others still map (grants) are freed when those let
 * go of them. Cost: two visits to each frame of the machine.
 *
 * Source: xen/arch/x86/domain.c, domain_relinquish_resources, relinquish_memory.
 */
export function relinquishMemory(domain: Domain): void {
  beginControl();
  for (let id: u32 = 0; id < domain.vcpuCount; id++) relinquishVcpu(vcpuOf(domain, id));
  const frames = machine().frames;
  for (let mfn: u32 = 0; mfn < frames; mfn++) if (isOf(domain, mfn)) unpin(mfn);
  // Only linear page tables that hold one another can still be tables now.
  for (let mfn: u32 = 0; mfn < frames; mfn++) if (isOf(domain, mfn)) breakCircle(mfn);
  for (let mfn: u32 = 0; mfn < frames; mfn++) if (isOf(domain, mfn)) giveUp(mfn);
}

function isOf(domain: Domain, mfn: u32): bool {
  const page = pageInfo(mfn);
  return page.owner === domain.domid && page.totalCount !== 0;
}

/** Gives back the tables a vCPU runs on or was about to give back, and its descriptor tables. */
function relinquishVcpu(v: Vcpu): void {
  const waiting = deferredOf(v);
  if (waiting.table !== NO_FRAME) {
    const mfn = waiting.table;
    putPageType(mfn, waiting.partial !== 0, NO_FRAME);
    putPage(mfn);
    waiting.table = NO_FRAME;
  }
  dropLdt(v);
  dropGdt(v);
  const root = v.rootFrame;
  v.rootFrame = NO_FRAME;
  if (root !== NO_FRAME) putPageAndType(root);
}

function unpin(mfn: u32): void {
  const page = pageInfo(mfn);
  if (!(page.typeInfo & PINNED)) return;
  page.typeInfo &= ~PINNED;
  putPageAndType(mfn);
}

function breakCircle(mfn: u32): void {
  const page = pageInfo(mfn);
  const type = (page.typeInfo & TYPE_MASK) >>> TYPE_SHIFT;
  if (page.flags & FRAME_SPECIAL || type < <u32>PageType.L1 || type > <u32>PageType.L3) return;
  if ((page.typeInfo & COUNT_MASK) === 0 || !(page.typeInfo & VALIDATED || page.flags & FRAME_PARTIAL)) return;
  invalidateByForce(mfn);
}
