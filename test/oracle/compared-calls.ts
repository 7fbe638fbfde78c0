/**
 * Which hypercalls the probes compare with real Xen: a probe is run here with its trace on, and the calls in the trace are held beside
 * the answers that the probe printed behind them.
 */
import { Hypercall } from '../../assembly/abi/hypercall';
import { TraceEvent, TraceFlag } from '../../assembly/abi/trace-event';
import { TRACE_RECORD_BYTES, TraceRecord } from '../../web/core/layout.gen';
import { hypercallWords } from '../../web/explain/hypercall';
import { callName } from './known-calls';
import { maskProbe } from './mask.mjs';

/** A hypercall of a trace: what it is known by, what it answered, and how much the console had shown before it. */
interface Call {
  names: string[];
  result: number;
  shown: number;
  /** Made by a multicall. */
  isPart: boolean;
  /** It told the console's back end of bytes. */
  isPrint: boolean;
}

/** Calls whose first argument is the sub-operation. The others' stands in a structure, which their requests tell of. */
const takesCommand = (number: number): boolean => hypercallWords(number).parameters[0]?.name === 'cmd';

/** Bits of that argument; those above say where a preempted call goes on. Source: xen/include/public/memory.h, grant_table.h. */
const COMMAND_BITS: Readonly<Record<number, number>> = { [Hypercall.MemoryOp]: 0x3f, [Hypercall.GrantTableOp]: 0xfff };

/** Names a call from its registers. The kind of a callback stands in its structure. */
function nameOf({ code, arg0, arg1 }: TraceRecord): string {
  const command = Number(arg0) & (COMMAND_BITS[code] ?? -1);
  const kind = code === Hypercall.VmAssist ? Number(arg1) : undefined;
  return callName(code, takesCommand(code) ? command : undefined, kind);
}

/** Gathers the hypercalls of a trace as it comes. */
export class CallReader {
  readonly calls: Call[] = [];
  private shown = 0;
  private number = 0;

  /** Takes whole records, as the core wrote them. */
  take(records: Uint8Array): void {
    const view = new DataView(records.buffer, records.byteOffset, records.length);
    for (let at = 0; at < records.length; at += TRACE_RECORD_BYTES) this.takeOne(new TraceRecord(view, at));
  }

  private takeOne(record: TraceRecord): void {
    if (record.kind === TraceEvent.Hypercall) this.begin(record);
    else if (record.kind === TraceEvent.Request) this.addRequest(record);
    else if (record.kind === TraceEvent.Ring && record.code === 0) this.print(Number(record.arg0));
  }

  private begin(record: TraceRecord): void {
    this.number = record.code;
    const isPart = (record.flags & TraceFlag.Part) !== 0;
    const result = Number(record.result);
    this.calls.push({ names: [nameOf(record)], result, shown: this.shown, isPart, isPrint: false });
  }

  /** What a call's structure asks for. */
  private addRequest(record: TraceRecord): void {
    this.calls.at(-1)?.names.push(callName(this.number, record.code, Number(record.arg0)));
  }

  private print(bytes: number): void {
    this.shown += bytes;
    const call = this.calls.at(-1);
    if (call && this.number === Hypercall.EventChannelOp) call.isPrint = true;
  }
}

/** Whether an answer says what a call returned: as a decimal number, or as a value of hexadecimal digits. */
function says(answer: string, result: number): boolean {
  const number = result.toString();
  const bits = `=0x${(result >>> 0).toString(16)}`;
  return answer
    .split('|')
    .slice(2)
    .some((field) => field === number || ` ${field} `.includes(`${bits} `));
}

/** The answers of a probe's console that are real Xen's, with the place behind each. */
function rightAnswers(text: string, golden: string): { end: number; answer: string }[] {
  const expected = maskProbe(golden).split('\n');
  const lines = [...text.matchAll(/^[PTFC]\|.*$/gm)];
  return lines
    .filter(([line], i) => maskProbe(line) === `${expected[i]}\n`)
    .map(({ 0: answer, index }) => ({ end: index + answer.length, answer }));
}

/** What was printed before such a call is not about it: a handler's return may come between a question and its answer, though. */
const endsAnswer = ({ isPart, names }: Call): boolean => !isPart && !names.includes('iret');

/**
 * Calls of a run whose results real Xen gave too: the last ones before an answer, if the answer is right and says what they returned.
 *
 * @param calls in the order of a trace
 * @param text the probe's console, unmasked
 * @param golden what real Xen answered
 */
export function comparedCalls(calls: readonly Call[], text: string, golden: string): Set<string> {
  const answers = rightAnswers(text, golden);
  const asked = calls.filter(({ isPrint }) => !isPrint);
  const compared = new Set<string>();
  asked.forEach((call, i) => {
    const end = asked.slice(i + 1).find(endsAnswer)?.shown ?? Infinity;
    const behind = answers.filter((one) => one.end > call.shown && one.end <= end);
    if (!behind.some(({ answer }) => call.names.includes('iret') || says(answer, call.result))) return;
    for (const name of call.names) compared.add(name);
  });
  return compared;
}
