import { HostExit } from '../../assembly/abi/exit';
import type { ConsoleBackend } from '../backends/console/console-backend';
import type { Core } from '../core/core';
import type { StateObject } from '../core/state-object';
import { DomainControl } from './control';
import { buildDomain } from './domain-builder';
import { endOf } from './domain-end';
import { GuestDomain } from './guest-domain';
import type { GuestEnd, Listeners, Platform } from './platform';
import type { CheckedXen } from './scenario';
import { XenstoreServer } from './xenstore/server';

/** A domain's number when it is not domain 0. */
const FIRST_DOMID = 1;

/** Xen with the control plane, which acts for domain 0: domains and the store they share. */
export class XenPlatform implements Platform {
  readonly domains: readonly GuestDomain[];
  private readonly xenstore = new XenstoreServer();

  constructor(
    private readonly core: Core,
    { scenario, image, profile }: CheckedXen,
    imageHash: string,
    private readonly listeners: Listeners,
  ) {
    const dom0 = scenario.dom0 ?? false;
    core.exports.setTracing(1);
    const control = new DomainControl(core, dom0 ? 0 : FIRST_DOMID);
    const built = buildDomain(control, { ...scenario, image, profile, dom0 });
    const shown = (bytes: Uint8Array): void => listeners.shown(bytes);
    this.domains = [new GuestDomain(core, built, this.xenstore, scenario, imageHash, shown)];
    control.unpause();
  }

  /** The domain that is typed to. */
  private get first(): GuestDomain {
    return this.domains[0] as GuestDomain;
  }

  get domid(): number {
    return this.first.built.domid;
  }

  get console(): ConsoleBackend {
    return this.first.console;
  }

  get lines(): readonly string[] {
    return this.first.built.lines;
  }

  get objects(): readonly StateObject[] {
    return [this.xenstore, ...this.domains.map((domain) => domain.console)];
  }

  serve(): boolean {
    const { exports } = this.core;
    let served = false;
    for (let port = exports.eventPending(); port >= 0; port = exports.eventPending()) {
      served = true;
      for (const domain of this.domains) domain.serve(port);
    }
    return this.serveXenConsole() || served;
  }

  /** Xen's console is domain 0's as well. */
  private serveXenConsole(): boolean {
    if (this.domid === 0) return this.console.serve();
    const length = this.core.exports.consoleText();
    if (length > 0) this.listeners.said(this.core.exchange.slice(0, length));
    return length > 0;
  }

  type(bytes: Uint8Array): void {
    this.first.type(bytes);
  }

  end(exit: number): GuestEnd | undefined {
    return exit === HostExit.DomainEnded ? endOf(this.core, this.domid) : undefined;
  }
}
