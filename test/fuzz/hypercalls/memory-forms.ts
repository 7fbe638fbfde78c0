import { Hypercall } from '../../../assembly/abi/hypercall';
import { MemoryOp } from '../../../assembly/abi/memory-op';
import { MMU_UPDATE_PREEMPTED, MmuCommand } from '../../../assembly/abi/mmu-update';
import { Mmuext } from '../../../assembly/abi/mmuext';
import { type Call, type Maker, SELF } from './maker';
import { STACK } from './world';

/** The hypercalls of page tables, descriptors and frames. */

const PAGE = 4096;

function request(m: Maker): number[] {
  const { mfn, level, slot } = m.place();
  const [low, high] = m.entry(level);
  const command = m.once(12) ? m.below(8) : m.pick([MmuCommand.Normal, MmuCommand.Normal, MmuCommand.PreserveAd]);
  if (m.once(12)) return [m.frame() * PAGE + MmuCommand.MachPhys, 0, m.below(64), 0];
  return [mfn * PAGE + slot * m.width + command, Math.floor((mfn * PAGE) / 2 ** 32), low, high];
}

export function mmuUpdate(m: Maker): Call {
  const count = m.once(30) ? 200 : 1 + m.below(4);
  const requests = Array.from({ length: count }, () => request(m)).flat();
  const foreign = m.domid() | (m.once(30) ? (m.pick([m.other.domid, m.seat.domid, 55]) + 1) << 16 : 0);
  const told = m.once(200) ? m.any() : count | (m.once(50) ? MMU_UPDATE_PREEMPTED : 0);
  return [Hypercall.MmuUpdate, m.put(requests), told, m.once(4) ? m.put([0]) : 0, foreign];
}

export function mapAddress(m: Maker): Call {
  return [Hypercall.UpdateVaMapping, m.va(), ...m.leaf(), m.once(20) ? m.any() : m.below(8)];
}

export function mapForeign(m: Maker): Call {
  return [Hypercall.UpdateVaMappingOtherdomain, m.va(), ...m.leaf(), m.below(8), m.domid()];
}

/** Makes a table of a page: fills it by requests while it is ordinary memory, then takes the right to write to it away. */
export function prepareTable(m: Maker): Call {
  const pfn = m.pick([23, 24, 25, 26, 27, 28, 29, 30, 31] as const);
  const mfn = m.seat.guest.mfn(pfn);
  const level = 1 + m.below(m.isPae ? 3 : 2);
  const slots = level === 3 ? [0, 1, 2, 3] : [0, 1, 2, 5, m.slots - 1];
  const fill = slots.flatMap((slot) => [mfn * PAGE + slot * m.width, 0, ...m.entry(level)]);
  const own = m.seat.guest.mfn(20) * PAGE + pfn * m.width;
  const protect = [own, 0, ((mfn << 12) | 0x25) >>> 0, 0];
  return [Hypercall.MmuUpdate, m.put([...fill, ...protect]), slots.length + 1, 0, SELF];
}

function pinned(m: Maker): number[] {
  const level = 1 + m.below(m.isPae ? 3 : 2);
  const mfn = m.once(3) ? m.tableOf(level) : m.once(2) ? m.seat.guest.mfn(23 + m.below(9)) : m.frame();
  return [level - 1, mfn, 0];
}

function operation(m: Maker): number[] {
  const kind = m.below(20);
  if (kind < 7) return pinned(m);
  if (kind < 11) return [Mmuext.Unpin, m.once(3) ? m.frame() : m.table(), 0];
  if (kind < 13) return [Mmuext.NewBaseptr, m.once(3) ? m.tableOf(m.isPae ? 3 : 2) : m.seat.guest.root, 0];
  return kind === 13 ? ldt(m) : otherOperation(m, kind);
}

function ldt(m: Maker): number[] {
  return [Mmuext.SetLdt, m.va() & ~0xfff, m.once(8) ? m.any() : m.below(600)];
}

