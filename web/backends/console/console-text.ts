import { Hasher } from '../../core/hash';

const CHUNK_BYTES = 0x10000;

/** What a console has shown: the newest bytes, how many there were in all, and a hash of every one of them. */
export class ConsoleText {
  private chunks: Uint8Array[] = [];
  private written = 0;
  private hasher = new Hasher();

  /** @param capacity bytes kept at least, once so many were written */
  constructor(private readonly capacity = 1 << 20) {}

  /** Bytes ever written. */
  get total(): number {
    return this.written;
  }

  /** Position of the oldest byte still kept. */
  get first(): number {
    return Math.max(0, this.written - this.kept);
  }

  private get kept(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  /** Appends bytes. */
  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.hasher.bytes(bytes);
    this.written += bytes.length;
    const last = this.chunks.at(-1);
    if (last && last.length + bytes.length <= CHUNK_BYTES) {
      const joined = new Uint8Array(last.length + bytes.length);
      joined.set(last);
      joined.set(bytes, last.length);
      this.chunks[this.chunks.length - 1] = joined;
    } else {
      this.chunks.push(bytes.slice());
    }
    while (this.kept - (this.chunks[0]?.length ?? 0) >= this.capacity) this.chunks.shift();
  }

  /** What was written from a position on, or from the oldest kept byte when that is gone. */
  since(position: number): { from: number; bytes: Uint8Array } {
    const from = Math.min(Math.max(position, this.first), this.written);
    const bytes = new Uint8Array(this.written - from);
    let at = this.first;
    for (const chunk of this.chunks) {
      const skip = Math.max(0, from - at);
      if (skip < chunk.length) bytes.set(chunk.subarray(skip), at + skip - from);
      at += chunk.length;
    }
    return { from, bytes };
  }

  /** 64 bits over everything ever written. */
  hash(): bigint {
    return this.hasher.digest();
  }

  /** State as plain data. */
  save(): { written: number; hasher: readonly number[]; text: Uint8Array } {
    return { written: this.written, hasher: this.hasher.save(), text: this.since(0).bytes };
  }

  /** Back to what `save` gave. */
  restore({ written, hasher, text }: { written: number; hasher: readonly number[]; text: Uint8Array }): void {
    this.chunks = text.length ? [text.slice()] : [];
    this.written = written;
    this.hasher = Hasher.restore(hasher);
  }
}
