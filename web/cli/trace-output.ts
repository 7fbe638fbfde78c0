import { TraceEvent } from '../../assembly/abi/trace-event';
import { TRACE_RECORD_BYTES, TraceRecord } from '../core/layout.gen';
import { hypercallName, type TraceFields, takesRequests, traceJson, traceLine } from '../explain';

/** How a trace is written: a line of JSON a record, or for people. */
export type TraceStyle = 'json' | 'text';

/** Turns trace records into lines, and counts hypercalls. */
export class TraceOutput {
  private readonly counts = new Map<number, number>();
  /** The hypercall that requests belong to. */
  private parent: TraceFields | undefined;

  /** @param write takes whole lines; absent when only counting */
  constructor(
    private readonly style: TraceStyle,
    private readonly write: ((text: string) => void) | undefined,
  ) {}

  /** Takes records as the core wrote them. */
  take(records: Uint8Array): void {
    const view = new DataView(records.buffer, records.byteOffset, records.length);
    let lines = '';
    for (let at = 0; at < records.length; at += TRACE_RECORD_BYTES) {
      const record = new TraceRecord(view, at);
      if (record.kind === TraceEvent.Hypercall) this.counts.set(record.code, (this.counts.get(record.code) ?? 0) + 1);
      if (this.write) lines += this.line(record);
    }
    if (lines) this.write?.(lines);
  }

  private line(record: TraceRecord): string {
    if (takesRequests(record)) this.parent = plain(record);
    return `${this.style === 'json' ? JSON.stringify(traceJson(record, this.parent)) : traceLine(record, this.parent)}\n`;
  }

  /** Hypercalls made so far, by name. */
  hypercalls(): Record<string, number> {
    const named = [...this.counts].map(([code, count]): [string, number] => [hypercallName(code), count]);
    return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** A copy of a record that outlives the core's memory. */
function plain(record: TraceRecord): TraceFields {
  const bytes = new Uint8Array(record.memory.buffer, record.memory.byteOffset + record.at, TRACE_RECORD_BYTES).slice();
  return new TraceRecord(new DataView(bytes.buffer), 0);
}
