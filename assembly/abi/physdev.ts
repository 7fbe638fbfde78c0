/** Sub-operations of physdev_op. Source: xen/include/public/physdev.h. Read by both compilers. */
export const enum PhysdevOp {
  IrqUnmaskNotify = 4,
  IrqStatusQuery = 5,
  SetIopl = 6,
  SetIobitmap = 7,
  ApicRead = 8,
  ApicWrite = 9,
  AllocIrqVector = 10,
  Eoi = 12,
  MapPirq = 13,
  UnmapPirq = 14,
  ManagePciAdd = 15,
  ManagePciRemove = 16,
  PirqEoiGmfnV1 = 17,
  RestoreMsi = 19,
  ManagePciAddExt = 20,
  SetupGsi = 21,
  GetFreePirq = 23,
  PciMmcfgReserved = 24,
  PciDeviceAdd = 25,
  PciDeviceRemove = 26,
  RestoreMsiExt = 27,
  PirqEoiGmfnV2 = 28,
  DbgpOp = 29,
  PrepareMsix = 30,
  ReleaseMsix = 31,
}

/** Physical interrupts that a domain could be given, and those of them that are pins of the I/O APIC. */
export const PIRQS: u32 = 256;
export const GSIS: u32 = 24;
