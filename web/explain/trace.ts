import { Hypercall } from '../../assembly/abi/hypercall';
import { MMU_UPDATE_PREEMPTED } from '../../assembly/abi/mmu-update';
import { TraceEvent } from '../../assembly/abi/trace-event';
import { domidName } from './domid';
import { errnoMeaning, errnoName, isError } from './errno';
import { EVENT_WORDS, type EventWords } from './event';
import { hypercallWords, resultFormat } from './hypercall';
import { hex, low32, padded } from './numbers';
import type { Parameter } from './parameter';
import { refusalSentence } from './refusal';
import { requestWords } from './request';
import { isInterrupted, isPart, isRefused, isUnanswered, type TraceFields } from './trace-fields';

/** One argument or field, decoded. */
export interface Argument {
  /** As the public header names it; empty where the header has no name. */
  name: string;
  text: string;
}

/** How an event came out. */
export type Outcome = 'done' | 'refused' | 'none';

/** A trace record in words: what a list shows and a line of text is made of. */
export interface TraceWords {
  kind: TraceEvent;
  /** What happened: a hypercall's name, an exception's mnemonic, ... */
  name: string;
  /** Hypercalls and requests: what was asked for. */
  arguments: Argument[];
  /** Other events: the rest of the sentence. Empty for hypercalls and requests. */
  detail: string;
  /** Hypercalls and requests: the result as strace writes one, `0` or `-EINVAL (invalid argument)`. Empty when there is none. */
  result: string;
  outcome: Outcome;
  /** Why it was refused, in one plain sentence; empty when the record holds no reason. */
  refusal: string;
  /** Part of the record before it: a request of a batch. */
  part: boolean;
}

/** Every argument in order; a pair takes two registers. */
function decodeArguments(parameters: readonly Parameter[], values: readonly bigint[]): Argument[] {
  const decoded: Argument[] = [];
  let at = 0;
  for (const { name, format, pair } of parameters) {
    const low = values[at++] ?? 0n;
    const value = pair ? BigInt.asUintN(32, low) | ((values[at++] ?? 0n) << 32n) : low;
    const text = format(value);
    if (text !== '') decoded.push({ name, text });
  }
  return decoded;
}

/** A record's six arguments. */
function argumentsOf(record: TraceFields): bigint[] {
  return [record.arg0, record.arg1, record.arg2, record.arg3, record.arg4, record.arg5];
}

/** A result as strace writes one. */
function resultText(result: bigint, format: ((value: bigint) => string) | undefined): string {
  const number = Number(result);
  if (isError(number)) return `-${errnoName(-number)} (${errnoMeaning(-number) || 'error'})`;
  if (number < 0) return number.toString();
  return format ? format(result) : number.toString();
}

/** In place of a result, where Xen ended the domain for what it asked. */
const NO_ANSWER = 'no answer (Xen ended the domain)';

/** What hypercalls and requests share. */
function callWords(record: TraceFields, name: string, args: Argument[], result: string): TraceWords {
  return {
    kind: record.kind,
    name,
    arguments: args,
    detail: '',
    result,
    outcome: isError(Number(record.result)) ? 'refused' : 'done',
    refusal: isRefused(record) ? refusalSentence(record) : '',
    part: isPart(record),
  };
}

/** Batches whose count says that they go on. */
const BATCHES: readonly number[] = [Hypercall.MmuUpdate, Hypercall.MmuextOp];

/** The last go of a batch that Xen interrupted: its registers say that nothing is left, and no longer what was asked. */
export function isLastGo({ kind, code, arg0, arg1 }: TraceFields): boolean {
  return kind === TraceEvent.Hypercall && BATCHES.includes(code) && arg0 === 0n && low32(arg1) === MMU_UPDATE_PREEMPTED;
}

function hypercallRecord(record: TraceFields, number: number): TraceWords {
  const words = hypercallWords(number);
  const args = isLastGo(record)
    ? [{ name: '', text: 'the rest of the call before' }]
    : decodeArguments(words.parameters, argumentsOf(record));
  return callWords(record, words.name, args, hypercallResult(record, number));
}

function hypercallResult(record: TraceFields, number: number): string {
  // iret does not come back: its result is the register it restored.
  if (number === Hypercall.Iret) return '';
  if (isInterrupted(record)) return '…';
  if (isUnanswered(record)) return isRefused(record) ? NO_ANSWER : '';
  return resultText(record.result, resultFormat(number, BigInt(low32(record.arg0))));
}

/** A request needs the hypercall it is part of: without it, sub-operations have no names. */
function requestRecord(record: TraceFields, parent: TraceFields | undefined): TraceWords {
  const number = parent?.kind === TraceEvent.Hypercall ? parent.code : -1;
  const words = requestWords(number, record.code);
  const args = decodeArguments(words.fields, argumentsOf(record));
  const result = isUnanswered(record, parent) ? NO_ANSWER : resultText(record.result, undefined);
  return callWords(record, words.name, args, result);
}

