/** The structures that Xen shares with a guest, as an x86_32 guest sees them. Source: xen/include/public/xen.h, arch-x86/xen.h. */

/** Clock of a vCPU; readable without a call. A version that is odd, or that changed, means: read again. */
@unmanaged
@final
export class VcpuTimeInfo {
  /** Odd while Xen writes. */
  version: u32 = 0;
  /** Not used. */
  pad0: u32 = 0;
  /** TSC when the record was made. */
  tscTimestamp: u64 = 0;
  /** Nanoseconds since the machine was made, at that TSC. */
  systemTime: u64 = 0;
  /** Nanoseconds a (shifted) TSC count, times 2^32. */
  tscToSystemMul: u32 = 0;
  /** TSC counts are shifted left by this first. */
  tscShift: i8 = 0;
  /** Bit 0: the TSC never stops and never jumps. */
  flags: u8 = 0;
  /** Not used. */
  pad1: u16 = 0;
}

/** What Xen shares with one vCPU. */
@unmanaged
@final
export class VcpuInfo {
  /** 1: some port is pending. */
  upcallPending: u8 = 0;
  /** 1: no upcall is delivered: the guest's CLI. */
  upcallMask: u8 = 0;
  /** Not used. */
  pad0: u16 = 0;
  /** Words of `evtchnPending` that have a pending, unmasked port, a bit each. */
  pendingSel: u32 = 0;
  /** Address of the last page fault. */
  cr2: u32 = 0;
  /** Not used. */
  pad1: u32 = 0;
  /** Not used. */
  pad2: u32 = 0;
  /** Not used. */
  pad3: u32 = 0;
  /** Not used. */
  pad4: u32 = 0;
  /** Not used. */
  pad5: u32 = 0;
  /** version, as in VcpuTimeInfo, which stands here. */
  timeVersion: u32 = 0;
}

/** What follows the 32 words of pending and the 32 words of mask bits: wall clock and the parts of the architecture. */
@unmanaged
@final
export class SharedTail {
  /** Odd while Xen writes. */
  wcVersion: u32 = 0;
  /** Wall clock at system time 0: seconds since 1970, low half. */
  wcSec: u32 = 0;
  /** Nanoseconds. */
  wcNsec: u32 = 0;
  /** Guest's: frames of its p2m. */
  maxPfn: u32 = 0;
  /** Guest's: frame of the list of the lists of its p2m. */
  pfnToMfnFrameListList: u32 = 0;
  /** Why an NMI came. */
  nmiReason: u32 = 0;
  /** Guest's: CR3 of a linear p2m. */
  p2mCr3: u32 = 0;
  /** Guest's: address of a linear p2m. */
  p2mVaddr: u32 = 0;
  /** Guest's: changes of that p2m. */
  p2mGeneration: u32 = 0;
  /** Seconds, high half. */
  wcSecHi: u32 = 0;
}

/** Bytes of a VcpuInfo in shared_info; the time record is its second half. */
export const VCPU_INFO_BYTES: u32 = 64;
/** Offset of the VcpuTimeInfo in a VcpuInfo. */
export const TIME_OFFSET: u32 = 32;
/** Offset in shared_info of the 32 words of pending bits. */
export const PENDING_BITS: u32 = 0x800;
/** Offset in shared_info of the 32 words of mask bits. */
export const MASK_BITS: u32 = 0x880;
/** Offset in shared_info of SharedTail. */
export const SHARED_TAIL: u32 = 0x900;
