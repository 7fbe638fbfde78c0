import { COUNT_MASK, PageType, PINNED, TYPE_MASK, TYPE_SHIFT, VALIDATED } from '../../abi/page-type';
import { Domain } from '../../layout/domain';
import { machine } from '../../layout/machine-state';
import { CONTROL_DEFERRED, DeferredPut, deferredOf, deferredPut } from '../../layout/mm-state';
import { FRAME_PARTIAL, FRAME_SPECIAL, pageInfo } from '../../layout/page-info';
import { Vcpu, vcpuOf } from '../../layout/vcpu';
import { NO_FRAME } from '../../layout/vcpu-state';
import { findDomain } from '../domains';
import { dropGdt, dropLdt } from './descriptor-table';
import { giveUp, putPage } from './frames';
import { invalidateByForce, putPageAndType, putPageType } from './page-type';
import { beginControl } from './work';

/**
 * A domain's memory goes back: what its vCPUs run on, then every frame. Frames that others still map (grants) are freed when those let
 * go of them; until then they are the domain's. Cost: three visits to each frame of the machine.
 *
 * Source: xen/arch/x86/domain.c, domain_relinquish_resources, relinquish_memory.
 */
export function relinquishMemory(domain: Domain): void {
  beginControl();
  for (let i: u32 = 0; i < CONTROL_DEFERRED; i++) settleDeferred(deferredPut(i), domain);
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

/** Gives back a table of the domain that somebody was about to give back. */
function settleDeferred(waiting: DeferredPut, domain: Domain): void {
  const mfn = waiting.table;
  if (mfn === NO_FRAME || pageInfo(mfn).owner !== domain.domid) return;
  putPageType(mfn, waiting.partial !== 0, NO_FRAME);
  putPage(mfn);
  waiting.table = NO_FRAME;
}

/** Gives back the tables a vCPU runs on or was about to give back, even another's, and its descriptor tables. */
function relinquishVcpu(v: Vcpu): void {
  const waiting = deferredOf(v);
  if (waiting.table !== NO_FRAME) settleDeferred(waiting, <Domain>findDomain(pageInfo(waiting.table).owner));
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
