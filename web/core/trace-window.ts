import { TRACE_RECORD_BYTES, TraceRecord } from './layout.gen';

const CHUNK_RECORDS = 4096;
/** Records that are looked through at a time. */
const LOOK = 256;
const CHUNK_BYTES = CHUNK_RECORDS * TRACE_RECORD_BYTES;

/** Keeps the newest records of a trace in bounded memory. Older ones are dropped, whole chunks at a time, and `first` says so. */
export class TraceWindow {
  /** Chunks in order; the last is being filled. */
  private readonly chunks: Uint8Array[] = [];
  private start = 0;
  /** Ordinal behind the last record kept. */
  private end = 0;
  /** Ordinal of the record that comes next where the machine stands: before `end` when it went back. */
  private now = 0;

  /** @param capacity records kept at least, once so many were written */
  constructor(private readonly capacity = 200_000) {}

  /** Ordinal of the oldest record still here. */
  get first(): number {
    return this.start;
  }

  /** Ordinal of the record that comes next. */
  get next(): number {
    return this.now;
  }

  /** Ordinal behind the last record known, which lies ahead when the machine went back. */
  get known(): number {
    return this.end;
  }

  /** Whether a machine may go to where `ordinal` comes next without a hole in what was recorded. */
  reaches(ordinal: number): boolean {
    return ordinal >= this.start && ordinal <= this.end;
  }

  /** Takes whole records. Those of ground that the machine goes over again are known. */
  append(records: Uint8Array): void {
    const again = Math.min(this.end - this.now, records.length / TRACE_RECORD_BYTES);
    this.now += again;
    for (let from = again * TRACE_RECORD_BYTES; from < records.length; ) {
      const filled = (this.end - this.start) * TRACE_RECORD_BYTES - (this.chunks.length - 1) * CHUNK_BYTES;
      if (!this.chunks.length || filled === CHUNK_BYTES) {
        this.chunks.push(this.recycled());
        continue;
      }
      const part = records.subarray(from, from + CHUNK_BYTES - filled);
      this.chunks.at(-1)?.set(part, filled);
      this.end += part.length / TRACE_RECORD_BYTES;
      this.now = this.end;
      from += part.length;
    }
  }

  /** A fresh chunk; the oldest one's memory when there are enough. */
  private recycled(): Uint8Array {
    const enough = this.end - this.start - CHUNK_RECORDS >= this.capacity;
    const oldest = enough ? this.chunks.shift() : undefined;
    if (!oldest) return new Uint8Array(CHUNK_BYTES);
    this.start += CHUNK_RECORDS;
    return oldest;
  }

  /** A copy of at most `limit` records from ordinal `from` on, or from the oldest when that is gone. */
  read(from: number, limit: number): { from: number; records: Uint8Array } {
    return this.copy(from, limit, this.now);
  }

  /** As `read`, with records that lie ahead of where the machine went back to. */
  readKnown(from: number, limit: number): { from: number; records: Uint8Array } {
    return this.copy(from, limit, this.end);
  }

  /** The last known record that passes a test, of those before ordinal `end` or where the machine stands. */
  findLast(test: (record: TraceRecord) => boolean, end = this.now): TraceRecord | undefined {
    for (let behind = end; behind > this.start; behind -= LOOK) {
      const from = Math.max(this.start, behind - LOOK);
      const found = recordsOf(this.readKnown(from, behind - from).records).findLast(test);
      if (found) return found;
    }
    return undefined;
  }

  private copy(from: number, limit: number, end: number): { from: number; records: Uint8Array } {
    const begin = Math.min(Math.max(from, this.start), end);
    const count = Math.max(0, Math.min(limit, end - begin));
    const records = new Uint8Array(count * TRACE_RECORD_BYTES);
    for (let done = 0; done < count; ) {
      const at = begin + done - this.start;
      const [chunk, within] = [this.chunks[Math.floor(at / CHUNK_RECORDS)] as Uint8Array, at % CHUNK_RECORDS];
      const part = Math.min(count - done, CHUNK_RECORDS - within);
      const bytes = chunk.subarray(within * TRACE_RECORD_BYTES, (within + part) * TRACE_RECORD_BYTES);
      records.set(bytes, done * TRACE_RECORD_BYTES);
      done += part;
    }
    return { from: begin, records };
  }

  /** The machine went to where `ordinal` comes next. What lies ahead stays known: the same will be recorded again. */
  rewind(ordinal: number): void {
    if (!this.reaches(ordinal)) {
      this.clear();
      this.start = ordinal;
      this.end = ordinal;
    }
    this.now = ordinal;
  }

  /** Forgets the records ahead: from here on another future begins. */
  fork(): void {
    this.chunks.length = Math.ceil((this.now - this.start) / CHUNK_RECORDS);
    this.end = this.now;
  }

  /** Forgets everything; ordinals begin at 0 again. */
  clear(): void {
    this.chunks.length = 0;
    this.start = 0;
    this.end = 0;
    this.now = 0;
  }
}

/** Raw trace records as objects. */
export function recordsOf(bytes: Uint8Array): TraceRecord[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from(
    { length: bytes.length / TRACE_RECORD_BYTES },
    (_, i) => new TraceRecord(view, i * TRACE_RECORD_BYTES),
  );
}
