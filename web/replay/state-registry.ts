import { Hasher } from '../core/hash';
import type { StateObject } from '../core/state-object';

/** All TypeScript state of a machine. What is not in here cannot be part of what a guest sees. */
export class StateRegistry {
  private readonly objects = new Map<string, StateObject>();

  /** Adds an object; its name must be new. */
  add<T extends StateObject>(object: T): T {
    if (this.objects.has(object.name)) throw new Error(`Two state objects are called ${object.name}.`);
    this.objects.set(object.name, object);
    return object;
  }

  /** One hash over the core's and every object's, whatever the order in which they were added. */
  combine(core: bigint): bigint {
    const hasher = new Hasher().word(core);
    for (const object of this.sorted()) {
      const hash = object.hash();
      if (hash !== undefined) hasher.text(object.name).word(hash);
    }
    return hasher.digest();
  }

  /** Every object's state by name. */
  save(): Map<string, Uint8Array> {
    return new Map(this.sorted().map((object) => [object.name, object.save()]));
  }

  /** Back to saved states. Every object must have one. */
  restore(saved: ReadonlyMap<string, Uint8Array>): void {
    for (const object of this.sorted()) {
      const bytes = saved.get(object.name);
      if (!bytes) throw new Error(`The saved state lacks ${object.name}.`);
      object.restore(bytes);
    }
  }

  private sorted(): StateObject[] {
    return [...this.objects.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
