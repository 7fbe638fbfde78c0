/** A step in words: what the instruction read, wrote and decided, a line each. */
import { Exit, type PrivilegedOp } from '../../../assembly/abi/exit';
import type { Registers } from '../../core/machine-api';
import type { Walk } from '../../core/memory-picture';
import type { StepAccess, StepEvent, StepException, StepExit, StepRecord } from '../../core/step-record';
import { EndOfCode } from '../disassembler/cursor';
import { type Decoded, decode } from '../disassembler/decode';
import { disassembleOne } from '../disassembler/disassemble';
import type { Syntax } from '../disassembler/instruction';
import { LONGS, SEGMENTS } from '../disassembler/operand';
import { privilegedName } from '../event';
import { pageFaultInWords, selectorErrorInWords, vectorInWords, vectorName } from '../exception';
import { hex, padded } from '../numbers';
import { branchWords } from './branch';
import { ARITHMETIC, FLAG } from './flag-uses';
import { type Uses, usesOf } from './uses';

/** A step in words. Lines without their heads. */
export interface StepWords {
  /** The instruction as it is written, or what happened in its place. */
  instruction: string;
  read: string[];
  wrote: string[];
  decided: string[];
}

const FLAG_NAMES = Object.entries(FLAG);
/** Registers of control and privilege that steps change. */
const OTHERS = ['cr0', 'cr2', 'cr3', 'cr4', 'cpl'] as const;

/** The instruction that stands there; undefined where it cannot be read whole. */
function decodeStep({ code }: StepRecord): Decoded | undefined {
  try {
    return decode(code.bytes, code.address);
  } catch (error) {
    if (error instanceof EndOfCode) return undefined;
    throw error;
  }
}

/** Flags of a mask that are set, by name: `ZF CF`, or `none`. */
function flagText(eflags: number, mask: number): string {
  const names = FLAG_NAMES.filter(([, bit]) => bit & mask).map(
    ([name, bit]) => `${name.toUpperCase()}=${eflags & bit ? 1 : 0}`,
  );
  return names.join(' ');
}

const change = (name: string, before: bigint | number, after: bigint | number): string =>
  `${name} ${hex(before)} → ${hex(after)}`;

/** The bytes and where they lie: the linear address alone where it is the machine's as well. */
function place({ address, maddr, bytes }: StepAccess): string {
  const where = address === maddr ? padded(address) : `${padded(address)} (machine address ${hex(maddr)})`;
  return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'} at ${where}`;
}

function readLines(record: StepRecord, uses: Uses | undefined): string[] {
  const registers = [...(uses?.reads ?? [])].map((name) => `${name} = ${hex(record.before[name])}`);
  const flags = flagText(record.before.eflags, uses?.flagsRead ?? 0);
  const memory = record.events
    .filter((event): event is StepAccess => event.kind === 'read')
    .map((event) => `${place(event)} = ${hex(event.value)}`);
  return [...registers, ...(flags ? [flags] : []), ...memory];
}

/** Registers that hold something else, and those written with what they held. */
function registerChanges({ before, after }: StepRecord, uses: Uses | undefined): string[] {
  const lines: string[] = [];
  for (const name of LONGS) {
    if (before[name] !== after[name]) lines.push(change(name, before[name], after[name]));
    else if (uses?.writes.has(name)) lines.push(`${name} = ${hex(after[name])}, as before`);
  }
  const rest: readonly (keyof Registers)[] = [...SEGMENTS, ...OTHERS];
  for (const name of rest) if (before[name] !== after[name]) lines.push(change(name, before[name], after[name]));
  return lines;
}

function flagChanges({ before, after }: StepRecord): string[] {
  const changed = before.eflags ^ after.eflags;
  const named = FLAG_NAMES.filter(([, bit]) => changed & bit);
  const others = changed & ~(ARITHMETIC | FLAG.tf | FLAG.if | FLAG.df);
  const lines = named.map(([name, bit]) => `${name.toUpperCase()} ${before.eflags & bit ? '1 → 0' : '0 → 1'}`);
  if (others) lines.push(change('eflags', before.eflags >>> 0, after.eflags >>> 0));
  return lines;
}

