import { Hypercall } from '../../assembly/abi/hypercall';
import { MMU_UPDATE_PREEMPTED } from '../../assembly/abi/mmu-update';
import { low32 } from './numbers';
import * as parameters from './parameter';
import { type Format, type Parameter, pair, parameter } from './parameter';
import * as names from './sub-operations';

/** A hypercall as its prototype says: name, parameters in the order of EBX ECX EDX ESI EDI EBP, meaning of its result. */
export interface HypercallWords {
  name: string;
  parameters: readonly Parameter[];
  /** What a result that is not negative counts or means; absent when it is only "done". */
  result?: Format;
  /** Its sub-operations by number; a hole is a number without a meaning. Absent when it has none. */
  commands?: readonly (string | undefined)[];
}

const { address, bits, count, domid, entry, flag, integer, maddr, oneOf, selector, systemTime } = parameters;

/** The count of a batch, marked where Xen interrupted it and continues. */
const batch: Format = (value) => {
  const number = low32(value);
  return number & MMU_UPDATE_PREEMPTED ? `${number & ~MMU_UPDATE_PREEMPTED} (continued)` : `${number}`;
};

/** What update_va_mapping flushes: UVMF_* in bits 0-1, whose TLBs in the bits above (none: this vCPU's, 4: all, else a bitmap). */
const flush: Format = (value) => {
  const what = ['NONE', 'TLB_FLUSH', 'INVLPG'][low32(value) & 3] ?? `${low32(value) & 3}`;
  const whose = value & ~3n;
  return whose === 0n ? what : whose === 4n ? `${what}|ALL` : `${what}|MULTI(${address(whose)})`;
};

/** A call with a sub-operation and a pointer to its structure. */
function operation(name: string, list: readonly (string | undefined)[], result?: Format): HypercallWords {
  return {
    name,
    parameters: [parameter('cmd', oneOf(list)), parameter('arg', address)],
    commands: list,
    ...(result && { result }),
  };
}

/** A call with one structure whose first word chooses what to do. */
function structure(name: string, commands: HypercallWords['commands'] = []): HypercallWords {
  return { name, parameters: [parameter('op', address)], commands };
}

/** A version as Xen packs it: major in the upper half. */
const version: Format = (value) => `${low32(value) >>> 16}.${low32(value) & 0xffff}`;

