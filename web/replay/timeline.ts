import type { Position } from '../core/machine-api';

/** A state that can be gone back to. */
export interface Checkpoint {
  position: Position;
  /** Bytes that it holds for itself. */
  ownBytes: number;
}

/** First distance between two checkpoints, in instructions. */
const FIRST_INTERVAL = 20_000_000n;

/**
 * Checkpoints along a run, in order and in bounded memory: when they grow too many, every second one goes and the distance between new
 * ones doubles, so the way back to any position stays a fixed fraction of the run.
 */
export class Timeline<T extends Checkpoint> {
  private checkpoints: T[] = [];
  private interval = FIRST_INTERVAL;

  /**
   * @param mostBytes memory they may hold in all
   * @param mostCheckpoints how many there may be
   */
  constructor(
    private readonly mostBytes = 256 << 20,
    private readonly mostCheckpoints = 32,
  ) {}

  /** Whether a run that stands here should leave a checkpoint. */
  isDue({ count }: Position): boolean {
    const last = this.checkpoints.at(-1);
    return count - (last?.position.count ?? 0n) >= this.interval;
  }

  /** The newest checkpoint. */
  get last(): T | undefined {
    return this.checkpoints.at(-1);
  }

  /** Adds one behind all others. */
  add(checkpoint: T): void {
    this.checkpoints.push(checkpoint);
    while (this.checkpoints.length > 1 && this.isTooMuch()) this.thin();
  }

  private isTooMuch(): boolean {
    const bytes = this.checkpoints.reduce((sum, { ownBytes }) => sum + ownBytes, 0);
    return this.checkpoints.length > this.mostCheckpoints || bytes > this.mostBytes;
  }

  /** Drops every second one, never the newest: the next is taken against it. */
  private thin(): void {
    const { length } = this.checkpoints;
    this.checkpoints = this.checkpoints.filter((_, i) => (length - 1 - i) % 2 === 0);
    this.interval *= 2n;
  }

  /** The last checkpoint at or before a position; those behind it are forgotten. */
  backTo(position: Position): T | undefined {
    const isBefore = ({ position: at }: T): boolean => at.count <= position.count && at.tick <= position.tick;
    this.checkpoints = this.checkpoints.filter(isBefore);
    return this.checkpoints.at(-1);
  }

  /** Forgets all: another machine. */
  clear(): void {
    this.checkpoints = [];
    this.interval = FIRST_INTERVAL;
  }
}
