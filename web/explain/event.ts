import { PrivilegedOp } from '../../assembly/abi/exit';
import { Life, TraceEvent } from '../../assembly/abi/trace-event';
import { Vector } from '../../assembly/abi/vector';
import { controlInWords } from './control';
import { crashInWords } from './crash';
import { domidName } from './domid';
import { handlerName, pageFaultInWords, selectorErrorInWords, vectorInWords, vectorName } from './exception';
import { hex, low32, padded } from './numbers';
import { pageTypeName } from './page-type';
import { GRANT_TABLE, SHUTDOWN_REASON } from './sub-operations';
import type { TraceFields } from './trace-fields';

/** An event that is not a call, in words. */
export interface EventWords {
  name: string;
  detail: string;
  refused: boolean;
}

/** What became of a trap: TraceEvent.Trap's arg2. */
const TRAP_FATES = ['bounced to the guest', 'emulated', 'fixed up', 'kills the domain'] as const;
const KILLS = 3;

/** What a trap's error code and address say. */
function trapCause(record: TraceFields): string {
  const code = low32(record.arg0);
  if (record.code === Vector.PageFault) return `${hex(record.arg1)}: ${pageFaultInWords(code)}`;
  const selector = selectorErrorInWords(code);
  const name = vectorInWords(record.code);
  return selector === '' ? name : `${name}, ${selector}`;
}

function trap(record: TraceFields): EventWords {
  const fate = low32(record.arg2);
  return {
    name: vectorName(record.code),
    detail: `${trapCause(record)} (${TRAP_FATES[fate] ?? `fate ${fate}`})`,
    refused: fate === KILLS,
  };
}

function bounce(record: TraceFields): EventWords {
  const target = `${hex(low32(record.arg0) & 0xffff)}:${padded(record.arg1)}`;
  return {
    name: 'enter',
    detail: `${handlerName(record.code)} at ${target}, stack ${padded(record.arg2)}`,
    refused: false,
  };
}

function frameType(record: TraceFields): EventWords {
  const change = `${pageTypeName(low32(record.arg1))} → ${pageTypeName(record.code)}`;
  const counts = `type count ${record.arg2}, total ${record.arg3}`;
  return { name: 'frame', detail: `mfn ${hex(record.arg0)}: ${change} (${counts})`, refused: false };
}

const FLUSHES = ['one address', 'this vCPU', 'all'] as const;

function tlbFlush(record: TraceFields): EventWords {
  const detail = record.code === 0 ? hex(record.arg0) : (FLUSHES[record.code] ?? '');
  return { name: 'TLB flush', detail, refused: false };
}

function eventSend(record: TraceFields): EventWords {
  const upcall = record.arg1 === 1n ? ', upcall' : '';
  return {
    name: 'event',
    detail: `port ${record.code} from ${domidName(low32(record.arg0))}${upcall}`,
    refused: false,
  };
}

/** What a privileged instruction was, and what its operand names. */
const PRIVILEGED = {
  [PrivilegedOp.ReadCr]: ['read', 'CR'],
  [PrivilegedOp.WriteCr]: ['write', 'CR'],
  [PrivilegedOp.ReadDr]: ['read', 'DR'],
  [PrivilegedOp.WriteDr]: ['write', 'DR'],
  [PrivilegedOp.ReadMsr]: ['rdmsr', 'MSR '],
  [PrivilegedOp.WriteMsr]: ['wrmsr', 'MSR '],
  [PrivilegedOp.Clts]: ['clts', ''],
  [PrivilegedOp.Wbinvd]: ['wbinvd', ''],
  [PrivilegedOp.Invd]: ['invd', ''],
  [PrivilegedOp.In]: ['in', 'port '],
  [PrivilegedOp.Out]: ['out', 'port '],
  [PrivilegedOp.StringIn]: ['ins', 'port '],
  [PrivilegedOp.StringOut]: ['outs', 'port '],
  [PrivilegedOp.Cli]: ['cli', ''],
  [PrivilegedOp.Sti]: ['sti', ''],
  [PrivilegedOp.Hlt]: ['hlt', ''],
  [PrivilegedOp.Invlpg]: ['invlpg', ''],
  [PrivilegedOp.Lgdt]: ['lgdt', ''],
  [PrivilegedOp.Lidt]: ['lidt', ''],
  [PrivilegedOp.Lldt]: ['lldt', ''],
  [PrivilegedOp.Ltr]: ['ltr', ''],
  [PrivilegedOp.Lmsw]: ['lmsw', ''],
  [PrivilegedOp.ReadCounter]: ['rdtsc or rdpmc', ''],
  [PrivilegedOp.Sysexit]: ['sysexit', ''],
} satisfies Record<PrivilegedOp, readonly [name: string, operand: string]>;

