/** Event channels. Source: xen/include/public/event_channel.h. Read by both compilers. */

/** Sub-operations of event_channel_op. */
export const enum EventOp {
  BindInterdomain = 0,
  BindVirq = 1,
  BindPirq = 2,
  Close = 3,
  Send = 4,
  Status = 5,
  AllocUnbound = 6,
  BindIpi = 7,
  BindVcpu = 8,
  Unmask = 9,
  Reset = 10,
  /** FIFO ports, which this hypervisor has not: -ENOSYS makes a guest stay with the 2-level ABI. */
  InitControl = 11,
  ExpandArray = 12,
  SetPriority = 13,
  /** Goes on with a reset that was preempted. Xen's own, not in its public headers. */
  ResetContinued = 14,
}

/** State of a port: what EVTCHNOP_status answers. */
export const enum PortState {
  Closed = 0,
  Unbound = 1,
  Interdomain = 2,
  Pirq = 3,
  Virq = 4,
  Ipi = 5,
}

/** Virtual interrupts. Source: xen/include/public/xen.h, VIRQ_*. */
export const enum Virq {
  /** The vCPU's timer. */
  Timer = 0,
  /** Asks the guest for a report. */
  Debug = 1,
  Console = 2,
  /** To domain 0: a domain ended. */
  DomExc = 3,
  Tbuf = 4,
  Debugger = 6,
  Xenoprof = 7,
  ConRing = 8,
}

/** VIRQs of which each vCPU has its own: timer, debug, Xenoprof, a bit each. The others are the domain's, told to vCPU 0. */
export const PER_VCPU_VIRQS: u32 = 0x83;
