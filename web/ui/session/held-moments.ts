import type { Moment } from '../../core/machine-api';

/**
 * Moments that cannot be shown yet. A machine may be long on its way and tell of itself thirty times a second: of moments of which each goes
 * on where the one before ended, the last stands for all, with the console bytes of all.
 */
export class HeldMoments {
  private moments: Moment[] = [];

  /** How many are kept. */
  get size(): number {
    return this.moments.length;
  }

  hold(moment: Moment): void {
    const last = this.moments.at(-1);
    if (last && goesOn(last, moment)) this.moments.splice(-1, 1, joined(last, moment));
    else this.moments.push(moment);
  }

  /** Gives those of an epoch or a later one, and forgets all. */
  take(epoch: number): Moment[] {
    const held = this.moments;
    this.clear();
    return held.filter((moment) => moment.epoch >= epoch);
  }

  clear(): void {
    this.moments = [];
  }
}

function endOf({ console: { from, bytes } }: Moment): number {
  return from + bytes.length;
}

function goesOn(last: Moment, next: Moment): boolean {
  const isSame = last.epoch === next.epoch && last.console.domid === next.console.domid;
  return isSame && next.console.from === endOf(last) && next.position.count >= last.position.count;
}

function joined(last: Moment, next: Moment): Moment {
  const { from, bytes: before } = last.console;
  const bytes = new Uint8Array(before.length + next.console.bytes.length);
  bytes.set(before);
  bytes.set(next.console.bytes, before.length);
  return { ...next, console: { ...next.console, from, bytes } };
}
