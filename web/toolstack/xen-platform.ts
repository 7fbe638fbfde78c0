import { HostExit } from '../../assembly/abi/exit';
import type { ConsoleBackend } from '../backends/console/console-backend';
import type { Core } from '../core/core';
import type { StateObject } from '../core/state-object';
import { BackEnds } from './back-ends';
import { DomainControl } from './control';
import { type BuiltDomain, buildDomain } from './domain-builder';
import { endOf } from './domain-end';
import type { GuestEnd, Listeners, Platform } from './platform';
import type { CheckedXen } from './scenario';

/** A domain's number when it is not domain 0. */
const FIRST_DOMID = 1;

/** A guest under Xen: its domain, and what serves it in the name of domain 0. */
export class XenPlatform implements Platform {
  readonly domid: number;
  readonly domains: readonly BuiltDomain[];
  readonly objects: readonly StateObject[];
  readonly lines: readonly string[];
  private readonly backEnds: BackEnds;

  constructor(
    private readonly core: Core,
    { scenario, image, profile }: CheckedXen,
    imageHash: string,
    { shown, said }: Listeners,
  ) {
    const dom0 = scenario.dom0 ?? false;
    core.exports.setTracing(1);
    const control = new DomainControl(core, dom0 ? 0 : FIRST_DOMID);
    const domain = buildDomain(control, { ...scenario, image, profile, dom0 });
    this.domid = domain.domid;
    this.domains = [domain];
    this.lines = domain.lines;
    this.backEnds = new BackEnds(core, domain, scenario, imageHash, shown, said);
    this.objects = [this.backEnds.xenstore, this.backEnds.console];
    control.unpause();
  }

  get console(): ConsoleBackend {
    return this.backEnds.console;
  }

  serve(): boolean {
    return this.backEnds.serve();
  }

  type(bytes: Uint8Array): void {
    this.backEnds.type(bytes);
  }

  end(exit: number): GuestEnd | undefined {
    return exit === HostExit.DomainEnded ? endOf(this.core, this.domid) : undefined;
  }
}
