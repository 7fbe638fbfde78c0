/** Sub-operations of vcpu_op. Source: xen/include/public/vcpu.h. Read by both compilers. */
export const enum VcpuOp {
  Initialise = 0,
  Up = 1,
  Down = 2,
  IsUp = 3,
  GetRunstateInfo = 4,
  RegisterRunstateArea = 5,
  SetPeriodicTimer = 6,
  StopPeriodicTimer = 7,
  SetSingleshotTimer = 8,
  StopSingleshotTimer = 9,
  RegisterVcpuInfo = 10,
  SendNmi = 11,
  GetPhysid = 12,
  RegisterTimeArea = 13,
}

/** Shortest period of a periodic timer: 1 ms. Source: xen/common/domain.c, do_vcpu_op. */
export const MIN_PERIOD: u32 = 1_000_000;
