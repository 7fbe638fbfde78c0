/** Operations of mmuext_op. Source: xen/include/public/xen.h, MMUEXT_*. Read by both compilers. */
export const enum Mmuext {
  /** arg1: machine frame. Hold it as a table of this level even when nothing uses it. */
  PinL1 = 0,
  PinL2 = 1,
  PinL3 = 2,
  PinL4 = 3,
  /** arg1: machine frame. */
  Unpin = 4,
  /** arg1: machine frame of the top table to run on. */
  NewBaseptr = 5,
  TlbFlushLocal = 6,
  /** arg1: linear address. */
  InvlpgLocal = 7,
  /** arg2: pointer to a bitmap of vCPUs. */
  TlbFlushMulti = 8,
  /** arg1: linear address; arg2: pointer to a bitmap of vCPUs. */
  InvlpgMulti = 9,
  TlbFlushAll = 10,
  /** arg1: linear address. */
  InvlpgAll = 11,
  FlushCache = 12,
  /** arg1: linear address; arg2: number of entries. */
  SetLdt = 13,
  /** arg1: machine frame (64-bit guests). */
  NewUserBaseptr = 15,
  /** arg1: machine frame. */
  ClearPage = 16,
  /** arg1: machine frame to write; arg2: machine frame to read. */
  CopyPage = 17,
  FlushCacheGlobal = 18,
  MarkSuper = 19,
  UnmarkSuper = 20,
}

/** Bytes of an operation of a 32-bit guest: u32 cmd, u32 arg1, u32 arg2. */
export const MMUEXT_OP_BYTES: u32 = 12;
