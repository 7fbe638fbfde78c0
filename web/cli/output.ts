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
    return this.failure !== undefined;
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

  /** Writes out what waits and, for a file, closes it. Errors: whatever kept a file from being written. */
  async end(): Promise<void> {
    if (isFile(this.stream) && !this.failure) {
      this.stream.end();
      await once(this.stream, 'close').catch(() => {});
    }
    if (this.failure && isFile(this.stream)) throw this.failure;
  }
}

function isFile(stream: Writable): stream is WriteStream {
  return 'path' in stream;
}
