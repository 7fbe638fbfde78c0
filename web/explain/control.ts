import { ControlOp } from '../../assembly/abi/control-op';

/** What the control plane asks Xen for, acting for domain 0. */
const OPERATIONS = {
  [ControlOp.DomainCreate]: 'create domain',
  [ControlOp.DomainAllocPage]: 'allocate page',
  [ControlOp.DomainPinTable]: 'pin table',
  [ControlOp.VcpuSetContext]: 'set vCPU context',
  [ControlOp.DomainUnpause]: 'unpause domain',
  [ControlOp.DomainPause]: 'pause domain',
  [ControlOp.DomainDestroy]: 'destroy domain',
  [ControlOp.EventAllocUnbound]: 'allocate port',
  [ControlOp.EventBind]: 'bind port',
  [ControlOp.EventSend]: 'send event',
  [ControlOp.GrantPrefill]: 'fill in grant',
  [ControlOp.DomainMaxVcpus]: 'set number of vCPUs',
  [ControlOp.DomainWeight]: 'set weight',
  [ControlOp.HypercallPage]: 'fill in hypercall page',
  [ControlOp.EventClose]: 'close port',
} satisfies Record<ControlOp, string>;

/** The name of an operation of the control plane. */
export function controlName(operation: number): string {
  return (OPERATIONS as Record<number, string>)[operation] ?? `operation ${operation}`;
}
