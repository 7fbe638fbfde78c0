import { Hasher } from '../../core/hash';
import type { StateObject } from '../../core/state-object';
import { ConsoleText } from './console-text';

/** What a console is connected to its guest by: a shared ring, a serial line. */
export interface ConsoleWire {
  /** Takes what the guest wrote. */
  drain(): Uint8Array;
  /** Bytes typed that the guest has not taken yet. */
  readonly waiting: number;
  /** Hands over as many bytes as there is room for; answers how many. */
  offer(bytes: Uint8Array): number;
  /** Tells the guest that bytes were taken or handed over. */
  notify(): void;
}

/** The console of one guest: keeps what the guest writes, and hands it what is typed as fast as it takes it. */
export class ConsoleBackend implements StateObject {
  readonly text = new ConsoleText();
  /** Typed, but not yet handed over: there was no room. */
  private queue: Uint8Array[] = [];

  /**
   * @param shown hears what the guest writes
   * @param name among the machine's state objects
   */
  constructor(
    private readonly wire: ConsoleWire,
    private readonly shown: (bytes: Uint8Array) => void = () => {},
    readonly name = 'console',
  ) {}

  /** Takes what the guest wrote, and hands it what waits. Answers whether there was anything. */
  serve(): boolean {
    const bytes = this.wire.drain();
    if (bytes.length > 0) {
      this.text.append(bytes);
      this.shown(bytes);
    }
    const offered = this.offer();
    const served = bytes.length > 0 || offered > 0;
    if (served) this.wire.notify();
    return served;
  }

  /** Types bytes to the guest. What does not fit waits for room. */
  type(bytes: Uint8Array): void {
    this.queue.push(bytes.slice());
    if (this.offer()) this.wire.notify();
  }

  /** Whether the guest has taken everything typed so far. */
  get drained(): boolean {
    return this.queue.length === 0 && this.wire.waiting === 0;
  }

  private offer(): number {
    let offered = 0;
    for (let next = this.queue[0]; next; next = this.queue[0]) {
      const count = this.wire.offer(next);
      offered += count;
      if (count < next.length) {
        this.queue[0] = next.subarray(count);
        break;
      }
      this.queue.shift();
    }
    return offered;
  }

  save(): Uint8Array {
    const { written, hasher, text } = this.text.save();
    const saved: Saved = { written, hasher, text: toLatin1(text), queue: this.queue.map(toLatin1) };
    return new TextEncoder().encode(JSON.stringify(saved));
  }

  restore(bytes: Uint8Array): void {
    const { written, hasher, text, queue } = JSON.parse(new TextDecoder().decode(bytes)) as Saved;
    this.text.restore({ written, hasher, text: fromLatin1(text) });
    this.queue = queue.map(fromLatin1);
  }

  hash(): bigint {
    const hasher = new Hasher().word(this.text.hash()).number(this.text.total);
    const pending = this.queue.reduce((sum, bytes) => sum + bytes.length, 0);
    hasher.number(pending);
    for (const bytes of this.queue) hasher.bytes(bytes);
    return hasher.digest();
  }
}

/** The console in a saved state: bytes as text of a character a byte. */
interface Saved {
  written: number;
  hasher: readonly number[];
  text: string;
  queue: string[];
}

function toLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 4096)
    text += String.fromCharCode(...bytes.subarray(from, from + 4096));
  return text;
}

function fromLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
