// The hypervisor's memory management as a wasm of its own, with as much of a machine around it as it needs: domains of one vCPU each,
// put on the physical CPU by hand. Compiled by test/xen-mm/hypervisor.ts as if it stood at the repository's root.
import { VCPU, XEN, XEN_END } from './assembly/base/memory-map';
import { domainAt, DomainState } from './assembly/layout/domain';
import { machine } from './assembly/layout/machine-state';
import { mmState, refusal } from './assembly/layout/mm-state';
import { pageInfo } from './assembly/layout/page-info';
import { savedState, Vcpu, vcpuOf } from './assembly/layout/vcpu';
import { GDT_FRAMES, NO_FRAME, vcpu, VCPU_BYTES } from './assembly/layout/vcpu-state';
import { xenState } from './assembly/layout/xen-state';
import { flushAll } from './assembly/mmu/coherence';
import { allocShared, putPage } from './assembly/xen/mm/frames';
import { checkDescriptor } from './assembly/xen/mm/descriptor';
import { defaultHoleStart } from './assembly/xen/mm/m2p';
import { buildBase, buildFrame, buildGdt, buildPin, resetMemory } from './assembly/xen/mm/builder';
import { relinquishMemory } from './assembly/xen/mm/relinquish';
import { getGrantedFrame, placeGrantAt, putGrantedFrame, removeGrantAt } from './assembly/xen/mm/grant-entry';

export { audit } from './assembly/xen/mm/audit';
export { mmuUpdate } from './assembly/xen/mm/mmu-update';
export { mmuextOp } from './assembly/xen/mm/mmuext-op';
export { updateVaMapping, updateVaMappingOtherdomain } from './assembly/xen/mm/va-mapping';
export { memoryOp } from './assembly/xen/mm/memory-op';
export { mapLdtPage, setGdt, updateDescriptor } from './assembly/xen/mm/descriptor-table';
export { closeTable, isTableOpen, openTable } from './assembly/xen/mm/writable-table';
export { frameAt, placeOf } from './assembly/xen/mm/scatter';


/** A machine of `frames` frames with no domains. */
export function create(frames: u32): i32 {
  memory.fill(XEN, 0, XEN_END - XEN);
  memory.fill(VCPU, 0, VCPU_BYTES);
  machine().frames = frames;
  return resetMemory();
}

/** A domain of one vCPU, without memory. */
export function addDomain(index: u32, domid: u32, profile: u32, format: u32, privileged: u32, maxPages: u32): void {
  const d = domainAt(index);
  d.index = index;
  d.domid = <u16>domid;
  d.state = <u8>DomainState.Alive;
  d.profile = <u8>profile;
  d.format = <u8>format;
  d.privileged = <u8>privileged;
  d.maxPages = maxPages;
  d.vcpuCount = 1;
  d.holeStart = defaultHoleStart(format, profile, privileged !== 0);
  const v = vcpuOf(d, 0);
  v.domain = index;
  v.domid = <u16>domid;
  v.id = 0;
  v.rootFrame = NO_FRAME;
  for (let i: usize = 0; i < 32; i++) store<u32>(savedState(v) + (GDT_FRAMES - VCPU) + (i << 2), NO_FRAME);
}

/** Puts a domain's vCPU on the physical CPU, at the start of a hypercall of its kernel. */
export function switchTo(index: u32): void {
  const x = xenState();
  if (x.current) memory.copy(savedState(changetype<Vcpu>(<usize>x.current)), VCPU, VCPU_BYTES);
  const v = vcpuOf(domainAt(index), 0);
  memory.copy(VCPU, savedState(v), VCPU_BYTES);
  x.current = <u32>changetype<usize>(v);
  vcpu().pv = 1;
  vcpu().cpl = 1;
  vcpu().cr0 = 0x80050033;
  vcpu().cr4 = domainAt(index).format ? 0x20 : 0;
  vcpu().efer = 0x801;
  flushAll();
}

