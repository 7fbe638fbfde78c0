import { EventOp } from '../../../assembly/abi/evtchn';
import { GrantFlag, GrantOp, MapFlag } from '../../../assembly/abi/grant';
import { Hypercall } from '../../../assembly/abi/hypercall';
import { SchedOp } from '../../../assembly/abi/sched';
import { VcpuOp } from '../../../assembly/abi/vcpu-op';
import { CONTEXT_BYTES, EXCHANGE } from '../../../web/core/layout.gen';
import { BASE } from '../../xen/xen-machine';
import { type Call, type Maker, SELF } from './maker';
import { CALL, STACK } from './world';

/** The hypercalls of grants, events, scheduling, vCPUs and all the rest. */

const PAGE = 4096;
const KERNEL_CS = 0xe019;

const reference = (m: Maker): number => (m.once(12) ? m.any() : m.below(20));

/** Changes one of the guest's grants, as it may at any moment: also while it is used. */
function changeGrant(m: Maker): void {
  const kind = m.pick([GrantFlag.PermitAccess, GrantFlag.PermitAccess, GrantFlag.AcceptTransfer, 0]);
  const flags = kind | (m.once(3) ? GrantFlag.ReadOnly : 0) | (m.once(12) ? m.random.word() & 0xffff : 0);
  m.world.writeGrant(m.seat, 8 + m.below(12), flags, m.once(9) ? m.below(4) : m.other.domid, m.frame());
}

/** Where a grant is mapped: an address, or the machine address of an entry. */
function hostAddress(m: Maker, flags: number): number {
  if (!(flags & MapFlag.ContainsPte)) return m.va();
  const { mfn, slot } = m.place();
  return mfn * PAGE + slot * m.width;
}

function mapFlags(m: Maker): number {
  if (m.once(20)) return m.below(64);
  return (
    m.pick([MapFlag.Host, MapFlag.Host, MapFlag.Device, MapFlag.Host | MapFlag.Device]) |
    (m.once(3) ? MapFlag.ReadOnly : 0) |
    (m.once(3) ? MapFlag.ContainsPte : 0)
  );
}

function grantFields(m: Maker, op: GrantOp): number[] {
  const granter = m.once(9) ? m.domid() : m.other.domid;
  const flags = mapFlags(m);
  switch (op) {
    case GrantOp.Map:
      return [hostAddress(m, flags), 0, flags, reference(m), granter, 0, 0, 0];
    case GrantOp.Unmap:
    case GrantOp.UnmapAndReplace:
      return [hostAddress(m, m.once(3) ? MapFlag.ContainsPte : 0), 0, m.once(3) ? m.va() : 0, 0, m.below(12), 0];
    case GrantOp.SetupTable:
      return [m.domid(), m.once(9) ? m.any() : 1 + m.below(2), 0, m.put([0, 0, 0, 0])];
    case GrantOp.Transfer:
      return [m.frame(), granter, reference(m), 0];
    case GrantOp.Copy: {
      const end = () => (m.once(2) ? [m.frame(), SELF] : [reference(m), granter]);
      return [...end(), ...end(), m.below(PAGE) | (m.below(4) << 16), 0];
    }
    default:
      return [m.pick([m.domid(), m.below(3)]), reference(m), reference(m), 0, 0, 0];
  }
}

export function grant(m: Maker): Call {
  if (m.once(3)) changeGrant(m);
  const op = m.once(30)
    ? m.below(14)
    : m.pick([0, 0, 0, 1, 1, 2, 4, 5, 5, 6, 7, 8, 10, 11] as const satisfies readonly GrantOp[]);
  const count = m.once(6) ? 1 + m.below(3) : 1;
  return [Hypercall.GrantTableOp, op, m.put(Array.from({ length: count }, () => grantFields(m, op)).flat()), count];
}

function eventFields(m: Maker, op: number): number[] {
  const port = m.once(20) ? m.any() : m.below(12);
  switch (op) {
    case EventOp.AllocUnbound:
      return [m.domid() | (m.domid() << 16), 0];
    case EventOp.BindInterdomain:
      return [m.once(3) ? SELF : m.other.domid, port, 0];
    case EventOp.BindVirq:
      return [m.below(m.once(9) ? 40 : 9), m.below(3), 0];
    case EventOp.Status:
      return [m.domid(), port, 0, 0, 0, 0];
    case EventOp.Reset:
      return [m.domid()];
    default:
      return [port, m.below(3), 0, 0, 0, 0];
  }
}

export function event(m: Maker): Call {
  // A reset takes every port away: it comes less often.
  const op = m.once(40) ? m.below(16) : m.pick([0, 0, 1, 2, 3, 4, 4, 4, 5, 6, 6, 7, 8, 9] as const);
  const fields = eventFields(m, op);
  if (m.once(12)) return [Hypercall.EventChannelOpCompat, m.put([op, ...fields, 0, 0, 0, 0])];
  return [Hypercall.EventChannelOp, op, m.put(fields)];
}

export function yieldNow(m: Maker): Call {
  return m.once(9) ? [Hypercall.SchedOpCompat, SchedOp.Yield, 0] : [Hypercall.SchedOp, SchedOp.Yield, 0];
}

