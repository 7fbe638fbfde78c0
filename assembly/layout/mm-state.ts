import { MAX_DOMAINS } from './domain';
import { MAX_VCPUS, Vcpu } from './vcpu';
import { XEN_MM } from './xen-state';

/**
 * State of the hypervisor's memory management beside the frame table. Stands at `XEN_MM`. After it:
 *
 * ```
 * XEN_MM + 0100  Refusal             why the last request was refused
 * XEN_MM + 0200  DeferredPut         one a vCPU, one for the control plane
 * XEN_MM + 0700  Refusal             as many: that of a call which goes on to give back such a table
 * XEN_MM + 1000  free map            a bit a frame (xen/mm/scatter.ts)
 * ```
 */
@unmanaged
@final
export class MmState {
  /** First frame of the machine-to-physical table. */
  m2pFrame: u32 = 0;
  /** Frames of it. */
  m2pFrames: u32 = 0;
  /** Xen's own L1 table of 64-bit entries that maps it read-only. */
  m2pTable64: u32 = 0;
  /** Xen's own L1 table of 32-bit entries that maps it read-only. */
  m2pTable32: u32 = 0;
  /** Frames that are free. */
  freeFrames: u32 = 0;
  /** Position in the allocation order from which the next search starts. */
  cursor: u32 = 0;
  /** The allocation order is a permutation of this many bits. */
  orderBits: u32 = 0;
  /** Counts TLB flushes (xen/mm/flush-clock.ts). */
  flushClock: u32 = 0;
  /** Address of the `DeferredPut` in force. */
  deferred: u32 = 0;
  /** 1: long operations stop when the hypercall has done its share, and continue; 0: they run to their end (the control plane). */
  preemptible: u32 = 0;
  /** Writable page tables: the table that the running instruction may store to, or 0 (writable-table.ts). */
  openTable: u32 = 0;
  /** The table whose entry maps it. */
  openLeafTable: u32 = 0;
  /** The entry's slot. */
  openLeafSlot: u32 = 0;
  /** The entry as it was, read-only. */
  openLeaf: u64 = 0;
  /** audit(): frame of the first mismatch. */
  auditFrame: u32 = 0;
  /** audit(): what was found. */
  auditFound: u32 = 0;
  /** audit(): what the page tables say. */
  auditExpected: u32 = 0;
}

/** Why the last request was refused: the reason fields of a trace record. `rule` is 0 when nothing was refused. */
@unmanaged
@final
export class Refusal {
  /** abi/reason.ts, `Rule`. */
  rule: u16 = 0;
  /** Table level (1 leaf), 0 where no entry is concerned. */
  level: u8 = 0;
  /** Type found: abi/page-type.ts, `PageType`. */
  found: u8 = 0;
  /** Type wanted. */
  wanted: u8 = 0;
  /** 1: the slot, level and entry are filled. */
  placed: u8 = 0;
  /** Slot of the entry in its table. */
  slot: u16 = 0;
  /** The frame concerned. */
  mfn: u32 = 0;
  /** Its owner. */
  owner: u16 = 0;
  /** Not used. */
  reserved: u16 = 0;
  /** Its type count (or what the rule says stands here). */
  typeCount: u32 = 0;
  /** Its total count. */
  totalCount: u32 = 0;
  /** The entry itself. */
  entry: u64 = 0;
}

/** A use of a table that must be given up, which may take long, so it is done apart. Source: xen/arch/x86/mm.c, old_guest_table. */
@unmanaged
@final
export class DeferredPut {
  /** The table's frame, or NO_FRAME. */
  table: u32 = 0;
  /** 1: the table is partial (FRAME_PARTIAL), so the use of its type is that of the partial state. */
  partial: u32 = 0;
}

const DEFERRED: usize = XEN_MM + 0x200;
const KEPT: usize = XEN_MM + 0x700;
/** One bit a frame in allocation order: 1 when it is free. */
export const FREE_MAP: usize = XEN_MM + 0x1000;

/** State of memory management. */
export function mmState(): MmState {
  return changetype<MmState>(XEN_MM);
}

/** Why the last request was refused. */
export function refusal(): Refusal {
  return changetype<Refusal>(XEN_MM + 0x100);
}

/** Bytes of a Refusal. */
export const REFUSAL_BYTES: usize = 32;

/** Record `index` of the deferred uses: those of vCPUs in the order of their records, then the control plane's. */
export function deferredPut(index: u32): DeferredPut {
  return changetype<DeferredPut>(DEFERRED + ((<usize>index) << 3));
}

/** Where a vCPU's deferred use is kept. */
export function deferredOf(v: Vcpu): DeferredPut {
  return deferredPut(deferredIndex(v));
}

/** Which of the deferred uses is a vCPU's. */
export function deferredIndex(v: Vcpu): u32 {
  return v.domain * MAX_VCPUS + v.id;
}

/** The refusal kept beside record `index` of the deferred uses. */
export function keptRefusal(index: u32): Refusal {
  return changetype<Refusal>(KEPT + ((<usize>index) << 5));
}

/** The control plane's. */
export const CONTROL_DEFERRED: u32 = MAX_DOMAINS * MAX_VCPUS;
