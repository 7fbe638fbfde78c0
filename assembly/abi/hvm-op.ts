/** Sub-operations of hvm_op. Source: xen/include/public/hvm/hvm_op.h. Read by both compilers. */
export const enum HvmOp {
  SetParam = 0,
  GetParam = 1,
  FlushTlbs = 5,
  PagetableDying = 9,
  GetTime = 10,
  Xentrace = 11,
  GetMemType = 15,
  SetUpcallVector = 23,
  GuestRequest = 24,
  Altp2m = 25,
}