/** A hypercall starts afresh: it may do its share of work. */
export function enter(): void { xenState().callCharge = 0; }
/** Makes a hypercall stop as soon as it can. */
export function exhaust(): void { xenState().callCharge = 0x7fffffff; }
export function again(n: u32): u32 {
  const x = xenState();
  return n === 0 ? x.again0 : n === 1 ? x.again1 : n === 2 ? x.again2 : x.again3;
}

export function frame(index: u32, pfn: u32): i32 { return buildFrame(domainAt(index), pfn); }
export function pin(index: u32, mfn: u32, level: u32): i32 { return buildPin(domainAt(index), mfn, level); }
export function base(index: u32, mfn: u32): i32 { return buildBase(vcpuOf(domainAt(index), 0), mfn); }
export function gdt(index: u32, list: usize, entries: u32): i32 {
  return buildGdt(vcpuOf(domainAt(index), 0), list, entries);
}
export function shared(index: u32): u32 { return allocShared(domainAt(index), true); }
export function descriptor(index: u32, low: u32, high: u32): u64 {
  return checkDescriptor(domainAt(index), ((<u64>high) << 32) | low);
}

/** Destroys a domain that does not run. */
export function destroy(index: u32): void {
  const x = xenState();
  const d = domainAt(index);
  const v = vcpuOf(d, 0);
  if (x.current === <u32>changetype<usize>(v)) {
    memory.copy(savedState(v), VCPU, VCPU_BYTES);
    x.current = 0;
  }
  d.state = <u8>DomainState.Dying;
  relinquishMemory(d);
  d.state = <u8>DomainState.Free;
}

export function grantMap(index: u32, va: u32, mfn: u32, granter: u32, writable: bool, entry: u64): i32 {
  const rc = getGrantedFrame(mfn, granter, writable);
  if (rc < 0) return rc;
  const placed = placeGrantAt(vcpuOf(domainAt(index), 0), va, entry);
  if (placed < 0) putGrantedFrame(mfn, writable);
  return placed;
}
export function grantUnmap(index: u32, va: u32, mfn: u32, writable: bool): i32 {
  const rc = removeGrantAt(vcpuOf(domainAt(index), 0), va, mfn, writable);
  if (rc === 0) putGrantedFrame(mfn, writable);
  return rc;
}
export function release(mfn: u32): void { putPage(mfn); }


/** Field `n` of the refusal: rule, level, slot, mfn, owner, found, wanted, type count, total count; the entry apart. */
export function why(n: u32): u32 {
  const r = refusal();
  if (n === 0) return r.rule;
  if (n === 1) return r.level;
  if (n === 2) return r.slot;
  if (n === 3) return r.mfn;
  if (n === 4) return r.owner;
  if (n === 5) return r.found;
  if (n === 6) return r.wanted;
  return n === 7 ? r.typeCount : r.totalCount;
}
export function whyEntry(): u64 { return refusal().entry; }
export function typeInfo(mfn: u32): u32 { return pageInfo(mfn).typeInfo; }
export function totalCount(mfn: u32): u32 { return pageInfo(mfn).totalCount; }
export function linearCount(mfn: u32): i32 { return pageInfo(mfn).linearCount; }
export function freeFrames(): u32 { return mmState().freeFrames; }
export function auditFrame(): u32 { return mmState().auditFrame; }
export function auditFound(): u32 { return mmState().auditFound; }
export function auditExpected(): u32 { return mmState().auditExpected; }
export function rootOf(index: u32): u32 { return vcpuOf(domainAt(index), 0).rootFrame; }
export function totPages(index: u32): u32 { return domainAt(index).totPages; }
export function setAssist(index: u32, bits: u32): void { domainAt(index).vmAssist = bits; }
export function holeStart(index: u32): u32 { return domainAt(index).holeStart; }
export function m2pFrame(): u32 { return mmState().m2pFrame; }
export function openLeafTable(): u32 { return mmState().openLeafTable; }
export function openLeafSlot(): u32 { return mmState().openLeafSlot; }
