import { XEN } from '../base/memory-map';

/** Page-table format of a domain: `Domain.format`. */
export const enum Format {
  /** Entries of 32 bits, two levels (Xen up to 3.2). */
  TwoLevel = 0,
  /** Entries of 64 bits, three levels. */
  Pae = 1,
}

/** Where a domain is in its life: `Domain.state`. */
export const enum DomainState {
  /** The record is free. */
  Free = 0,
  /** It exists; whether its vCPUs run is a matter of `pauseCount`. */
  Alive = 1,
  /** It shut down or crashed (`shutdownReason`): its memory stays until it is destroyed. */
  Ended = 2,
  /** Its memory is being given back. */
  Dying = 3,
  /** The control plane's stand-in for domain 0: ports and grants, but no memory and no vCPU. */
  Control = 4,
}

/** A unit of resource ownership. Everything Xen knows of it beside its frames and vCPUs. */
@unmanaged
@final
export class Domain {
  /** Its number; the record is looked up by it (xen/domains.ts). */
  domid: u16 = 0;
  /** `DomainState`. */
  state: u8 = 0;
  /** 1: domain 0, or a domain with its rights: hardware, MMIO, other domains' memory. */
  privileged: u8 = 0;
  /** Rules of the validator: abi/profile.ts, `Profile`. */
  profile: u8 = 0;
  /** `Format`. */
  format: u8 = 0;
  /** vCPUs it has been given: ids 0 to vcpuCount - 1. */
  vcpuCount: u8 = 0;
  /** Position of the record among all. */
  index: u32 = 0;
  /** Its vCPUs run only while this is 0. */
  pauseCount: u32 = 0;
  /** First virtual address that belongs to Xen: the machine-to-physical table stands there. */
  holeStart: u32 = 0;
  /** Frames it owns and has not given up. */
  totPages: u32 = 0;
  /** Most frames it may own. */
  maxPages: u32 = 0;
  /** Bits of vm_assist that are on: abi/vm-assist.ts. */
  vmAssist: u32 = 0;
  /** Machine frame of its shared_info. */
  sharedInfo: u32 = 0;
  /** Machine frame of its page of Xen's own descriptors, page 14 of every GDT it has. */
  xenDescriptors: u32 = 0;
  /** Why it ended, or will say it ended: a `Shutdown` (abi/sched.ts), the first that was given; NO_SHUTDOWN_REASON before. */
  shutdownReason: u32 = 0;
  /** Why Xen ended it: abi/crash.ts, `Crash`, or 0. */
  crash: u32 = 0;
  /** Detail of the crash: an address, a vector. */
  crashDetail: u32 = 0;
  /** Tick at which the first watchdog ends the domain, or u64.MAX. */
  watchdog0: u64 = 0;
  /** The second watchdog's. */
  watchdog1: u64 = 0;
  /** Bit n: watchdog n is in use. */
  watchdogs: u32 = 0;
  /** Share of the physical CPU against other domains'; 256 is usual. */
  weight: u32 = 0;
  /** Lowest port that may be free. */
  firstFreePort: u32 = 0;
  /** Highest port it ever had. */
  topPort: u32 = 0;
  /** Frames of its grant table. */
  grantFrames: u32 = 0;
  /** Handles of grants it maps that are in use. */
  grantHandles: u32 = 0;
  /** Position a destruction in progress has reached (xen/mm). */
  relinquished: u32 = 0;
  /** Frames of tables it has pinned or that are otherwise awkward to find again: free for xen/mm. */
  mmPrivate0: u32 = 0;
  /** Free for xen/mm. */
  mmPrivate1: u32 = 0;
  /** Times its profile killed it or would have: refused updates (xen/mm). */
  refusals: u32 = 0;
}

/** Domains there may be at once. */
export const MAX_DOMAINS: u32 = 8;
/** Bytes of a domain's record with its tables. */
export const DOMAIN_BYTES: u32 = 0x10000;
/** Offset in a record of 32 words: ports pending to a domain that has no shared_info (the control plane). */
export const PENDING_OFFSET: u32 = 0x200;
/** Offset in a record of the machine frames (u32) of its grant table. */
export const GRANT_FRAMES_OFFSET: u32 = 0x400;
/** Offset in a record of its `EventPort`s (layout/event-port.ts). */
export const PORTS_OFFSET: u32 = 0x1000;
/** Offset in a record of its `GrantHandle`s (layout/grant.ts). */
export const HANDLES_OFFSET: u32 = 0x4000;

export const DOMAINS: usize = XEN + 0x1000;

/** The domain's record at position `index`. */
export function domainAt(index: u32): Domain {
  return changetype<Domain>(DOMAINS + <usize>index * DOMAIN_BYTES);
}
