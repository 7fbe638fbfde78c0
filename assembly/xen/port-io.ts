/**
 * Port I/O of a guest. Whether an instruction may be tried is the guest's own affair (its IOPL, its bitmap); whether there is a device is
 * another: here there is none, reads give all ones and writes are lost. Source: xen/arch/x86/pv/emul-priv-op.c, guest_io_okay, iopl_ok.
 */
import { Assist } from '../abi/vm-assist';
import { SCRATCH } from '../base/memory-map';
import { domainOf, Vcpu } from '../layout/vcpu';
import { vcpu } from '../layout/vcpu-state';
import { KERNEL_RING } from './bounce';
import { fetch } from './guest';

/** Is the vCPU's IOPL enough for its ring? Ring 1 counts as 0 for a guest that asked for the architecture's rule. */
export function isIoplEnough(v: Vcpu): bool {
  const architectural = ((domainOf(v).vmAssist >> Assist.ArchitecturalIopl) & 1) !== 0;
  const ring: u32 = <u32>vcpu().cpl === KERNEL_RING ? (architectural ? 0 : 1) : 3;
  return ring <= v.iopl;
}

/** May the vCPU try an access of `bytes` bytes to `port`? By IOPL, or by its I/O bitmap. */
export function isPortAllowed(v: Vcpu, port: u32, bytes: u32): bool {
  if (isIoplEnough(v)) return true;
  if (v.ioBitmap === 0 || port + bytes > v.ioPorts) return false;
  if (!fetch(SCRATCH, v.ioBitmap + (port >> 3), 2)) return false;
  const forbidden = <u32>load<u16>(SCRATCH) >> (port & 7);
  return (forbidden & ((1 << bytes) - 1)) === 0;
}

/** What an absent device answers, into AL, AX or EAX. */
export function storeInput(bytes: u32): bool {
  const r = vcpu();
  const mask: u32 = bytes === 4 ? 0xffffffff : (1 << (bytes << 3)) - 1;
  r.eax |= mask;
  return true;
}
