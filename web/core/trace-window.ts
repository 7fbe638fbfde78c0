import { TRACE_RECORD_BYTES } from './layout.gen';

const CHUNK_RECORDS = 4096;
const CHUNK_BYTES = CHUNK_RECORDS * TRACE_RECORD_BYTES;

/** Keeps the newest records of a trace in bounded memory. Older ones are dropped, whole chunks at a time, and `first` says so. */
export class TraceWindow {
  /** Chunks in order; the last is being filled. */
  private readonly chunks: Uint8Array[] = [];
  private start = 0;
  private end = 0;

  /** @param capacity records kept at least, once so many were written */
  constructor(private readonly capacity = 200_000) {}

  /** Ordinal of the oldest record still here. */
  get first(): number {
    return this.start;
  }

  /** Ordinal of the record that comes next. */
  get next(): number {
    return this.end;
  }

  /** Appends whole records. */
  append(records: Uint8Array): void {
    for (let from = 0; from < records.length; ) {
      const filled = (this.end - this.start) * TRACE_RECORD_BYTES - (this.chunks.length - 1) * CHUNK_BYTES;
      if (!this.chunks.length || filled === CHUNK_BYTES) {
        this.chunks.push(this.recycled());
        continue;
      }
      const part = records.subarray(from, from + CHUNK_BYTES - filled);
      this.chunks.at(-1)?.set(part, filled);
      this.end += part.length / TRACE_RECORD_BYTES;
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
    const begin = Math.min(Math.max(from, this.start), this.end);
    const count = Math.max(0, Math.min(limit, this.end - begin));
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

  /** Forgets the records from ordinal `end` on: the machine went back to before them. */
  truncate(end: number): void {
    if (end <= this.start) {
      this.clear();
      this.start = end;
    } else {
      this.chunks.length = Math.ceil((end - this.start) / CHUNK_RECORDS);
    }
    this.end = end;
  }

  /** Forgets everything; ordinals begin at 0 again. */
  clear(): void {
    this.chunks.length = 0;
    this.start = 0;
    this.end = 0;
  }
}