function wroteLines(record: StepRecord, uses: Uses | undefined): string[] {
  const memory = record.events
    .filter((event): event is StepAccess => event.kind === 'write')
    .map((event) => change(`${place(event)}`, event.before ?? 0n, event.value));
  return [...registerChanges(record, uses), ...flagChanges(record), ...memory];
}

/** A translation: the entries it went through, and the page. */
function walkText({ address, steps, page }: Walk): string {
  const entries = steps.map(({ level, index, entry }) => `l${level}[${index}] = ${hex(entry)}`);
  const end = page ? `frame ${hex(page.mfn + Math.floor((address % page.size) / 0x1000))}` : 'nothing';
  return `${padded((address & ~0xfff) >>> 0)}: ${[...entries, end].join(', ')}`;
}

/** Each page that was used, once. */
function translations({ events, code }: StepRecord): string[] {
  const walks = [code.walk, ...events.flatMap((event) => ('walk' in event && event.walk ? [event.walk] : []))];
  const byPage = new Map(walks.filter(({ format }) => format !== 'none').map((walk) => [walk.address >>> 12, walk]));
  return [...byPage.values()].map((walk) => `translated ${walkText(walk)}`);
}

function exceptionText({ vector, errorCode, address }: StepException): string {
  const code = errorCode === undefined ? '' : `(${hex(errorCode)})`;
  const selector = errorCode === undefined ? '' : selectorErrorInWords(errorCode);
  const detail =
    address === undefined ? selector || vectorInWords(vector) : `${hex(address)}: ${pageFaultInWords(errorCode ?? 0)}`;
  return `raised ${vectorName(vector)}${code}, ${detail}`;
}

function exitText({ exit, operation, vector, operand, value }: StepExit): string {
  switch (exit as Exit) {
    case Exit.SoftwareInterrupt:
      return `left to Xen: software interrupt ${hex(vector)}`;
    case Exit.Privileged:
      return `left to Xen: ${privilegedName(operation as PrivilegedOp)}, which only level 0 may do`;
    case Exit.Io:
      return `left to the devices: ${privilegedName(operation as PrivilegedOp)} ${hex(operand)}${value ? `, ${hex(value)}` : ''}`;
    case Exit.DescriptorPage:
      return `left to Xen: page ${operand} of a descriptor table is needed`;
    case Exit.Halt:
      return 'waits for an interrupt';
    default:
      return `left for exit ${exit}`;
  }
}

function eventLine(event: StepEvent): string | undefined {
  if (event.kind === 'exception') return exceptionText(event);
  if (event.kind === 'delivery') return `entered the handler of ${vectorName(event.vector)} through the IDT`;
  return event.kind === 'exit' ? exitText(event) : undefined;
}

function decidedLines(record: StepRecord, decoded: Decoded | undefined): string[] {
  const events = record.events.map(eventLine).filter((line) => line !== undefined);
  const isPlain = !record.events.some(({ kind }) => kind === 'exception' || kind === 'delivery');
  const branch = decoded && isPlain ? branchWords(record, decoded) : undefined;
  return [...(branch ? [branch] : []), ...events, ...translations(record)];
}

/** Did the processor enter the handler of an interrupt instead of running the instruction? */
function isInterrupt({ events: [first] }: StepRecord): boolean {
  return first?.kind === 'delivery' && first.external;
}

/** Tells a step. */
export function stepWords(record: StepRecord, syntax: Syntax): StepWords {
  if (record.next.count === record.position.count)
    return { instruction: 'Nothing can run here.', read: [], wrote: [], decided: [] };
  const interrupt = isInterrupt(record);
  const decoded = interrupt ? undefined : decodeStep(record);
  const uses = decoded && usesOf(decoded);
  const written = disassembleOne(record.code.bytes, record.code.address, syntax);
  const text = written ? `${written.mnemonic} ${written.operands}`.trim() : 'an instruction that cannot be read';
  return {
    instruction: interrupt ? 'an interrupt is delivered' : text,
    read: readLines(record, uses),
    wrote: wroteLines(record, uses),
    decided: decidedLines(record, decoded),
  };
}
