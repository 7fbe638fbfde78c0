const NANOSECONDS = 1e6;
/** A guest that fell behind the wall clock by more than this many ticks is not hurried: its clock goes on from here. */
const MOST_LAG = 50_000_000n;

/** Keeps virtual time from overtaking the wall clock while somebody watches. It only ever holds back; it never moves the guest's time. */
export class Pacer {
  private wall: number;
  private tick: bigint;

  /**
   * @param clock wall time in ms
   * @param tick where the guest's clock stands now
   */
  constructor(
    private readonly clock: () => number,
    tick: bigint,
  ) {
    this.wall = clock();
    this.tick = tick;
  }

  /** The tick that may not be passed yet. */
  limit(tick: bigint): bigint {
    const now = this.clock();
    const limit = this.tick + BigInt(Math.round((now - this.wall) * NANOSECONDS));
    if (limit - tick <= MOST_LAG) return limit;
    this.wall = now;
    this.tick = tick;
    return tick + MOST_LAG;
  }

  /** Milliseconds until a tick may be reached. */
  until(tick: bigint): number {
    return Math.max(0, Number(tick - this.tick) / NANOSECONDS - (this.clock() - this.wall));
  }
}
