import { Crash } from '../../assembly/abi/crash';
import { Shutdown } from '../../assembly/abi/sched';
import { Vector } from '../../assembly/abi/vector';
import type { Core } from '../core/core';
import { DOMAIN_BYTES, DOMAINS, Domain, DomainState, MAX_DOMAINS } from '../core/layout.gen';
import { VcpuView } from '../core/vcpu-view';
import { vectorInWords, vectorName } from '../explain/exception';
import type { GuestEnd } from './platform';

/** The hypervisor's record of a domain, or undefined where there is none. */
export function domainRecord(core: Core, domid: number): Domain | undefined {
  for (let i = 0; i < MAX_DOMAINS; i++) {
    const domain = new Domain(core.memory, DOMAINS + i * DOMAIN_BYTES);
    if (domain.domid === domid && domain.state !== DomainState.Free) return domain;
  }
  return undefined;
}

const ASKED: Partial<Record<number, GuestEnd>> = {
  [Shutdown.Poweroff]: { orderly: true, reason: 'The guest shut down.' },
  [Shutdown.Reboot]: { orderly: true, reason: 'The guest asked to be rebooted.' },
  [Shutdown.Suspend]: { orderly: true, reason: 'The guest asked to be suspended.' },
  [Shutdown.Crash]: { orderly: false, reason: 'The guest reported that it crashed.' },
  [Shutdown.Watchdog]: { orderly: false, reason: "The guest's watchdog ran out." },
  [Shutdown.SoftReset]: {
    orderly: false,
    reason: 'The guest asked for a soft reset, which this toolstack does not do.',
  },
};

const hex = (value: number): string => `0x${value.toString(16)}`;

/** An exception, and where it was if that is not where the guest stands. */
function exception(vector: number, core: Core, domid: number): string {
  const where = vector === Vector.PageFault ? ` at ${hex(VcpuView.of(core, domid).registers().cr2)}` : '';
  return `the exception ${vectorName(vector)} (${vectorInWords(vector)})${where}`;
}

/** What Xen says of a domain it ended; `detail` as abi/crash.ts names it. */
const CRASHES: Partial<Record<number, (detail: number, core: Core, domid: number) => string>> = {
  [Crash.NoHandler]: (...why) => `${exception(...why)} came and the guest has no handler for it`,
  [Crash.Stack]: (address) => `its stack at ${hex(address)} cannot be written, so no handler can be entered`,
  [Crash.HandlerSelector]: (selector) => `its handler's code selector ${hex(selector)} cannot be used`,
  [Crash.StackSelector]: (selector) => `its kernel stack's selector ${hex(selector)} cannot be used`,
  [Crash.IretStack]: (address) => `the frame of its iret hypercall at ${hex(address)} cannot be read`,
  [Crash.IretRing]: (selector) => `its iret hypercall asked for ring 0 (CS ${hex(selector)})`,
  [Crash.NoFailsafe]: () => 'a segment could not be loaded and the guest has no failsafe callback',
  [Crash.IllegalUpdate]: () => 'it asked for a page-table update that this profile of Xen punishes with death',
  [Crash.NullCallback]: (vector) => `the handler for ${hex(vector)} is a null pointer`,
  [Crash.BadRoot]: (frame) => `its top page table, frame ${hex(frame)}, cannot carry Xen's own mappings`,
  [Crash.Forbidden]: (opcode) => `it ran an instruction that would stop the machine (opcode ${hex(opcode)})`,
};

/** How a domain ended, or undefined while it lives. */
export function endOf(core: Core, domid: number): GuestEnd | undefined {
  const domain = domainRecord(core, domid);
  if (!domain) return { orderly: false, reason: 'The domain was destroyed.' };
  if (domain.state !== DomainState.Ended && domain.state !== DomainState.Dying) return undefined;
  const crash = CRASHES[domain.crash];
  if (crash) return { orderly: false, reason: `Xen ended the domain: ${crash(domain.crashDetail, core, domid)}.` };
  const asked = ASKED[domain.shutdownReason];
  return asked ?? { orderly: false, reason: `The guest shut down with the unknown reason ${domain.shutdownReason}.` };
}
