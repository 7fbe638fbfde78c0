import { Hasher } from '../core/hash';
import type { StateObject } from '../core/state-object';
import type { GuestEnd } from './platform';

/**
 * How domains ended that the toolstack has destroyed since: Xen has forgotten them. Of those that Xen still has a record of, it is the
 * record that tells.
 */
export class Buried implements StateObject {
  readonly name = 'domains';
  private readonly ends = new Map<number, GuestEnd>();

  /** How a domain ended; undefined for one that was not destroyed. */
  get(domid: number): GuestEnd | undefined {
    return this.ends.get(domid);
  }

  /** A domain was destroyed. */
  add(domid: number, end: GuestEnd): void {
    this.ends.set(domid, end);
  }

  save(): Uint8Array {
    return new TextEncoder().encode(JSON.stringify([...this.ends].sort(([a], [b]) => a - b)));
  }

  restore(bytes: Uint8Array): void {
    this.ends.clear();
    for (const [domid, end] of JSON.parse(new TextDecoder().decode(bytes)) as [number, GuestEnd][])
      this.ends.set(domid, end);
  }

  hash(): bigint | undefined {
    return this.ends.size > 0 ? new Hasher().bytes(this.save()).digest() : undefined;
  }
}
