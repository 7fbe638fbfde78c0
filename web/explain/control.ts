import { ControlOp } from '../../assembly/abi/control-op';
import { Profile } from '../../assembly/abi/profile';
import { errnoMeaning, errnoName, isError } from './errno';
import { hex } from './numbers';
import { count, domid, flag, mfn, oneOf, type Parameter, parameter } from './parameter';
import type { TraceFields } from './trace-fields';

/** Rule sets and table formats by their numbers. */
const PROFILES = {
  [Profile.Y2002M11]: '2002-11',
  [Profile.Y2003M01]: '2003-01',
  [Profile.Y2004M02]: '2004-02',
  [Profile.Xen32]: 'xen-3.2',
  [Profile.Xen417]: 'xen-4.17',
  [Profile.Xen417NoLinear]: 'xen-4.17-nolinear',
} satisfies Record<Profile, string>;
const FORMATS = ['2-level', 'pae'] as const;

const domain = parameter('domain', domid);
const profile = parameter('profile', (value) => (PROFILES as Record<number, string>)[Number(value)] ?? count(value));

/** An operation: what it is called, what it is given, and how a good result is written where it says something. */
interface Operation {
  name: string;
  parameters: readonly Parameter[];
  result?: (value: bigint) => string;
}

const frame = (value: bigint): string => mfn(value);
const port = (value: bigint): string => `port ${value}`;
const handle = (value: bigint): string => `handle ${value}`;

/** What the control plane asks Xen for, acting for domain 0. */
const OPERATIONS = {
  [ControlOp.DomainCreate]: {
    name: 'create domain',
    parameters: [domain, parameter('pages', count), profile, parameter('format', oneOf(FORMATS))],
  },
  [ControlOp.DomainAllocPage]: { name: 'allocate page', parameters: [domain, parameter('pfn', hex)], result: frame },
  [ControlOp.DomainPinTable]: {
    name: 'pin table',
    parameters: [domain, parameter('table', mfn), parameter('level', count)],
  },
  [ControlOp.VcpuSetContext]: { name: 'set vCPU context', parameters: [domain, parameter('vcpu', count)] },
  [ControlOp.DomainUnpause]: { name: 'unpause domain', parameters: [domain] },
  [ControlOp.DomainPause]: { name: 'pause domain', parameters: [domain] },
  [ControlOp.DomainDestroy]: { name: 'destroy domain', parameters: [domain] },
  [ControlOp.EventAllocUnbound]: {
    name: 'allocate port',
    parameters: [domain, parameter('remote', domid)],
    result: port,
  },
  [ControlOp.EventBind]: { name: 'bind port', parameters: [domain, parameter('remote_port', count)], result: port },
  [ControlOp.EventSend]: { name: 'send event', parameters: [parameter('port', count)] },
  [ControlOp.GrantPrefill]: {
    name: 'fill in grant',
    parameters: [domain, parameter('ref', count), parameter('frame', mfn), parameter('to', domid)],
  },
  [ControlOp.DomainMaxVcpus]: { name: 'set number of vCPUs', parameters: [domain, parameter('vcpus', count)] },
  [ControlOp.DomainWeight]: { name: 'set weight', parameters: [domain, parameter('weight', count)] },
  [ControlOp.HypercallPage]: { name: 'fill in hypercall page', parameters: [domain, parameter('frame', mfn)] },
  [ControlOp.EventClose]: { name: 'close port', parameters: [parameter('port', count)] },
  [ControlOp.GrantMap]: {
    name: 'map grant',
    parameters: [domain, parameter('ref', count), parameter('writable', flag)],
    result: handle,
  },
  [ControlOp.GrantUnmap]: { name: 'unmap grant', parameters: [parameter('handle', count)] },
} satisfies Record<ControlOp, Operation>;

/** The name of an operation of the control plane. */
export function controlName(operation: number): string {
  return (OPERATIONS as Record<number, Operation>)[operation]?.name ?? `operation ${operation}`;
}

/** A call of the control plane in words, as strace writes one: `pause domain (domain=d2) = 0`. */
export function controlInWords(record: TraceFields): string {
  const known = (OPERATIONS as Record<number, Operation>)[record.code];
  const values = [record.arg0, record.arg1, record.arg2, record.arg3];
  const given = known?.parameters ?? values.map((_, i) => parameter(`arg${i}`, hex));
  const args = given.map(({ name, format }, i) => `${name}=${format(values[i] as bigint)}`).join(', ');
  return `${controlName(record.code)} (${args}) = ${resultInWords(record.result, known?.result)}`;
}

function resultInWords(result: bigint, format: ((value: bigint) => string) | undefined): string {
  const number = Number(result);
  if (isError(number)) return `-${errnoName(-number)} (${errnoMeaning(-number)})`;
  return format ? format(result) : result.toString();
}