/** What waits, and what ends the domain: seldom. */
export function schedule(m: Maker): Call {
  const op = m.pick([
    SchedOp.Block,
    SchedOp.Poll,
    SchedOp.Poll,
    SchedOp.Watchdog,
    SchedOp.RemoteShutdown,
    7,
    m.below(12),
  ]);
  if (op === SchedOp.Poll)
    return [Hypercall.SchedOp, op, m.put([m.put([m.below(12)]), m.once(20) ? m.any() : 1, 1, 0])];
  if (op === SchedOp.Watchdog) return [Hypercall.SchedOp, op, m.put([m.below(4), m.pick([0, 1, 1000, 30])])];
  if (op === SchedOp.Shutdown && !m.once(4)) return [Hypercall.SchedOp, SchedOp.Yield, 0];
  return [Hypercall.SchedOp, op, m.put([m.once(4) ? m.below(8) : m.other.domid, m.below(7)])];
}

/** A context for the second vCPU, as the domain builder makes them; at times with a word changed. */
function context(m: Maker): number {
  const { guest } = m.seat;
  guest.writeContext(CALL, STACK - 0x800);
  const { memory } = m.world.core;
  const words = Array.from({ length: CONTEXT_BYTES / 4 }, (_, i) => memory.getUint32(EXCHANGE + 4 * i, true));
  if (m.once(4)) words[m.below(words.length)] = m.any();
  return m.put(words);
}

export function vcpu(m: Maker): Call {
  const op = m.once(10) ? m.below(16) : m.pick([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13] as const);
  const id = m.once(20) ? m.any() : m.below(2);
  if (m.once(8)) return [Hypercall.VcpuOp, VcpuOp.Initialise, 1, context(m)];
  if (op === VcpuOp.Down && id === 0 && !m.once(8)) return [Hypercall.VcpuOp, VcpuOp.IsUp, 0, 0];
  if (op === VcpuOp.RegisterVcpuInfo)
    return [Hypercall.VcpuOp, op, id, m.put([m.frame(), m.once(3) ? m.any() : m.below(60) * 64])];
  const soon = Number(m.world.core.machine.tick & 0xffffffffn) + 1000;
  return [Hypercall.VcpuOp, op, id, m.put([m.once(3) ? m.va() : soon, 0, m.below(2), 0])];
}

/** Where exceptions and events enter: nearly always where the next call is made. */
function address(m: Maker): number {
  return m.once(60) ? m.any() : CALL;
}

export function callbacks(m: Maker): Call {
  const cs = () => (m.once(60) ? m.any() : KERNEL_CS);
  const kind = m.below(6);
  if (kind === 0) return [Hypercall.SetCallbacks, cs(), address(m), cs(), address(m)];
  if (kind === 1) return [Hypercall.CallbackOp, m.below(3), m.put([m.below(8) | (m.below(2) << 16), cs(), address(m)])];
  if (kind === 2) return [Hypercall.NmiOp, m.below(3), m.put([address(m), 0])];
  const traps = [14, 13, 6, m.below(256)].flatMap((vector) => [vector | (m.below(8) << 8) | (cs() << 16), address(m)]);
  return [Hypercall.SetTrapTable, m.once(60) ? 0 : m.put([...traps, 0, 0])];
}

export function odds(m: Maker): Call {
  switch (m.below(14)) {
    case 0:
      return [Hypercall.FpuTaskswitch, m.below(3)];
    case 1:
      return [Hypercall.SetDebugreg, m.below(9), m.once(2) ? m.any() : 0];
    case 2:
      return [Hypercall.GetDebugreg, m.below(9)];
    case 3:
      return [Hypercall.SetTimerOp, m.any(), 0];
    case 4:
      return [Hypercall.XenVersion, m.below(14), m.put(Array<number>(32).fill(0))];
    case 5:
      return [Hypercall.ConsoleIo, m.below(3), m.below(40), m.va()];
    case 6:
      return [Hypercall.PhysdevOp, m.pick([6, 7, m.below(32)]), m.put([m.any(), m.any(), m.any(), 0, 0, 0])];
    case 7:
      return [Hypercall.PhysdevOpCompat, m.put([m.below(8), m.any(), m.any(), m.any()])];
    case 8:
    case 9:
      return [Hypercall.VmAssist, m.below(2), m.once(5) ? m.any() : m.below(6)];
    case 10:
      return [m.pick([Hypercall.Domctl, Hypercall.Sysctl, Hypercall.PlatformOp]), m.put([m.any(), m.any(), m.any()])];
    case 11:
      return m.once(30) ? [Hypercall.Iret] : [Hypercall.XenpmuOp, m.any(), m.any()];
    case 12:
      return [m.once(9) ? m.random.word() : m.below(64), m.any(), m.any(), m.any(), m.any()].map((word, i) =>
        i === 0 && (word === Hypercall.SchedOp || word === Hypercall.SchedOpCompat || word === Hypercall.Iret)
          ? 41
          : word,
      );
    default:
      return [Hypercall.SetSegmentBase, m.any(), BASE];
  }
}
