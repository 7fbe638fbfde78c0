import type { Position } from '../core/machine-api';

/** A state that can be gone back to. */
export interface Checkpoint {
  position: Position;
  /** Bytes that it holds and the one before it does not. */
  bytesBeside(before: this | undefined): number;
}

/** Least distance between two checkpoints that a run leaves by itself, in instructions: some milliseconds of replay. */
const LEAST_INTERVAL = 500_000n;
/** A long run leaves them further apart: at this fraction of its length. */
const FRACTION = 16n;

/** Whether a position lies at or before another. */
export function isAtOrBefore(a: Position, b: Position): boolean {
  return a.count <= b.count && a.tick <= b.tick;
}

interface Kept<T> {
  checkpoint: T;
  /** Bytes that the one before does not hold. */
  ownBytes: number;
}

/**
 * Checkpoints of a run, in order and in bounded memory. When they grow too many, those go first whose absence costs least: close ones
 * near the end of the run stay, of old ones only some. The first and the last never go.
 */
export class Timeline<T extends Checkpoint> {
  private kept: Kept<T>[] = [];

  /**
   * @param mostBytes memory they may hold in all
   * @param mostCheckpoints how many there may be
   */
  constructor(
    private readonly mostBytes = 256 << 20,
    private readonly mostCheckpoints = 160,
  ) {}

  /** How many there are. */
  get size(): number {
    return this.kept.length;
  }

  /** Bytes that they hold in all. */
  get bytes(): number {
    return this.kept.reduce((sum, { ownBytes }) => sum + ownBytes, 0);
  }

  /** Whether a run that stands here should leave a checkpoint. */
  isDue(position: Position): boolean {
    const before = this.before(position);
    const interval = position.count / FRACTION;
    const distance = position.count - (before?.position.count ?? 0n);
    return !before || distance >= (interval > LEAST_INTERVAL ? interval : LEAST_INTERVAL);
  }

  /** The last one at or before a position. */
  before(position: Position): T | undefined {
    return this.kept.findLast(({ checkpoint }) => isAtOrBefore(checkpoint.position, position))?.checkpoint;
  }

  /** The last one with fewer instructions than `count`, or the beginning. */
  beforeCount(count: bigint): T | undefined {
    const found = this.kept.findLast(({ checkpoint }) => checkpoint.position.count < count) ?? this.kept[0];
    return found && found.checkpoint.position.count <= count ? found.checkpoint : undefined;
  }

  /** Adds one at its place; one at the same position is replaced. */
  add(checkpoint: T): void {
    const { count, tick } = checkpoint.position;
    const after = this.kept.findIndex(({ checkpoint: { position } }) => count < position.count || tick < position.tick);
    const at = after < 0 ? this.kept.length : after;
    const before = this.kept[at - 1]?.checkpoint.position;
    const replaces = before?.count === count && before.tick === tick;
    this.kept.splice(replaces ? at - 1 : at, replaces ? 1 : 0, { checkpoint, ownBytes: 0 });
    const place = replaces ? at - 1 : at;
    this.weigh(place);
    this.weigh(place + 1);
    while (this.kept.length > 2 && this.isTooMuch()) this.drop(this.leastMissed());
  }

  /** Forgets those behind a position: they belong to another future. */
  forgetAfter(position: Position): void {
    this.kept = this.kept.filter(({ checkpoint }) => isAtOrBefore(checkpoint.position, position));
  }

  /** Forgets all: another machine. */
  clear(): void {
    this.kept = [];
  }

  private isTooMuch(): boolean {
    return this.kept.length > this.mostCheckpoints || this.bytes > this.mostBytes;
  }

  private weigh(at: number): void {
    const kept = this.kept[at];
    if (kept) kept.ownBytes = kept.checkpoint.bytesBeside(this.kept[at - 1]?.checkpoint);
  }

  private drop(at: number): void {
    this.kept.splice(at, 1);
    this.weigh(at);
  }

  /** The one that leaves the smallest gap for its distance from the end. */
  private leastMissed(): number {
    const count = (at: number): number => Number((this.kept[at] as Kept<T>).checkpoint.position.count);
    const end = count(this.kept.length - 1);
    let [least, found] = [Number.POSITIVE_INFINITY, 1];
    for (let at = 1; at < this.kept.length - 1; at++) {
      const cost = (count(at + 1) - count(at - 1)) / (end - count(at) + Number(LEAST_INTERVAL));
      if (cost < least) [least, found] = [cost, at];
    }
    return found;
  }
}
