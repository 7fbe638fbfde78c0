import { TraceRecord } from '../../core/layout.gen';
import type { TraceChunk } from '../../core/machine-api';
import { isCall, isInterrupted, isPart, isRefused, takesRequests } from '../../explain';
import { GrowingIndex } from './growing-index';

const PAGE_RECORDS = 8192;
/** Records kept: one page more than a million, so that a million are there after the oldest page went. */
const CAPACITY_PAGES = Math.ceil(1_000_000 / PAGE_RECORDS) + 1;

/** Which records a list shows: all of them, hypercalls with their requests, or what was refused, each once. */
export type TraceView = 'calls' | 'refused' | 'all';

interface Page {
  bytes: Uint8Array;
  view: DataView;
}

/**
 * The trace as far as the page holds it: raw records in pages of one megabyte, and an index of the calls among them. Records are named
 * by their place in the log, which counts from the log's beginning and stays when old pages go. A gap in what the worker still had
 * shows in the records' ordinals.
 */
export class TraceLog {
  private readonly pages: Page[] = [];
  private readonly calls = new GrowingIndex();
  private readonly refused = new GrowingIndex();
  /** Place of the oldest record here. */
  private first = 0;
  /** Place of the record that comes next. */
  private next = 0;
  /** Ordinal to ask the worker for. */
  nextOrdinal = 0;
  /** Rises with every change. */
  version = 0;

  /** Takes a run of records. Those that were there before are skipped. */
  append(chunk: TraceChunk): void {
    const size = TraceRecord.SIZE;
    const total = chunk.records.length / size;
    const known = Math.max(0, this.nextOrdinal - chunk.from);
    for (let done = known; done < total; ) {
      const page = this.pageToFill();
      const filled = this.next % PAGE_RECORDS;
      const part = Math.min(total - done, PAGE_RECORDS - filled);
      page.bytes.set(chunk.records.subarray(done * size, (done + part) * size), filled * size);
      this.next += part;
      for (let place = this.next - part; place < this.next; place++) this.classify(place);
      done += part;
    }
    this.nextOrdinal = Math.max(this.nextOrdinal, chunk.from + total);
    this.version++;
  }

  /** Place of the newest record; one below the first when there is none. */
  get lastPlace(): number {
    return this.next - 1;
  }

  /** Rows a list of this view has. */
  rows(view: TraceView): number {
    return view === 'all' ? this.next - this.first : this.index(view).length;
  }

  /** Place of the record in a row. */
  placeOfRow(view: TraceView, row: number): number {
    return view === 'all' ? this.first + row : this.index(view).at(row);
  }

  /** The record at a place; undefined when it is gone or not there yet. */
  record(place: number): TraceRecord | undefined {
    if (place < this.first || place >= this.next) return undefined;
    const page = this.pages[Math.floor(place / PAGE_RECORDS) - Math.floor(this.first / PAGE_RECORDS)];
    return page && new TraceRecord(page.view, (place % PAGE_RECORDS) * TraceRecord.SIZE);
  }

  /** The record that a request at a place belongs to: the last one up to there that takes requests. */
  parent(place: number): TraceRecord | undefined {
    for (let at = place; at >= this.first; at--) {
      const record = this.record(at);
      if (record && takesRequests(record)) return record;
    }
    return undefined;
  }

  /** Place of the record that says most of why what stands at a place was refused: the first refused request in a call, else its own. */
  refusal(place: number): number {
    for (let at = place + 1; this.isPart(at); at++) if (this.tellsTheSame(place, at)) return at;
    return place;
  }

  /**
   * Place of the record with the answer to what stands at a place: its own, unless it is a request in a call that Xen interrupted. That is
   * answered when the call has been gone on with; undefined before.
   */
  answer(place: number): number | undefined {
    const parent = this.parent(place);
    if (!this.isPart(place) || !parent || !isInterrupted(parent)) return place;
    for (let at = place + 1; at < this.next; at++) if (!this.isPart(at) && this.tellsTheSame(at, place)) return at;
    return undefined;
  }

  private isPart(place: number): boolean {
    const record = this.record(place);
    return record !== undefined && isPart(record);
  }

  /** A call and a part of it were refused for the same reason. */
  private tellsTheSame(place: number, at: number): boolean {
    const [call, part] = [this.record(place), this.record(at)];
    if (!call || !part || !isRefused(part) || !isCall(part.kind)) return false;
    return part.rule === call.rule && part.entry === call.entry && part.slot === call.slot && part.mfn === call.mfn;
  }

  private index(view: 'calls' | 'refused'): GrowingIndex {
    return view === 'calls' ? this.calls : this.refused;
  }

  /** The machine went back: forgets the records from ordinal `ordinal` on. Those before stay as they are, for a replay writes the same. */
  rewind(ordinal: number): void {
    if (ordinal >= this.nextOrdinal) return;
    let [low, high] = [this.first, this.next];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.record(middle)?.ordinal ?? 0) < ordinal) low = middle + 1;
      else high = middle;
    }
    this.next = low;
    this.pages.length = Math.ceil(low / PAGE_RECORDS) - Math.floor(this.first / PAGE_RECORDS);
    this.calls.dropFrom(low);
    this.refused.dropFrom(low);
    this.nextOrdinal = ordinal;
    this.version++;
  }

  /** Forgets everything: another machine. */
  clear(): void {
    this.pages.length = 0;
    this.calls.clear();
    this.refused.clear();
    this.first = 0;
    this.next = 0;
    this.nextOrdinal = 0;
    this.version++;
  }

  /** Takes a record into the lists it belongs to. */
  private classify(place: number): void {
    const record = this.record(place);
    if (!record) return;
    if (isCall(record.kind)) this.calls.push(place);
    if (isRefused(record) && this.isNews(place, record)) this.refused.push(place);
  }

  /** A refusal stands in the list once: as the call, or as the request in one that Xen interrupted after it. */
  private isNews(place: number, record: TraceRecord): boolean {
    if (isPart(record)) {
      const parent = this.parent(place);
      return parent !== undefined && isInterrupted(parent);
    }
    for (let at = place - 1; this.isPart(at); at--) if (this.tellsTheSame(place, at)) return false;
    return true;
  }

  private pageToFill(): Page {
    const page = this.pages.at(-1);
    if (page && this.next % PAGE_RECORDS !== 0) return page;
    const fresh = this.pages.length < CAPACITY_PAGES ? newPage() : this.recycle();
    this.pages.push(fresh);
    return fresh;
  }

  /** Takes the oldest page out of the log. */
  private recycle(): Page {
    this.first = (Math.floor(this.first / PAGE_RECORDS) + 1) * PAGE_RECORDS;
    this.calls.dropBelow(this.first);
    this.refused.dropBelow(this.first);
    return this.pages.shift() ?? newPage();
  }
}

/** A record that stays what it is when the log moves on. */
export function copyOf(record: TraceRecord): TraceRecord {
  const { memory, at } = record;
  const from = memory.byteOffset + at;
  return new TraceRecord(new DataView(memory.buffer.slice(from, from + TraceRecord.SIZE)), 0);
}

function newPage(): Page {
  const bytes = new Uint8Array(PAGE_RECORDS * TraceRecord.SIZE);
  return { bytes, view: new DataView(bytes.buffer) };
}
