import { Domain, PORTS_OFFSET } from './domain';

/** One end of an event channel, as Xen keeps it for a domain. Source: xen/include/xen/sched.h, struct evtchn. */
@unmanaged
@final
export class EventPort {
  /** abi/evtchn.ts, `PortState`. */
  state: u8 = 0;
  /** vCPU that is told. */
  vcpu: u8 = 0;
  /** Unbound and interdomain: the other domain. */
  remoteDomid: u16 = 0;
  /** Interdomain: the other end; VIRQ: its number. */
  remotePort: u16 = 0;
  /** Not used. */
  reserved: u16 = 0;
}

/** Ports of a domain: 32 words of 32 bits (2-level ABI on x86_32). Port 0 is never used. */
export const PORTS: u32 = 1024;

/** A domain's port; `port` must be below PORTS. */
export function eventPort(domain: Domain, port: u32): EventPort {
  return changetype<EventPort>(changetype<usize>(domain) + PORTS_OFFSET + ((<usize>port) << 3));
}
