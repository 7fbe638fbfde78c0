/** Commands of domctl that look at their arguments before they ask who calls. Source: xen/include/public/domctl.h. */
export const enum Domctl {
  CreateDomain = 1,
  GetDomainInfo = 5,
  ShadowOp = 10,
  IrqPermission = 19,
  IomemPermission = 20,
  IoportPermission = 21,
  BindPtIrq = 38,
  MemoryMapping = 39,
  IoportMapping = 40,
  SetTarget = 46,
  UnbindPtIrq = 48,
  GetDeviceGroup = 50,
}
