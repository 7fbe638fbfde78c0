import { Hypercall } from '../../assembly/abi/hypercall';
import { MMU_UPDATE_PREEMPTED, MmuCommand } from '../../assembly/abi/mmu-update';
import { Mmuext } from '../../assembly/abi/mmuext';
import { Life, TraceEvent } from '../../assembly/abi/trace-event';
import { Vector } from '../../assembly/abi/vector';
import { errnoMeaning, errnoName, isError } from './errno';
import { handlerName, pageFaultInWords } from './exception';
import { hex, low32, padded } from './numbers';
import { entryFlags, entryFrame } from './page-table-entry';
import { pageTypeInWords, pageTypeName } from './page-type';
import { refusalFact } from './refusal';
import { decodeTrace, isLastGo } from './trace';
import { isRefused, isUnanswered, type TraceFields } from './trace-fields';

/** What a guest asked for, to stand behind "The guest". */
type Deed = (record: TraceFields) => string;

const count = (value: bigint): number => low32(value) & ~MMU_UPDATE_PREEMPTED;
const plural = (number: number, one: string, many: string): string =>
  number === 1 ? `one ${one}` : `${number} ${many}`;
const frame = (value: bigint): string => `frame ${hex(low32(value))}`;

/** Hypercalls that say enough by themselves, by number. */
const CALLS: Readonly<Record<number, Deed>> = {
  [Hypercall.SetTrapTable]: () => 'told Xen where its exception handlers are',
  [Hypercall.SetCallbacks]: () => 'told Xen where to deliver events',
  [Hypercall.StackSwitch]: (r) => `told Xen that its kernel stack ends at ${padded(low32(r.arg1))}`,
  [Hypercall.MmuUpdate]: (r) =>
    `asked Xen to change ${plural(count(r.arg1), 'page-table entry', 'page-table entries')}`,
  [Hypercall.MmuextOp]: (r) => `asked Xen for ${plural(count(r.arg1), 'operation', 'operations')} on page tables`,
  [Hypercall.UpdateVaMapping]: (r) => `asked Xen to change the entry that maps ${padded(low32(r.arg0))}`,
  [Hypercall.Iret]: () => 'returned from a handler',
  [Hypercall.SetTimerOp]: () => 'set its timer',
  [Hypercall.SetGdt]: () => 'asked Xen to use its own descriptor table',
  [Hypercall.VmAssist]: () => 'asked Xen to change how it treats it',
};

/** What an entry was asked to become. */
const newEntry = (entry: bigint): string =>
  entry & 1n ? `${frame(BigInt(entryFrame(entry)))} with ${entryFlags(entry)}` : 'nothing';

/** Requests of mmuext_op, by command. */
const EXTENDED: Readonly<Record<number, Deed>> = {
  [Mmuext.PinL1]: (r) => `asked Xen to pin ${frame(r.arg0)} as an L1 table`,
  [Mmuext.PinL2]: (r) => `asked Xen to pin ${frame(r.arg0)} as an L2 table`,
  [Mmuext.PinL3]: (r) => `asked Xen to pin ${frame(r.arg0)} as an L3 table`,
  [Mmuext.PinL4]: (r) => `asked Xen to pin ${frame(r.arg0)} as an L4 table`,
  [Mmuext.Unpin]: (r) => `asked Xen to unpin ${frame(r.arg0)}`,
  [Mmuext.NewBaseptr]: (r) => `asked Xen to run on the tables of ${frame(r.arg0)}`,
  [Mmuext.TlbFlushLocal]: () => 'asked Xen to forget cached translations',
  [Mmuext.InvlpgLocal]: (r) => `asked Xen to forget the cached translation of ${padded(low32(r.arg0))}`,
};

/** A request of mmu_update: the low two bits of its pointer are the command, the rest names the entry. */
function updateDeed(record: TraceFields): string {
  const at = record.arg0 & ~3n;
  const place = `the entry at ${hex(at & 0xfffn)} in ${frame(at >> 12n)}`;
  if (record.code === MmuCommand.MachPhys) return `told Xen its own number for ${frame(at >> 12n)}`;
  return `asked Xen to make ${place} name ${newEntry(record.arg1)}`;
}

