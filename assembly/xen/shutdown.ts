/** The end of a domain that its guest asks for; crash.ts holds the other. Its memory stays until the control plane destroys it. */
import { Virq } from '../abi/evtchn';
import { NO_SHUTDOWN_REASON, Shutdown } from '../abi/sched';
import { Life, TraceEvent } from '../abi/trace-event';
import { Domain, DomainState } from '../layout/domain';
import { xenState } from '../layout/xen-state';
import { isTracing, recordEvent } from '../trace/trace';
import { sendGlobalVirq } from './events';
import { domainChanged } from './wake';

/** Notes why a domain ends, or would. The first reason given stays, whoever gives another. Returns the one that stands. */
export function giveReason(domain: Domain, reason: u32): u32 {
  if (domain.shutdownReason === NO_SHUTDOWN_REASON) domain.shutdownReason = reason;
  return domain.shutdownReason;
}

/** Ends a domain: its vCPUs run no more. Does nothing if it has ended. Source: xen/common/domain.c, domain_shutdown. */
export function shutdownDomain(domain: Domain, given: Shutdown): void {
  if (domain.state !== DomainState.Alive) return;
  domain.state = <u8>DomainState.Ended;
  const reason = giveReason(domain, given);
  xenState().domainEnded = 1;
  if (isTracing()) {
    const life = reason === Shutdown.Crash ? Life.Crashed : Life.Shutdown;
    const detail = reason === Shutdown.Crash ? domain.crash : reason;
    recordEvent(TraceEvent.Domain, life, detail).domid = domain.domid;
  }
  domainChanged(domain);
  sendGlobalVirq(Virq.DomExc);
}
