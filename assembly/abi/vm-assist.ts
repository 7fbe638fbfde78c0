/** vm_assist. Source: xen/include/public/xen.h, VMASST_*. Read by both compilers. */

/** Sub-operations. */
export const enum AssistOp {
  Enable = 0,
  Disable = 1,
}

/** Bit numbers of `Domain.vmAssist`. */
export const enum Assist {
  FourGbSegments = 0,
  FourGbNotify = 1,
  /** Stores of the guest kernel to its L1 tables are emulated instead of refused. */
  WritablePageTables = 2,
  /** CR3 may name a PAE top table above 4 GB. */
  PaeExtendedCr3 = 3,
  /** The guest sees IOPL where hardware has it, in EFLAGS. */
  ArchitecturalIopl = 4,
  /** Bit 63 of a runstate area's entry time is set while Xen writes it. */
  RunstateUpdateFlag = 5,
}

/** Assists a 32-bit guest may turn on, a bit each. */
export const ASSISTS: u32 = 0x3f;
