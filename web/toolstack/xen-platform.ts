import { HostExit } from '../../assembly/abi/exit';
import type { ConsoleBackend } from '../backends/console/console-backend';
import type { Core } from '../core/core';
import type { DomainCommand, DomainPicture } from '../core/machine-api';
import { sha256 } from '../core/sha256';
import type { StateObject } from '../core/state-object';
import { Buried } from './buried';
import { DomainControl } from './control';
import { buildDomain } from './domain-builder';
import { endOf } from './domain-end';
import { pictureOf } from './domain-picture';
import { GuestDomain } from './guest-domain';
import type { GuestEnd, Listeners, Platform } from './platform';
import type { CheckedDomain, CheckedXen } from './scenario';
import { removeDomainTree } from './xenstore/domain-tree';
import { XenstoreServer } from './xenstore/server';

/** The first domain's number when it is not domain 0; those beside it follow. */
const FIRST_DOMID = 1;
/** How a domain ends that is destroyed while it lives. */
const DESTROYED: GuestEnd = { orderly: false, reason: 'The domain was destroyed.' };

/**
 * Xen with the control plane, which acts for domain 0: domains and the store they share. A domain that ends while others live is destroyed, as
 * xl does unless it is told otherwise (on_poweroff, on_crash). The last one stays, to be looked at.
 */
export class XenPlatform implements Platform {
  readonly domains: readonly GuestDomain[];
  private readonly xenstore = new XenstoreServer();
  private readonly buried = new Buried();

  constructor(
    private readonly core: Core,
    { scenario, domains }: CheckedXen,
    imageHash: string,
    private readonly listeners: Listeners,
  ) {
    const dom0 = scenario.dom0 ?? false;
    core.exports.setTracing(1);
    this.domains = domains.map((checked, i) => this.build(checked, i, dom0, imageHash));
    for (const { control } of this.domains) control.unpause();
  }

  /** Builds a domain, which stays paused. Its identifier is made of the first image's hash and its place. */
  private build(checked: CheckedDomain, index: number, dom0: boolean, imageHash: string): GuestDomain {
    const { domain, image, profile } = checked;
    const control = new DomainControl(this.core, dom0 ? 0 : FIRST_DOMID + index);
    const built = buildDomain(control, { ...domain, image, profile, dom0 });
    if (domain.weight !== undefined) control.setWeight(domain.weight);
    const identity = index === 0 ? imageHash : sha256(new TextEncoder().encode(`${imageHash} ${index}`));
    const shown = (bytes: Uint8Array): void => this.listeners.shown(bytes, built.domid);
    return new GuestDomain({ core: this.core, control, built, checked, identity, xenstore: this.xenstore, shown });
  }

  /** The domain that is shown unless another is named. */
  private get first(): GuestDomain {
    return this.domains[0] as GuestDomain;
  }

  get domid(): number {
    return this.first.domid;
  }

  get lines(): readonly string[] {
    const [first, ...others] = this.domains as [GuestDomain, ...GuestDomain[]];
    const named = others.flatMap(({ name, built }) => built.lines.map((line) => `${name}: ${line}`));
    return [...first.built.lines, ...named];
  }

  get objects(): readonly StateObject[] {
    return [this.xenstore, this.buried, ...this.domains.map((domain) => domain.console)];
  }

  console(domid: number): ConsoleBackend | undefined {
    return this.find(domid)?.console;
  }

  private find(domid: number): GuestDomain | undefined {
    return this.domains.find((domain) => domain.domid === domid);
  }

  serve(): boolean {
    const { exports } = this.core;
    let served = false;
    for (let port = exports.eventPending(); port >= 0; port = exports.eventPending()) {
      served = true;
      for (const domain of this.living) domain.serve(port);
    }
    if (served) this.serveStore();
    return this.serveXenConsole() || served;
  }

  /** What one domain wrote to the store others may watch: everyone hears of it. */
  private serveStore(): void {
    while (this.living.some((domain) => domain.serveStore()));
  }

  /** Xen's console is domain 0's as well. */
  private serveXenConsole(): boolean {
    if (this.domid === 0) return this.first.console.serve();
    const length = this.core.exports.consoleText();
    if (length > 0) this.listeners.said(this.core.exchange.slice(0, length));
    return length > 0;
  }

  type(domid: number, bytes: Uint8Array): void {
    if (!this.buried.get(domid)) this.find(domid)?.type(bytes);
  }

  command(domid: number, command: DomainCommand): void {
    const domain = this.find(domid);
    if (!domain) return;
    if (command === 'destroy') this.bury(domain, this.endOf(domain) ?? DESTROYED);
    else domain.control.ask(command);
  }

  end(exit?: number): GuestEnd | undefined {
    if (exit !== undefined && exit !== HostExit.DomainEnded) return undefined;
    this.takeDown();
    const ends = this.domains.map((domain) => ({ name: domain.name, end: this.endOf(domain) }));
    if (ends.some(({ end }) => end === undefined)) return undefined;
    const [only] = ends;
    if (ends.length === 1) return only?.end;
    return {
      orderly: ends.every(({ end }) => end?.orderly),
      reason: ends.map(({ name, end }) => `${name}: ${end?.reason}`).join(' '),
    };
  }

  picture(): DomainPicture[] {
    return this.domains.map((domain) => pictureOf(this.core, domain, this.endOf(domain)));
  }

  /** Domains that were not destroyed. */
  private get living(): readonly GuestDomain[] {
    return this.domains.filter(({ domid }) => !this.buried.get(domid));
  }

  private endOf({ domid }: GuestDomain): GuestEnd | undefined {
    return this.buried.get(domid) ?? endOf(this.core, domid);
  }

  /** Destroys the domains that ended, unless nobody else is left. */
  private takeDown(): void {
    const ended = this.living.map((domain) => ({ domain, end: this.endOf(domain) }));
    if (ended.every(({ end }) => end !== undefined)) return;
    for (const { domain, end } of ended) if (end) this.bury(domain, end);
  }

  /** Destroys a domain and takes what is its out of the store. Its console stays, to be read. */
  private bury(domain: GuestDomain, end: GuestEnd): void {
    if (this.buried.get(domain.domid)) return;
    // What it said last is still on its ring.
    domain.console.serve();
    this.buried.add(domain.domid, end);
    domain.destroy();
    this.xenstore.release(domain.domid);
    removeDomainTree(this.xenstore, domain.domid, domain.uuid);
    this.serveStore();
  }
}
