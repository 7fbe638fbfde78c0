/** Requests of mmu_update. Source: xen/include/public/xen.h, MMU_* and struct mmu_update. Read by both compilers. */

/** What a request asks for, in the low two bits of `ptr`. */
export const enum MmuCommand {
  /** Write `val` to the page-table entry at machine address `ptr`. */
  Normal = 0,
  /** Say that the frame at `ptr` is pseudo-physical frame `val` (the machine-to-physical table). */
  MachPhys = 1,
  /** As Normal, keeping the accessed and dirty bits the entry has. */
  PreserveAd = 2,
  /** As Normal, `val` being a machine frame in any case. */
  NoTranslate = 3,
}

/** Bytes of a request: u64 ptr, u64 val. */
export const MMU_UPDATE_BYTES: u32 = 16;
/** Set in the count of mmu_update and mmuext_op: this call continues one that was preempted. */
export const MMU_UPDATE_PREEMPTED: u32 = 0x80000000;

/** Flags of update_va_mapping. */
export const UVMF_FLUSH_MASK: u32 = 3;
export const UVMF_TLB_FLUSH: u32 = 1;
export const UVMF_INVLPG: u32 = 2;
/** On all vCPUs of the domain; 0 here means this one, anything else is a pointer to a bitmap of vCPUs. */
export const UVMF_ALL: u32 = 4;