function otherOperation(m: Maker, kind: number): number[] {
  if (kind < 16) return [m.pick([Mmuext.ClearPage, Mmuext.CopyPage]), m.frame(), m.frame()];
  return [m.once(6) ? m.any() : 5 + m.below(16), m.va(), m.once(2) ? m.put([1]) : m.any()];
}

export function mmuext(m: Maker): Call {
  const count = m.once(25) ? 40 : 1 + m.below(3);
  const one = m.once(2) ? pinned(m) : operation(m);
  const again = [...one, Mmuext.Unpin, one[1] as number, 0];
  const list =
    count === 40 ? Array.from({ length: 20 }, () => again) : Array.from({ length: count }, () => operation(m));
  return [Hypercall.MmuextOp, m.put(list.flat()), count, m.once(4) ? m.put([0]) : 0, m.once(15) ? m.domid() : SELF];
}

export function memory(m: Maker): Call {
  const op = m.pick([MemoryOp.DecreaseReservation, MemoryOp.PopulatePhysmap, MemoryOp.IncreaseReservation]);
  const count = 1 + m.below(3);
  const pick = () => (op === MemoryOp.DecreaseReservation ? m.frame() : m.below(64));
  const list = m.put(Array.from({ length: count }, pick));
  const order = m.once(6) ? m.below(4) : m.once(60) ? m.any() : 0;
  const order16 = [list, m.once(60) ? m.any() : count, order, 0, m.domid()];
  const start = m.once(40) ? m.below(4) << 6 : 0;
  return [Hypercall.MemoryOp, op | start, m.put(order16)];
}

export function exchangeMemory(m: Maker): Call {
  const order = m.once(4) ? m.below(3) : 0;
  const count = 1 + m.below(2);
  const given = m.put(Array.from({ length: count << order }, () => m.frame()));
  const got = m.put(Array.from({ length: count << order }, () => m.below(64)));
  const into = [given, count << order, 0, 0, m.domid(), got, count, order, 0, SELF, m.once(20) ? 1 : 0];
  if (m.once(3)) into.splice(1, 2, count, 0);
  return [Hypercall.MemoryOp, MemoryOp.Exchange, m.put(into)];
}

export function memoryQuery(m: Maker): Call {
  return [
    Hypercall.MemoryOp,
    m.below(28),
    m.put([m.pick([m.domid(), m.below(4)]), m.put([0, 0, 0]), m.any(), m.any(), m.any()]),
  ];
}

function descriptor(m: Maker): [number, number] {
  if (m.once(5)) return [m.random.word(), m.random.word()];
  const low = m.pick([0xffff, 0, 0x000f_ffff, 0xe019_1000]);
  return [
    low,
    m.pick([0x00cffa00, 0x00cff200, 0x00cfba00, 0x00cfb200, 0x00c0f300, 0x0000ec00, 0, 0x00cf9a00, 0x0000e900]),
  ];
}

export function setGdt(m: Maker): Call {
  const pages = m.once(4) ? 2 : 1;
  const frames = Array.from({ length: pages }, () => (m.once(3) ? m.frame() : m.toy()));
  return [Hypercall.SetGdt, m.put(frames), m.once(12) ? m.any() : pages * 512 - m.below(500)];
}

export function updateDescriptor(m: Maker): Call {
  const at = m.frame() * PAGE + 8 * m.below(512) + (m.once(20) ? 4 : 0);
  return [Hypercall.UpdateDescriptor, at, 0, ...descriptor(m)];
}

/** Clears a page of old words, and makes descriptors of it: so that a GDT may come of it. */
export function prepareDescriptors(m: Maker): Call {
  const mfn = m.toy();
  const fill = [1, 2, 3, 4].flatMap((slot) => {
    const [low, high] = descriptor(m);
    const at = mfn * PAGE + slot * 8;
    return m.isPae ? [at, 0, low, high] : [at, 0, low, 0, at + 4, 0, high, 0];
  });
  return [Hypercall.MmuUpdate, m.put(fill), fill.length / 4, 0, SELF];
}

export function stackAndLdt(m: Maker): Call {
  return [Hypercall.StackSwitch, m.once(9) ? m.any() : 0xe021, m.once(9) ? m.any() : STACK];
}
