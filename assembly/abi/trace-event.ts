/** Kinds of trace records and what their fields mean. Read by both compilers. */

/** Kind of a trace record. `args` are arg0 to arg5; a field that is not named is 0. */
export const enum TraceEvent {
  /** code: hypercall number; args: ebx ecx edx esi edi ebp as given; result. Written when the call ends (a continuation writes one record). */
  Hypercall = 1,
  /** Part of a hypercall (TraceFlag.Part): code: sub-operation; args: its fields in the order of the public header; result. */
  Request = 2,
  /** An exception or software interrupt of the guest. code: vector; arg0 error code; arg1 linear address; arg2: 0 bounced, 1 emulated, 2 fixed up, 3 kills. */
  Trap = 3,
  /** Xen enters a handler of the guest. code: vector or Bounce.*; arg0 handler's CS; arg1 handler's EIP; arg2 new ESP; ip: where from. */
  Bounce = 4,
  /** A frame changed its type or owner. code: new type; arg0 mfn; arg1 old type; arg2 type count; arg3 total count. */
  FrameType = 5,
  /** code: 0 one address (arg0), 1 this vCPU, 2 all. */
  TlbFlush = 6,
  /** A port became pending. code: port; arg0 sender's domid; arg1 1 if it raised an upcall. */
  EventSend = 7,
  /** code: PrivilegedOp; arg0 operand; arg1 value; result: 0 emulated, negative refused. */
  Privileged = 8,
  /** The physical CPU takes another vCPU. code: vcpu; arg0 domid before; arg1 vcpu before. */
  Switch = 9,
  /** A domain's life. code: Life.*; arg0 detail. */
  Domain = 10,
  /** Control plane: code: ControlOp; args; result. */
  Control = 11,
  /** Console or store ring traffic, seen by the control plane. code: 0 console out, 1 console in, 2 store request, 3 store reply; arg0 bytes; arg1 type; arg2 req_id. */
  Ring = 12,
  /** Grant: code: grant operation; arg0 ref; arg1 frame; arg2 the other domid. */
  Grant = 13,
}

/** Bits of a trace record's `flags`. */
export const enum TraceFlag {
  /** The fields from `rule` on are valid: they say why something was refused. */
  Refused = 1,
  /**
   * What happened in a hypercall: part of the last record without this bit. Requests are part of the hypercall nearest before them, which
   * may be a multicall's and itself have this bit.
   */
  Part = 2,
  /** A hypercall in which the domain ended: nobody ever saw its result. */
  Unanswered = 4,
  /** A hypercall that Xen interrupted: the guest makes it again, and Xen goes on with it. There is no result yet. */
  Interrupted = 8,
}

/** Handlers that are not exceptions, in TraceEvent.Bounce's code. */
export const enum Bounce {
  Event = 0x100,
  Failsafe = 0x101,
  Nmi = 0x102,
}

/** What happened to a domain, in TraceEvent.Domain's code. */
export const enum Life {
  Created = 0,
  Unpaused = 1,
  Paused = 2,
  /** arg0: SHUTDOWN_* reason. */
  Shutdown = 3,
  /** arg0: CrashReason. */
  Crashed = 4,
  Destroyed = 5,
}
