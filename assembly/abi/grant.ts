/** Grant tables, version 1. Source: xen/include/public/grant_table.h. Read by both compilers. */

/** Sub-operations of grant_table_op. */
export const enum GrantOp {
  Map = 0,
  Unmap = 1,
  SetupTable = 2,
  Transfer = 4,
  Copy = 5,
  QuerySize = 6,
  UnmapAndReplace = 7,
  SetVersion = 8,
  GetStatusFrames = 9,
  GetVersion = 10,
  SwapRef = 11,
}

/** Status of one operation of a batch, negated. */
export const enum GrantStatus {
  Okay = 0,
  GeneralError = 1,
  BadDomain = 2,
  BadRef = 3,
  BadHandle = 4,
  BadVirtualAddress = 5,
  BadDeviceAddress = 6,
  NoDeviceSpace = 7,
  PermissionDenied = 8,
  BadPage = 9,
  BadCopyArgument = 10,
  AddressTooBig = 11,
  Again = 12,
  NoSpace = 13,
}

/** Flags of a grant entry. */
export const enum GrantFlag {
  PermitAccess = 1,
  AcceptTransfer = 2,
  /** Of the two bits that say what kind of entry it is. */
  TypeMask = 3,
  ReadOnly = 4,
  Reading = 8,
  Writing = 16,
}

/** Flags of an entry that accepts a transfer: one is under way; it is done. */
export const TRANSFER_COMMITTED: u32 = 4;
export const TRANSFER_COMPLETED: u32 = 8;

/** Flags of a mapping. */
export const enum MapFlag {
  Device = 1,
  Host = 2,
  ReadOnly = 4,
  Application = 8,
  /** host_addr is the machine address of an entry of the caller's tables. */
  ContainsPte = 16,
}

/** copy: source or destination is named by a grant reference. */
export const COPY_SOURCE_GREF: u32 = 1;
export const COPY_DEST_GREF: u32 = 2;

/** Entries of a frame of a version 1 table. */
export const GRANTS_PER_FRAME: u32 = 512;
/** Most frames of a table. Source: xen/common/grant_table.c, opt_max_grant_frames. */
export const MAX_GRANT_FRAMES: u32 = 64;
/** References that the toolstack fills in: console 0, xenstore 1. Source: GNTTAB_NR_RESERVED_ENTRIES. */
export const RESERVED_GRANTS: u32 = 8;
