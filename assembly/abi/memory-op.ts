/** Sub-operations of memory_op. Source: xen/include/public/memory.h, XENMEM_*. Read by both compilers. */
export const enum MemoryOp {
  IncreaseReservation = 0,
  DecreaseReservation = 1,
  MaximumRamPage = 2,
  CurrentReservation = 3,
  MaximumReservation = 4,
  MachphysMfnList = 5,
  PopulatePhysmap = 6,
  AddToPhysmap = 7,
  MemoryMap = 9,
  MachineMemoryMap = 10,
  Exchange = 11,
  MachphysMapping = 12,
  SetMemoryMap = 13,
  MaximumGpfn = 14,
  RemoveFromPhysmap = 15,
  SetPodTarget = 16,
  GetPodTarget = 17,
  SharingFreedPages = 18,
  SharingSharedPages = 19,
  AccessOp = 21,
  AddToPhysmapBatch = 23,
  MachphysCompatMfnList = 25,
  GetVnumainfo = 26,
  ReservedDeviceMemoryMap = 27,
  AcquireResource = 28,
}

/** The sub-operation stands below this bit of the first argument; above it, the extent at which a preempted call goes on. */
export const MEMORY_OP_SHIFT: u32 = 6;
/** The sub-operation's bits. */
export const MEMORY_OP_MASK: u32 = 0x3f;
