/** The end of a domain that its guest asks for; crash.ts holds the other. Its memory stays until the control plane destroys it. */
import { Virq } from '../abi/evtchn';
import { Shutdown } from '../abi/sched';
import { Life, TraceEvent } from '../abi/trace-event';
import { Domain, DomainState } from '../layout/domain';
import { xenState } from '../layout/xen-state';
import { isTracing, recordEvent } from '../trace/trace';
import { sendGlobalVirq } from './events';
import { domainChanged } from './wake';

/** Ends a domain: its vCPUs run no more. Does nothing if it has ended. Source: xen/common/domain.c, domain_shutdown. */
export function shutdownDomain(domain: Domain, reason: Shutdown): void {
  if (domain.state !== DomainState.Alive) return;
  domain.state = <u8>DomainState.Ended;
  domain.shutdownReason = <u8>reason;
  xenState().domainEnded = 1;
  if (isTracing()) {
    const life = reason === Shutdown.Crash ? Life.Crashed : Life.Shutdown;
    const detail = reason === Shutdown.Crash ? domain.crash : <u32>reason;
    recordEvent(TraceEvent.Domain, life, detail).domid = domain.domid;
  }
  domainChanged(domain);
  sendGlobalVirq(Virq.DomExc);
}
