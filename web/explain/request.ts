import { Hypercall } from '../../assembly/abi/hypercall';
import { hypercallWords } from './hypercall';
import { low32 } from './numbers';
import * as parameters from './parameter';
import { type Parameter, parameter } from './parameter';
import * as names from './sub-operations';

/** A request inside a hypercall: what its sub-operation is called and what its structure holds. */
export interface RequestWords {
  name: string;
  fields: readonly Parameter[];
}

/** The structures of one hypercall's sub-operations, as far as they have one, in the header's order. */
type Structures = Readonly<Record<number, readonly Parameter[]>>;

const { address, bits, count, domid, entry, flags, integer, maddr, mfn, oneOf, selector, systemTime } = parameters;

/** The machine address of an entry, as table and slot; the low two bits are the command, already told. PAE entries are 8 bytes. */
const slot = parameter('ptr', (value) => maddr(value & ~3n));
const val = parameter('val', entry);
const port = parameter('port', count);
const vcpu = parameter('vcpu', count);
const dom = parameter('dom', domid);
const frame = parameter('mfn', mfn);
const linear = parameter('linear_addr', address);
const vcpumask = parameter('vcpumask', address);
const ignored = parameter('', () => '');
const reason = parameter('reason', oneOf(names.SHUTDOWN_REASON));
const status = parameter('status', integer);
const ref = parameter('ref', count);
const callbackType = parameter('type', oneOf(names.CALLBACK_TYPE));

/** One extent of a struct xen_memory_reservation: a frame given up, a place to be filled, or a frame that was got. */
const extent = [parameter('extent', bits), parameter('extent_order', count), parameter('domid', domid)];

/** struct gnttab_map_grant_ref's flags. */
const mapFlags = flags(['device_map', 'host_map', 'readonly', 'application_map', 'contains_pte']);

const EVENT_CHANNEL: Structures = {
  0: [parameter('remote_dom', domid), parameter('remote_port', count), parameter('local_port', count)],
  1: [parameter('virq', oneOf(names.VIRQ)), vcpu, port],
  2: [parameter('pirq', count), parameter('flags', bits), port],
  3: [port],
  4: [port],
  5: [dom, port, status],
  6: [dom, parameter('remote_dom', domid), port],
  7: [vcpu, port],
  8: [port, vcpu],
  9: [port],
  10: [dom],
};

const PHYSDEV: Structures = {
  6: [parameter('iopl', count)],
  7: [parameter('bitmap', address), parameter('nr_ports', count)],
};

const STRUCTURES: Readonly<Partial<Record<Hypercall, Structures>>> = {
  [Hypercall.MmuUpdate]: { 0: [slot, val], 1: [slot, parameter('pfn', bits)], 2: [slot, val], 3: [slot, val] },
  [Hypercall.MmuextOp]: {
    0: [frame],
    1: [frame],
    2: [frame],
    3: [frame],
    4: [frame],
    5: [frame],
    7: [linear],
    8: [ignored, vcpumask],
    9: [linear, vcpumask],
    11: [linear],
    13: [linear, parameter('nr_ents', count)],
    15: [frame],
    16: [frame],
    17: [frame, parameter('src', mfn)],
    19: [frame],
    20: [frame],
  },
  [Hypercall.SchedOp]: {
    2: [reason],
    3: [parameter('ports', address), parameter('nr_ports', count), parameter('timeout', systemTime)],
    4: [dom, reason],
    5: [reason],
    6: [parameter('id', count), parameter('timeout', count)],
  },
  [Hypercall.MemoryOp]: { 0: extent, 1: extent, 6: extent },
  [Hypercall.EventChannelOp]: EVENT_CHANNEL,
  [Hypercall.EventChannelOpCompat]: EVENT_CHANNEL,
  [Hypercall.GrantTableOp]: {
    0: [parameter('host_addr', address), parameter('flags', mapFlags), ref, dom, status, parameter('handle', count)],
    1: [parameter('host_addr', address), parameter('dev_bus_addr', address), parameter('handle', count), status],
    2: [dom, parameter('nr_frames', count), status, parameter('frame_list', address)],
    6: [dom, parameter('nr_frames', count), parameter('max_nr_frames', count), status],
    8: [parameter('version', count)],
    10: [dom, parameter('version', count)],
    11: [parameter('ref_a', count), parameter('ref_b', count)],
  },
  [Hypercall.VcpuOp]: {
    6: [parameter('period', systemTime)],
    8: [parameter('timeout', systemTime), parameter('flags', flags(['future']))],
    10: [frame, parameter('offset', bits)],
  },
  [Hypercall.CallbackOp]: {
    0: [callbackType, parameter('flags', flags(['mask_events'])), parameter('cs', selector), parameter('eip', address)],
    1: [callbackType],
  },
  [Hypercall.PhysdevOp]: PHYSDEV,
  [Hypercall.PhysdevOpCompat]: PHYSDEV,
};

/** One entry of set_trap_table. Source: xen/include/public/arch-x86/xen.h, struct trap_info. */
const TRAP_INFO = [
  parameter('vector', (value) => `0x${low32(value).toString(16)}`),
  parameter('flags', (value) => `dpl ${low32(value) & 3}${low32(value) & 4 ? '|masks_events' : ''}`),
  parameter('cs', selector),
  parameter('address', address),
];

/** Arguments that nobody described: bare, and only as many as say anything. */
const RAW = ['arg0', 'arg1', 'arg2', 'arg3', 'arg4', 'arg5'].map((name) => parameter(name, bits));

/** What request `code` of hypercall `number` is called and holds. */
export function requestWords(number: number, code: number): RequestWords {
  if (number === Hypercall.SetTrapTable) return { name: 'trap_info', fields: TRAP_INFO };
  const structures = (STRUCTURES as Record<number, Structures>)[number];
  const name = hypercallWords(number).commands?.[code] ?? `op ${code}`;
  return { name, fields: structures ? (structures[code] ?? []) : RAW };
}
