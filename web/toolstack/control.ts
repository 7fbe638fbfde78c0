import { Profile } from '../../assembly/abi/profile';
import type { Core, SharedPage } from '../core/core';
import { type Domain, Format } from '../core/layout.gen';
import type { DomainCommand, ProfileName } from '../core/machine-api';
import { Refused } from '../core/refused';
import { errnoName } from '../explain/errno';
import { domainRecord } from './domain-end';
import type { TableFormatName } from './kernel-image';

/** The validator's rule sets by name. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  '2002-11': Profile.Y2002M11,
  '2003-01': Profile.Y2003M01,
  '2004-02': Profile.Y2004M02,
  'xen-3.2': Profile.Xen32,
  'xen-4.17': Profile.Xen417,
  'xen-4.17-nolinear': Profile.Xen417NoLinear,
};

/** The rule set for guests of a format when nobody chose: the last Xen that ran them. */
export function defaultProfile(format: TableFormatName): ProfileName {
  return format === 'pae' ? 'xen-4.17' : 'xen-3.2';
}

const FORMATS: Readonly<Record<TableFormatName, Format>> = { pae: Format.Pae, '2-level': Format.TwoLevel };

/** A page of a domain's that the control plane uses by a grant, until it is released. */
export interface GrantedPage {
  mfn: number;
  page: SharedPage;
  release(): void;
}

/**
 * What the control plane asks of the hypervisor for one domain. Each call leaves a record in the trace (TraceEvent.Control). A negative answer
 * becomes a refusal that says what was asked.
 */
export class DomainControl {
  constructor(
    readonly core: Core,
    readonly domid: number,
  ) {}

  /** @param pages most pages the domain may own */
  create(pages: number, profile: ProfileName, format: TableFormatName, vcpus: number): void {
    const { exports } = this.core;
    this.done(
      `create domain ${this.domid} with ${format} page tables`,
      exports.domainCreate(this.domid, pages, PROFILES[profile], FORMATS[format]),
    );
    this.done(`give domain ${this.domid} ${vcpus} vCPUs`, exports.domainMaxVcpus(this.domid, vcpus));
  }

  /** The machine frames that become pages 0 to count - 1. They leave no trace: a record for each would hide all others. */
  allocate(count: number): Uint32Array {
    const { exports } = this.core;
    exports.setTracing(0);
    const mfns = new Uint32Array(count);
    for (let pfn = 0; pfn < count; pfn++) {
      const mfn = exports.domainAllocPage(this.domid, pfn);
      mfns[pfn] = mfn < 0 ? this.done(`find a frame for page ${pfn}`, mfn) : mfn;
    }
    exports.setTracing(1);
    return mfns;
  }

  /** Validates a table and everything below it, and holds its type. */
  pin(mfn: number, level: number): void {
    this.done('pin the boot page tables', this.core.exports.domainPinTable(this.domid, mfn, level));
  }

  /** Gives a vCPU its first registers. */
  setContext(vcpu: number, context: Uint8Array): void {
    this.core.exchange.set(context);
    this.done(`start vCPU ${vcpu}`, this.core.exports.vcpuSetContext(this.domid, vcpu));
  }

  /** A channel to the domain: its port and ours. */
  openChannel(): { guestPort: number; port: number } {
    const { exports } = this.core;
    const guestPort = this.done('allocate an event channel', exports.eventAllocUnbound(this.domid, 0));
    return { guestPort, port: this.done('bind an event channel', exports.eventBind(this.domid, guestPort)) };
  }

  /** Publishes a grant in the domain's name. */
  grant(ref: number, mfn: number): void {
    this.done('fill in a grant', this.core.exports.grantPrefill(this.domid, ref, mfn, 0));
  }

  /** Frame of its shared_info. */
  sharedInfoFrame(): number {
    return this.done('find shared_info', this.core.exports.sharedInfoFrame(this.domid));
  }

  /** Its share of the physical CPU against other domains'. */
  setWeight(weight: number): void {
    this.done(`give domain ${this.domid} the weight ${weight}`, this.core.exports.domainSetWeight(this.domid, weight));
  }

  /**
   * Uses a page that the domain grants to domain 0, as a back end does: while it is held, the frame stays, even when the domain is destroyed.
   *
   * @param writes whether it is to be written
   */
  mapGrant(ref: number, writes: boolean): GrantedPage {
    const { exports } = this.core;
    const what = `map page ${ref} of domain ${this.domid}'s grants`;
    const handle = this.done(what, exports.grantMap(this.domid, ref, writes ? 1 : 0));
    const mfn = this.done(what, exports.grantFrame(handle));
    const release = (): void => void this.done('unmap a grant', exports.grantUnmap(handle));
    return { mfn, page: this.core.page(mfn), release };
  }

  /** Sends over one of the control plane's ports. */
  send(port: number): void {
    this.done(`send over port ${port}`, this.core.exports.eventSend(port));
  }

  /** Xen's record of the domain; undefined when there is none. Looking leaves no trace: one may look as often as one likes. */
  inspect(): Domain | undefined {
    return domainRecord(this.core, this.domid);
  }

  /** Lets it run. */
  unpause(): void {
    this.done('start the domain', this.core.exports.domainUnpause(this.domid));
  }

  /** Asks for what a running machine's toolstack may be told. Answers 0 or a negative `Errno`: what is refused changes nothing. */
  ask(command: DomainCommand): number {
    const { exports } = this.core;
    if (command === 'pause') return exports.domainPause(this.domid);
    if (command === 'unpause') return exports.domainUnpause(this.domid);
    return exports.domainDestroy(this.domid);
  }

  private done(what: string, result: number): number {
    if (result >= 0) return result;
    throw new Refused(`Xen refused to ${what} (${errnoName(-result)}).`);
  }
}
