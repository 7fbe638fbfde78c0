import type { SharedPage } from '../../core/core';
import { Hasher } from '../../core/hash';
import type { StateObject } from '../../core/state-object';
import { ConsoleRing } from './console-ring';
import { ConsoleText } from './console-text';

/** What a back end does to the domain it serves. */
export interface ConsoleLink {
  page: SharedPage;
  /** Sends an event to the domain. */
  notify: () => void;
}

/**
 * The console of one domain: keeps what the domain writes, and hands it what is typed as fast as it takes it. Without a ring (domain 0)
 * only what Xen's own console shows arrives, by `show`.
 */
export class ConsoleBackend implements StateObject {
  readonly name = 'console';
  readonly text = new ConsoleText();
  private readonly ring: ConsoleRing | undefined;
  /** Typed, but not yet in the ring: it was full. */
  private queue: Uint8Array[] = [];

  constructor(
    private readonly link: ConsoleLink | undefined,
    private readonly shown: (bytes: Uint8Array) => void = () => {},
  ) {
    this.ring = link && new ConsoleRing(link.page);
  }

  /** Takes what the domain wrote, and hands it what waits. */
  serve(): void {
    if (!this.ring) return;
    const bytes = this.ring.drain();
    this.show(bytes);
    const offered = this.offer();
    if (bytes.length || offered) this.link?.notify();
  }

  /** Shows bytes that come from elsewhere: Xen's own messages, domain 0's console. */
  show(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.text.append(bytes);
    this.shown(bytes);
  }

  /** Types bytes to the domain. What does not fit waits for room. */
  type(bytes: Uint8Array): void {
    this.queue.push(bytes.slice());
    if (this.offer()) this.link?.notify();
  }

  /** Whether the domain has taken everything typed so far. */
  get drained(): boolean {
    return this.queue.length === 0 && (this.ring?.waiting ?? 0) === 0;
  }

  private offer(): number {
    let offered = 0;
    for (let next = this.queue[0]; next && this.ring; next = this.queue[0]) {
      const count = this.ring.offer(next);
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
