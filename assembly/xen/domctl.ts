/**
 * domctl: a toolstack's word on one domain. Domains here are steered by the control interface (control.ts), so an ordinary domain is
 * refused as Xen refuses it, and domain 0 is told that there is no such thing. Xen looks for the domain, and at some arguments, before it
 * asks who calls. Source: xen/common/domctl.c, do_domctl; xen/arch/x86/domctl.c, arch_do_domctl; xen/arch/x86/mm/paging.c.
 */
import { Domctl } from '../abi/domctl';
import { DOMID_FIRST_RESERVED } from '../abi/domid';
import { Errno } from '../abi/errno';
import { PIRQS } from '../abi/physdev';
import { SCRATCH } from '../base/memory-map';
import { DomainState, domainAt, MAX_DOMAINS } from '../layout/domain';
import { currentDomain, findDomain } from './domains';
import { fetch } from './guest';

/** XEN_DOMCTL_INTERFACE_VERSION of Xen 4.17. */
const VERSION: u32 = 0x15;
/** struct xen_domctl: cmd u32, interface_version u32, domain u16, and from 16 on what the command takes. */
const BYTES: u32 = 144;
const ARGUMENTS: usize = SCRATCH + 16;
const IO_PORTS: u64 = 65536;
/** Bits of a machine frame number that the processor has: MAXPHYADDR less those of a page. */
const FRAME_BITS: u64 = 40;

/** Hypercall 36. Errors: -EFAULT, -EACCES another version, -ESRCH, -EPERM, and what is wrong with arguments. */
export function domctl(argument: u32): i32 {
  if (!fetch(SCRATCH, argument, BYTES)) return -Errno.EFAULT;
  if (load<u32>(SCRATCH, 4) !== VERSION) return -Errno.EACCES;
  if (currentDomain().privileged) return -Errno.ENOSYS;
  const command = load<u32>(SCRATCH);
  const domid = load<u16>(SCRATCH, 8);
  if (command === Domctl.CreateDomain) return -Errno.EPERM;
  if (command === Domctl.GetDomainInfo) return domainInfo(domid);
  if (findDomain(domid) === null) return -Errno.ESRCH;
  const wrong = argumentError(command, domid);
  return wrong < 0 ? wrong : -Errno.EPERM;
}

/** XEN_DOMCTL_getdomaininfo, of the first domain from a number on. */
function domainInfo(domid: u32): i32 {
  if (domid >= DOMID_FIRST_RESERVED) return -Errno.EINVAL;
  for (let index: u32 = 0; index < MAX_DOMAINS; index++) {
    const domain = domainAt(index);
    if (domain.state !== DomainState.Free && <u32>domain.domid >= domid) return -Errno.EPERM;
  }
  return -Errno.ESRCH;
}

/** What is wrong with a command's arguments before anybody's right is looked at; 0: nothing. */
function argumentError(command: u32, domid: u32): i32 {
  switch (command) {
    case Domctl.IrqPermission:
      return load<u32>(ARGUMENTS) < PIRQS ? 0 : -Errno.EINVAL;
    case Domctl.IomemPermission:
      return isRange(load<u64>(ARGUMENTS), load<u64>(ARGUMENTS, 8)) ? 0 : -Errno.EINVAL;
    case Domctl.IoportPermission:
      return isPortRange(load<u32>(ARGUMENTS), load<u32>(ARGUMENTS, 4)) ? 0 : -Errno.EINVAL;
    case Domctl.MemoryMapping:
      return isMapping() ? 0 : -Errno.EINVAL;
    case Domctl.SetTarget:
      return targetError(load<u16>(ARGUMENTS), domid);
    // Those of hardware-assisted domains and of devices behind an IOMMU.
    case Domctl.BindPtIrq:
    case Domctl.UnbindPtIrq:
      return -Errno.EINVAL;
    case Domctl.IoportMapping:
    case Domctl.GetDeviceGroup:
      return -Errno.EOPNOTSUPP;
    default:
      return 0;
  }
}

/** Does a range of frames not wrap round? Xen takes an empty one at 0 for one of all. */
function isRange(first: u64, count: u64): bool {
  return first + count - 1 >= first;
}

function isPortRange(first: u32, count: u32): bool {
  return first + count > first && <u64>(first + count) <= IO_PORTS;
}

/** first_gfn u64, first_mfn u64, nr_mfns u64. */
function isMapping(): bool {
  const mfn = load<u64>(ARGUMENTS, 8);
  const count = load<u64>(ARGUMENTS, 16);
  const fits = (mfn | (mfn + count - 1)) >>> FRAME_BITS === 0;
  return fits && isRange(mfn, count) && isRange(load<u64>(ARGUMENTS), count);
}

/** XEN_DOMCTL_set_target: for a device model, of a hardware-assisted domain. */
function targetError(target: u32, domid: u32): i32 {
  if (findDomain(target) === null) return -Errno.ESRCH;
  return target === domid ? -Errno.EINVAL : -Errno.EOPNOTSUPP;
}

/** Hypercall 49, how Xen goes on with a long XEN_DOMCTL_shadow_op. Errors: -EFAULT, -EOPNOTSUPP for anything else, -ESRCH, -EPERM. */
export function pagingDomctlContinued(argument: u32): i32 {
  if (!fetch(SCRATCH, argument, BYTES)) return -Errno.EFAULT;
  const isOne = load<u32>(SCRATCH, 4) === VERSION && load<u32>(SCRATCH) === Domctl.ShadowOp;
  if (!isOne || currentDomain().privileged) return -Errno.EOPNOTSUPP;
  return findDomain(load<u16>(SCRATCH, 8)) === null ? -Errno.ESRCH : -Errno.EPERM;
}
