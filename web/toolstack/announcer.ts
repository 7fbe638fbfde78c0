import type { Moment } from '../core/machine-api';

/** Least time between two moments told: 30 a second. */
const PERIOD = 1000 / 30;

/** Whoever wants to hear of moments; it has dealt with one when what it answers resolves. */
export type Watcher = (moment: Moment) => unknown;

/** Tells a watcher of moments, no faster than it can follow: one at a time, and not more often than anyone sees. */
export class Announcer {
  private watcher: Watcher | undefined;
  private toldAt = 0;
  private telling = false;
  /** A moment that must be told came while the watcher was busy. */
  private owed = false;

  /**
   * @param clock wall time in ms
   * @param draw makes the moment that is told; undefined while there is no machine
   */
  constructor(
    private readonly clock: () => number,
    private readonly draw: () => Promise<Moment | undefined>,
  ) {}

  /** Takes the watcher, and tells it how the machine stands. */
  watch(watcher: Watcher): void {
    this.watcher = watcher;
    this.tell(true);
  }

  /** Tells the watcher, unless it was told just now. What `must` be told waits until it has dealt with the last moment. */
  tell(must: boolean): void {
    const now = this.clock();
    const { watcher } = this;
    if (!watcher || (!must && now - this.toldAt < PERIOD)) return;
    if (this.telling) {
      this.owed ||= must;
      return;
    }
    this.toldAt = now;
    this.telling = true;
    const done = (): void => {
      this.telling = false;
      const { owed } = this;
      this.owed = false;
      if (owed) this.tell(true);
    };
    this.draw()
      .then((moment) => moment && watcher(moment))
      .then(done, done);
  }
}
