import { once } from 'node:events';
import { createWriteStream, openSync, type WriteStream } from 'node:fs';
import type { Writable } from 'node:stream';

/** A stream that is waited for, so that a guest that prints for ever fills no memory. */
export class Output {
  private failure: Error | undefined;

  constructor(private readonly stream: Writable) {
    stream.on('error', (error) => {
      this.failure = error;
    });
  }

  /** A file, made anew at once. Errors: the system's, when it cannot be. */
  static file(path: string): Output {
    return new Output(createWriteStream(path, { fd: openSync(path, 'w') }));
  }

  /** Nobody reads any more: `| head` is content. */
  get broken(): boolean {
    return codeOf(this.failure) === 'EPIPE';
  }

  /** Why it cannot be written, in words, when that is not for want of a reader. */
  get refusal(): string | undefined {
    return this.failure && !this.broken ? reasonOf(this.failure) : undefined;
  }

  write(data: string | Uint8Array): void {
    if (!this.failure) this.stream.write(data);
  }

  /** Waits until the reader has caught up. */
  async ready(): Promise<void> {
    if (this.failure || !this.stream.writableNeedDrain) return;
    const caughtUp = new AbortController();
    const { signal } = caughtUp;
    await Promise.race([once(this.stream, 'drain', { signal }), once(this.stream, 'close', { signal })]).catch(
      () => {},
    );
    // The event that did not come must not be listened for any longer.
    caughtUp.abort();
  }

  /** Waits until everything is written, or cannot be. */
  async flushed(): Promise<void> {
    if (this.failure) return;
    await new Promise<void>((resolve) => this.stream.write('', () => resolve()));
    // Only then does a stream that failed say so.
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Writes out what waits and, for a file, closes it. Errors: whatever kept a file from being written. */
  async end(): Promise<void> {
    if (isFile(this.stream) && !this.failure) {
      this.stream.end();
      await once(this.stream, 'close').catch(() => {});
    }
    if (this.failure && isFile(this.stream)) throw this.failure;
  }
}

/** Why the system would not open or write a file, in words where it is a common reason. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'it is not allowed',
  ENOSPC: 'there is no room left',
};

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | undefined)?.code;

/** Why the system would not open or write a file. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error) ?? 'unknown';
  return REASONS[code] ?? code;
}

function isFile(stream: Writable): stream is WriteStream {
  return 'path' in stream;
}
