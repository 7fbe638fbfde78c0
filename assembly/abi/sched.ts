/** Scheduling operations and why domains end. Source: xen/include/public/sched.h. Read by both compilers. */

/** Sub-operations of sched_op (the compat form has the first two). */
export const enum SchedOp {
  Yield = 0,
  Block = 1,
  Shutdown = 2,
  Poll = 3,
  RemoteShutdown = 4,
  ShutdownCode = 5,
  Watchdog = 6,
  PinOverride = 7,
}

/** Reasons of SCHEDOP_shutdown. */
export const enum Shutdown {
  Poweroff = 0,
  Reboot = 1,
  Suspend = 2,
  /** The guest says it crashed, or Xen ended it: `Domain.crash` tells which. */
  Crash = 3,
  Watchdog = 4,
  SoftReset = 5,
}

/** No reason has been given yet. Source: xen/include/xen/sched.h, SHUTDOWN_CODE_INVALID. */
export const NO_SHUTDOWN_REASON: u32 = 0xffffffff;

/** Most ports of one SCHEDOP_poll. Source: xen/common/sched/core.c, do_poll. */
export const POLL_PORTS: u32 = 128;