function eventRecord(record: TraceFields): TraceWords {
  const describe = (EVENT_WORDS as Record<number, (record: TraceFields) => EventWords>)[record.kind];
  const words = describe?.(record) ?? { name: `event ${record.kind}`, detail: '', refused: false };
  return {
    kind: record.kind,
    name: words.name,
    arguments: [],
    detail: words.detail,
    result: '',
    outcome: words.refused ? 'refused' : 'none',
    refusal: isRefused(record) ? refusalSentence(record) : '',
    part: isPart(record),
  };
}

/**
 * Decodes a trace record.
 *
 * `parent` is the hypercall that a request belongs to (the last record that `takesRequests`); other records need none.
 */
export function decodeTrace(record: TraceFields, parent?: TraceFields): TraceWords {
  switch (record.kind as TraceEvent) {
    case TraceEvent.Hypercall:
      return hypercallRecord(record, record.code);
    case TraceEvent.Request:
      return requestRecord(record, parent);
    default:
      return eventRecord(record);
  }
}

/** Arguments as strace writes them: bare for a call, `name=value` for the fields of a structure. */
function argumentsText({ kind, name, arguments: args }: TraceWords): string {
  if (kind === TraceEvent.Request && !args.some((argument) => argument.name === '')) {
    return `{${[name, ...args.map((argument) => `${argument.name}=${argument.text}`)].join(', ')}}`;
  }
  return `${name}(${args.map((argument) => argument.text).join(', ')})`;
}

/**
 * A trace record as one line in the manner of strace, without its position:
 * `update_va_mapping(0xc0009000, mfn 0x1a3 P|RW, INVLPG) = -EINVAL (invalid argument)`.
 * A refusal's reason follows after a semicolon.
 */
export function traceText(record: TraceFields, parent?: TraceFields): string {
  const words = decodeTrace(record, parent);
  const call = words.kind === TraceEvent.Hypercall || words.kind === TraceEvent.Request;
  const text = call ? argumentsText(words) : [words.name, words.detail].filter(Boolean).join(' ');
  const result = words.result === '' ? '' : ` = ${words.result}`;
  const refusal = words.refusal === '' ? '' : `; ${words.refusal}`;
  return `${words.part ? '  ' : ''}${text}${result}${refusal}`;
}

/** Widths of the columns of a trace line. */
const COUNT_WIDTH = 10;

/** The record's position and place, then `traceText`: `     12345 d1v0 c0001234 mmu_update(...) = 0`. */
export function traceLine(record: TraceFields, parent?: TraceFields): string {
  const place = `${domidName(record.domid)}v${record.vcpu}`;
  return `${record.count.toString().padStart(COUNT_WIDTH)} ${place} ${padded(record.ip)} ${traceText(record, parent)}`;
}

/** A trace record as plain data for a line of JSON. 64-bit numbers are hexadecimal strings, positions decimal ones. */
export function traceJson(record: TraceFields, parent?: TraceFields): Record<string, unknown> {
  const words = decodeTrace(record, parent);
  return {
    count: record.count.toString(),
    tick: record.tick.toString(),
    ordinal: record.ordinal,
    domain: record.domid,
    vcpu: record.vcpu,
    ip: hex(record.ip),
    kind: kindName(record.kind),
    name: words.name,
    ...(words.arguments.length > 0 && {
      arguments: Object.fromEntries(words.arguments.map(({ name, text }, at) => [name || `arg${at}`, text])),
    }),
    ...(words.detail !== '' && { detail: words.detail }),
    ...(words.result !== '' && { result: Number(record.result), resultText: words.result }),
    ...(words.refusal !== '' && { refusal: words.refusal }),
    ...(words.part && { part: true }),
  };
}

/** Kinds of events, as JSON and filters spell them. */
const KINDS = {
  [TraceEvent.Hypercall]: 'hypercall',
  [TraceEvent.Request]: 'request',
  [TraceEvent.Trap]: 'trap',
  [TraceEvent.Bounce]: 'bounce',
  [TraceEvent.FrameType]: 'frame-type',
  [TraceEvent.TlbFlush]: 'tlb-flush',
  [TraceEvent.EventSend]: 'event-send',
  [TraceEvent.Privileged]: 'privileged',
  [TraceEvent.Switch]: 'switch',
  [TraceEvent.Domain]: 'domain',
  [TraceEvent.Control]: 'control',
  [TraceEvent.Ring]: 'ring',
  [TraceEvent.Grant]: 'grant',
} satisfies Record<TraceEvent, string>;

/** A kind of event, as JSON and filters spell it. */
export function kindName(kind: number): string {
  return (KINDS as Record<number, string>)[kind] ?? `kind-${kind}`;
}

/** A record is a hypercall or a request of one. */
export function isCall(kind: number): boolean {
  return kind === TraceEvent.Hypercall || kind === TraceEvent.Request;
}
