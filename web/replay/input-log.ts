import type { InputEvent } from '../core/machine-api';

/** A copy that shares nothing. */
function copy(event: InputEvent): InputEvent {
  return event.kind === 'console' ? { ...event, bytes: event.bytes.slice() } : { ...event };
}

/**
 * What reached the machine from outside, in order, each stamped with the tick at which it acts. Feeding the same log to the same
 * scenario gives the same machine at every position.
 */
export class InputLog {
  private readonly events: InputEvent[];
  /** Events that have acted. */
  private taken = 0;
  /** Events that were logged by `record`. */
  private recordings = 0;

  constructor(events: readonly InputEvent[] = []) {
    this.events = events.map(copy);
    this.events.forEach((event, i) => {
      const before = this.events[i - 1];
      if (before && before.tick > event.tick) throw new Error('The input log is out of order.');
    });
  }

  /** Everything, the future part of a replayed log included. */
  get all(): InputEvent[] {
    return this.events.map(copy);
  }

  /** Tick of the next event that has not acted yet. */
  get nextTick(): bigint | undefined {
    return this.events[this.taken]?.tick;
  }

  /** Takes the next event if its tick is reached. */
  takeDue(tick: bigint): InputEvent | undefined {
    const event = this.events[this.taken];
    if (!event || event.tick > tick) return undefined;
    this.taken++;
    return event;
  }

  /** Logs an event that acts now. What a replayed log still had to come is another future, and goes. */
  record(event: InputEvent): void {
    this.events.length = this.taken;
    this.events.push(copy(event));
    this.taken++;
    this.recordings++;
  }

  /** How often something was logged: each time, what had been the future no longer is. */
  get recorded(): number {
    return this.recordings;
  }

  /** How many events have acted. */
  get acted(): number {
    return this.taken;
  }

  /** Only the first `acted` events have acted: the machine went elsewhere. */
  rewind(acted = 0): void {
    this.taken = acted;
  }
}