function requestDeed(record: TraceFields, parent: TraceFields | undefined): string | undefined {
  if (parent?.code === Hypercall.MmuUpdate) return updateDeed(record);
  if (parent?.code === Hypercall.MmuextOp) return EXTENDED[record.code]?.(record);
  return undefined;
}

/** How Xen answered, to stand behind what was asked. */
function answer(record: TraceFields, parent: TraceFields | undefined): string {
  const result = Number(record.result);
  const because = isRefused(record) ? `: ${refusalFact(record)}` : '';
  if (isError(result) && !isUnanswered(record, parent)) {
    const meaning = because === '' ? ` (${errnoMeaning(-result) || 'an error'})` : because;
    return `. Xen refused it with -${errnoName(-result)}${meaning}`;
  }
  return because === '' ? '' : `. Xen ended the domain${because}`;
}

function callDeed(record: TraceFields): string | undefined {
  return isLastGo(record) ? 'let Xen go on with the call before' : CALLS[record.code]?.(record);
}

function callSentence(record: TraceFields, parent: TraceFields | undefined): string {
  const known = record.kind === TraceEvent.Request ? requestDeed(record, parent) : callDeed(record);
  if (known !== undefined) return `The guest ${known}${answer(record, parent)}`;
  const { name, arguments: args } = decodeTrace(record, parent);
  const list = args.map(({ text }) => text).join(', ');
  return `The guest called ${name}(${list})${answer(record, parent)}`;
}

/** What became of a trap: TraceEvent.Trap's arg2. */
const FATES = [
  'Xen hands it to the guest',
  'Xen carried out the instruction for the guest',
  'Xen put it right, and the guest never knows',
  'the guest has no way to handle it',
] as const;

function trapSentence(record: TraceFields): string {
  const fate = FATES[low32(record.arg2)] ?? 'Xen looks at it';
  if (record.code === Vector.PageFault)
    return `A page fault at ${padded(low32(record.arg1))}, error code ${record.arg0}: a ${pageFaultInWords(low32(record.arg0))}; ${fate}`;
  const { name, detail } = decodeTrace(record);
  return `An exception, ${name}: ${detail}`;
}

function typeSentence(record: TraceFields): string {
  const was = pageTypeName(low32(record.arg1));
  return `${frame(record.arg0).replace('f', 'F')} is now ${pageTypeInWords(record.code)} (before: ${was}), used ${record.arg2} times in that type`;
}

/** Other events, by kind. */
const EVENTS: Readonly<Record<number, (record: TraceFields) => string>> = {
  [TraceEvent.Trap]: trapSentence,
  [TraceEvent.Bounce]: (r) => `Xen entered the guest's ${handlerName(r.code)} at ${padded(low32(r.arg1))}`,
  [TraceEvent.FrameType]: typeSentence,
  [TraceEvent.EventSend]: (r) => `An event arrived on the guest's port ${r.code}`,
  [TraceEvent.TlbFlush]: () => 'Xen dropped cached translations',
  [TraceEvent.Ring]: (r) => `The console or store ring moved on: ${decodeTrace(r).detail}`,
};

function lifeSentence(record: TraceFields): string {
  const { detail } = decodeTrace(record);
  const who = `Domain ${record.domid}`;
  return record.code === Life.Shutdown || record.code === Life.Crashed
    ? `${who} ended: it ${detail}`
    : `${who} was ${detail}`;
}

/**
 * One event of the trace in one plain sentence, with its full stop.
 *
 * `parent` is the hypercall that a request is part of.
 */
export function narrate(record: TraceFields, parent?: TraceFields): string {
  if (record.kind === TraceEvent.Hypercall || record.kind === TraceEvent.Request)
    return `${callSentence(record, parent)}.`;
  if (record.kind === TraceEvent.Domain) return `${lifeSentence(record)}.`;
  const words = decodeTrace(record, parent);
  return `${EVENTS[record.kind]?.(record) ?? `${words.name} ${words.detail}`.trim()}.`;
}

/** Kinds that tell of a step on the way: a reader is told of them only where nothing larger is told. */
const SMALL: readonly number[] = [
  ...[TraceEvent.FrameType, TraceEvent.TlbFlush, TraceEvent.Ring, TraceEvent.Control, TraceEvent.EventSend],
];

/** A record that says more than what happened on the way to it. */
export function isTelling({ kind }: TraceFields): boolean {
  return !SMALL.includes(kind);
}
