import { XEN } from '../base/memory-map';

/**
 * The hypervisor's own page of state. Stands at `XEN`. Below it in the region:
 *
 * ```
 * XEN + 00_0000  XenState
 * XEN + 00_0800  what was typed on the console           xen/console-input.ts
 * XEN + 00_1000  domains              8 records of 64 KB   layout/domain.ts
 * XEN + 09_0000  vCPUs               64 records of 4 KB    layout/vcpu.ts
 * XEN + 0d_0000  active grants     4096 records of 16 B    layout/grant.ts
 * XEN + 10_0000  memory management                         xen/mm
 * ```
 */
@unmanaged
@final
export class XenState {
  /** Address of the running `Vcpu`, or 0 while none runs. */
  current: u32 = 0;
  /** Address of the `Vcpu` that runs or, while none does, ran last; or 0. */
  previous: u32 = 0;
  /** 1: choose a vCPU before the next instruction. */
  reschedule: u32 = 0;
  /** 1: Xen was entered since the guest last ran, so it looks whether an upcall is due before it goes back. */
  entered: u32 = 0;
  /** Tick at which the running vCPU's slice ends. */
  sliceEnd: u64 = 0;
  /** Virtual time of the scheduler: runtime of the vCPU last chosen. */
  virtualTime: u64 = 0;
  /** Machine address of Xen's own free page of zeros, or 0. */
  reserved: u32 = 0;
  /** Domain of a hypercall's caller is `current`; 1 while a multicall runs. */
  inMulticall: u32 = 0;
  /** Wall clock at tick 0: seconds since 1970-01-01 00:00 UTC. */
  wallSeconds: u64 = 0;
  /** Wall clock at tick 0: nanoseconds of the second. */
  wallNanoseconds: u32 = 0;
  /** 1: something waits for the host, which run() reports as `HostExit.Backend`. */
  hostPending: u32 = 0;
  /** 1: a hypercall was made since run() last looked. */
  hypercallMade: u32 = 0;
  /** 1: a domain ended since run() last said so. */
  domainEnded: u32 = 0;
  /** Bytes ever written to the emergency console. */
  consoleWritten: u32 = 0;
  /** Bytes ever typed on Xen's console. */
  consoleTyped: u32 = 0;
  /** Bytes of those that domain 0 has taken. */
  consoleRead: u32 = 0;
  /** Active grants in use. */
  activeGrants: u32 = 0;
  /** Ticks charged since the hypercall or trap that runs was entered. */
  callCharge: u32 = 0;
  /** 1: the handler that returns asks to be called again. */
  continuing: u32 = 0;
  /** A continuing hypercall's first argument for its next entry (xen/continuation.ts). */
  again0: u32 = 0;
  /** See again0. */
  again1: u32 = 0;
  /** See again0. */
  again2: u32 = 0;
  /** See again0. */
  again3: u32 = 0;
  /** Domains that are dying: whoever lets go of a frame may be the last one that kept one of them. */
  dying: u32 = 0;
}

/** The hypervisor's state. */
export function xenState(): XenState {
  return changetype<XenState>(XEN);
}

/** First byte of the region that belongs to xen/mm. */
export const XEN_MM: usize = XEN + 0x100000;
