/** What the control plane asked for: TraceEvent.Control's code; its args are the call's, in order. Read by both compilers. */
export const enum ControlOp {
  DomainCreate = 1,
  DomainAllocPage = 2,
  DomainPinTable = 3,
  VcpuSetContext = 4,
  DomainUnpause = 5,
  DomainPause = 6,
  DomainDestroy = 7,
  EventAllocUnbound = 8,
  EventBind = 9,
  EventSend = 10,
  GrantPrefill = 11,
  DomainMaxVcpus = 12,
  DomainWeight = 13,
  HypercallPage = 14,
  EventClose = 15,
}