const WITH_VALUE: ReadonlySet<number> = new Set([
  PrivilegedOp.WriteCr,
  PrivilegedOp.WriteDr,
  PrivilegedOp.WriteMsr,
  PrivilegedOp.Out,
]);

/** The instruction that an operation is, as it is written. */
export function privilegedName(operation: PrivilegedOp): string {
  return PRIVILEGED[operation]?.[0] ?? `operation ${operation}`;
}

function privileged(record: TraceFields): EventWords {
  const [name, operand] = (PRIVILEGED as Record<number, readonly [string, string]>)[record.code] ?? [
    `op ${record.code}`,
    '',
  ];
  const where =
    operand === '' ? '' : operand.endsWith(' ') ? `${operand}${hex(record.arg0)}` : `${operand}${record.arg0}`;
  const value = WITH_VALUE.has(record.code) ? ` ← ${hex(record.arg1)}` : '';
  const refused = record.result < 0n;
  const fate = refused ? '(refused: #GP)' : '(emulated)';
  return { name, detail: `${where}${value} ${fate}`.trim(), refused };
}

function contextSwitch(record: TraceFields): EventWords {
  const from = `${domidName(low32(record.arg0))}v${record.arg1}`;
  return { name: 'switch', detail: `${from} → ${domidName(record.domid)}v${record.code}`, refused: false };
}

const LIVES = {
  [Life.Created]: 'created',
  [Life.Unpaused]: 'unpaused',
  [Life.Paused]: 'paused',
  [Life.Shutdown]: 'shut down',
  [Life.Crashed]: 'crashed',
  [Life.Destroyed]: 'destroyed',
} satisfies Record<Life, string>;

/** Why a domain ended; empty for other changes of its life. */
function lifeReason(record: TraceFields): string {
  const reason = low32(record.arg0);
  if (record.code === Life.Shutdown) return `: ${SHUTDOWN_REASON[reason] ?? reason}`;
  return record.code === Life.Crashed ? `: ${crashInWords(reason)}` : '';
}

function domainLife(record: TraceFields): EventWords {
  const what = (LIVES as Record<number, string>)[record.code] ?? `life ${record.code}`;
  return {
    name: `domain ${record.domid}`,
    detail: `${what}${lifeReason(record)}`,
    refused: record.code === Life.Crashed,
  };
}

function control(record: TraceFields): EventWords {
  return { name: 'control plane', detail: controlInWords(record), refused: record.result < 0n };
}

const RINGS = ['console out', 'console in', 'store request', 'store reply'] as const;

/** Types of xenstore messages. Source: xen/include/public/io/xs_wire.h. */
const STORE_TYPES = [
  'control',
  'directory',
  'read',
  'get_perms',
  'watch',
  'unwatch',
  'transaction_start',
  'transaction_end',
  'introduce',
  'release',
  'get_domain_path',
  'write',
  'mkdir',
  'rm',
  'set_perms',
  'watch_event',
  'error',
  'is_domain_introduced',
  'resume',
  'set_target',
  undefined,
  'reset_watches',
  'directory_part',
] as const;
const FIRST_STORE_RING = 2;

function ring(record: TraceFields): EventWords {
  const name = RINGS[record.code] ?? `ring ${record.code}`;
  const bytes = `${record.arg0} ${record.arg0 === 1n ? 'byte' : 'bytes'}`;
  if (record.code < FIRST_STORE_RING) return { name, detail: bytes, refused: false };
  const type = STORE_TYPES[low32(record.arg1)] ?? `type ${record.arg1}`;
  return { name, detail: `${type}, request ${record.arg2}, ${bytes}`, refused: type === 'error' };
}

function grant(record: TraceFields): EventWords {
  const operation = GRANT_TABLE[record.code] ?? `operation ${record.code}`;
  const detail = `${operation} ref ${record.arg0}, mfn ${hex(record.arg1)}, ${domidName(low32(record.arg2))}`;
  return { name: 'grant', detail, refused: record.result < 0n };
}

/** Every kind of event that is not a call. */
export const EVENT_WORDS = {
  [TraceEvent.Trap]: trap,
  [TraceEvent.Bounce]: bounce,
  [TraceEvent.FrameType]: frameType,
  [TraceEvent.TlbFlush]: tlbFlush,
  [TraceEvent.EventSend]: eventSend,
  [TraceEvent.Privileged]: privileged,
  [TraceEvent.Switch]: contextSwitch,
  [TraceEvent.Domain]: domainLife,
  [TraceEvent.Control]: control,
  [TraceEvent.Ring]: ring,
  [TraceEvent.Grant]: grant,
} satisfies Record<Exclude<TraceEvent, TraceEvent.Hypercall | TraceEvent.Request>, (record: TraceFields) => EventWords>;
