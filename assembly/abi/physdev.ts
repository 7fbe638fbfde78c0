/** Sub-operations of physdev_op. Source: xen/include/public/physdev.h. Read by both compilers. */
export const enum PhysdevOp {
  IrqUnmaskNotify = 4,
  IrqStatusQuery = 5,
  SetIopl = 6,
  SetIobitmap = 7,
  ApicRead = 8,
  ApicWrite = 9,
  AllocIrqVector = 10,
  FreeIrqVector = 11,
  Eoi = 12,
  MapPirq = 13,
  UnmapPirq = 14,
}