/** Every hypercall. Source: xen/include/hypercall-defs.c and the public headers. */
const HYPERCALLS = {
  [Hypercall.SetTrapTable]: { name: 'set_trap_table', parameters: [parameter('traps', address)] },
  [Hypercall.MmuUpdate]: {
    name: 'mmu_update',
    commands: names.MMU_UPDATE,
    parameters: [
      parameter('req', address),
      parameter('count', batch),
      parameter('done', address),
      parameter('dom', domid),
    ],
  },
  [Hypercall.SetGdt]: {
    name: 'set_gdt',
    parameters: [parameter('frames', address), parameter('entries', count)],
  },
  [Hypercall.StackSwitch]: {
    name: 'stack_switch',
    parameters: [parameter('ss', selector), parameter('esp', address)],
  },
  [Hypercall.SetCallbacks]: {
    name: 'set_callbacks',
    parameters: [
      parameter('event_cs', selector),
      parameter('event_eip', address),
      parameter('failsafe_cs', selector),
      parameter('failsafe_eip', address),
    ],
  },
  [Hypercall.FpuTaskswitch]: { name: 'fpu_taskswitch', parameters: [parameter('set', flag)] },
  [Hypercall.SchedOpCompat]: operation('sched_op_compat', names.SCHED_COMPAT),
  [Hypercall.PlatformOp]: structure('platform_op'),
  [Hypercall.SetDebugreg]: {
    name: 'set_debugreg',
    parameters: [parameter('reg', count), parameter('value', bits)],
  },
  [Hypercall.GetDebugreg]: { name: 'get_debugreg', parameters: [parameter('reg', count)], result: bits },
  [Hypercall.UpdateDescriptor]: {
    name: 'update_descriptor',
    parameters: [pair('ma', maddr), pair('desc', parameters.descriptor)],
  },
  [Hypercall.MemoryOp]: operation('memory_op', names.MEMORY, count),
  [Hypercall.Multicall]: {
    name: 'multicall',
    parameters: [parameter('list', address), parameter('nr', count)],
  },
  [Hypercall.UpdateVaMapping]: {
    name: 'update_va_mapping',
    parameters: [parameter('va', address), pair('val', entry), parameter('flags', flush)],
  },
  [Hypercall.SetTimerOp]: { name: 'set_timer_op', parameters: [pair('timeout', systemTime)] },
  [Hypercall.EventChannelOpCompat]: structure('event_channel_op_compat', names.EVENT_CHANNEL_COMPAT),
  [Hypercall.XenVersion]: operation('xen_version', names.VERSION, bits),
  [Hypercall.ConsoleIo]: {
    name: 'console_io',
    commands: names.CONSOLE_IO,
    parameters: [parameter('cmd', oneOf(names.CONSOLE_IO)), parameter('count', integer), parameter('buffer', address)],
    result: count,
  },
  [Hypercall.PhysdevOpCompat]: structure('physdev_op_compat', names.PHYSDEV),
  [Hypercall.GrantTableOp]: {
    name: 'grant_table_op',
    commands: names.GRANT_TABLE,
    parameters: [parameter('cmd', oneOf(names.GRANT_TABLE)), parameter('uop', address), parameter('count', count)],
  },
  [Hypercall.VmAssist]: {
    name: 'vm_assist',
    commands: names.VM_ASSIST,
    parameters: [parameter('cmd', oneOf(names.VM_ASSIST)), parameter('type', oneOf(names.VM_ASSIST_TYPE))],
  },
  [Hypercall.UpdateVaMappingOtherdomain]: {
    name: 'update_va_mapping_otherdomain',
    parameters: [parameter('va', address), pair('val', entry), parameter('flags', flush), parameter('dom', domid)],
  },
  [Hypercall.Iret]: { name: 'iret', parameters: [] },
  [Hypercall.VcpuOp]: {
    name: 'vcpu_op',
    commands: names.VCPU,
    parameters: [parameter('cmd', oneOf(names.VCPU)), parameter('vcpu', count), parameter('arg', address)],
    result: count,
  },
  [Hypercall.SetSegmentBase]: {
    name: 'set_segment_base',
    parameters: [parameter('which', count), parameter('base', address)],
  },
  [Hypercall.MmuextOp]: {
    name: 'mmuext_op',
    commands: names.MMUEXT,
    parameters: [
      parameter('op', address),
      parameter('count', batch),
      parameter('done', address),
      parameter('dom', domid),
    ],
  },
  [Hypercall.XsmOp]: structure('xsm_op'),
  [Hypercall.NmiOp]: operation('nmi_op', names.CALLBACK),
  [Hypercall.SchedOp]: operation('sched_op', names.SCHED),
  [Hypercall.CallbackOp]: operation('callback_op', names.CALLBACK),
  [Hypercall.XenoprofOp]: operation('xenoprof_op', []),
  [Hypercall.EventChannelOp]: operation('event_channel_op', names.EVENT_CHANNEL),
  [Hypercall.PhysdevOp]: operation('physdev_op', names.PHYSDEV),
  [Hypercall.HvmOp]: operation('hvm_op', names.HVM),
  [Hypercall.Sysctl]: structure('sysctl'),
  [Hypercall.Domctl]: structure('domctl'),
  [Hypercall.KexecOp]: operation('kexec_op', []),
  [Hypercall.TmemOp]: structure('tmem_op'),
  [Hypercall.ArgoOp]: {
    name: 'argo_op',
    commands: [],
    parameters: [
      parameter('cmd', count),
      parameter('arg1', address),
      parameter('arg2', address),
      parameter('arg3', bits),
      parameter('arg4', bits),
    ],
  },
  [Hypercall.XenpmuOp]: operation('xenpmu_op', []),
  [Hypercall.DmOp]: {
    name: 'dm_op',
    parameters: [parameter('dom', domid), parameter('nr', count), parameter('bufs', address)],
  },
  [Hypercall.HypfsOp]: {
    name: 'hypfs_op',
    commands: [],
    parameters: [
      parameter('cmd', count),
      parameter('arg1', address),
      parameter('arg2', bits),
      parameter('arg3', address),
      parameter('arg4', bits),
    ],
  },
  [Hypercall.Mca]: structure('mca'),
  [Hypercall.PagingDomctlContinued]: structure('paging_domctl_cont'),
} satisfies Record<Hypercall, HypercallWords>;

/** Of a result: xen_version answers a packed version, the features are bits, the rest is 0 or a size. */
const VERSION_RESULTS: readonly (Format | undefined)[] = [version];

/** What is known of a hypercall; a number Xen does not know has a name made of it and shows its raw registers. */
export function hypercallWords(number: number): HypercallWords {
  const known = (HYPERCALLS as Record<number, HypercallWords>)[number];
  if (known) return known;
  const raw = ['ebx', 'ecx', 'edx', 'esi', 'edi'].map((name) => parameter(name, bits));
  return { name: `hypercall_${number}`, parameters: raw };
}

/** How a result that is not negative is written; undefined when its number says nothing. */
export function resultFormat(number: number, command: bigint): Format | undefined {
  if (number === Hypercall.XenVersion) return VERSION_RESULTS[low32(command)] ?? bits;
  return hypercallWords(number).result;
}

/** The name of a hypercall as Xen's headers spell it: `mmu_update`. */
export function hypercallName(number: number): string {
  return hypercallWords(number).name;
}
