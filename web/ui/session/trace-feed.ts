import type { MachineApi } from '../../core/machine-api';
import type { TraceLog } from './trace-log';

/** Records asked for at once. */
const CHUNK = 4096;
const MOST_IN_FLIGHT = 2;
/** Further behind than this, the page leaves a gap: nobody reads a list that moves by more than this at once. */
const MOST_BEHIND = 65_536;
const CAUGHT_UP = 8192;
/** No machine is followed. */
const NO_EPOCH = -1;

/** Pulls the trace from the worker into the log: at most two chunks in flight, and never further behind than a bound. */
export class TraceFeed {
  private inFlight = 0;
  private asked = 0;
  private written = 0;
  private epoch = NO_EPOCH;

  /**
   * @param changed called when the log grew
   * @param failed called when the worker did not answer
   */
  constructor(
    private readonly log: TraceLog,
    private readonly changed: () => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Tells that `written` records exist in an epoch of the same machine; pulls what is missing, forgets what is ahead. */
  follow(api: MachineApi, epoch: number, written: number): void {
    if (epoch !== this.epoch) {
      this.log.rewind(written);
      this.asked = this.log.nextOrdinal;
      this.epoch = epoch;
    }
    this.written = written;
    if (written - this.asked > MOST_BEHIND) this.asked = written - CAUGHT_UP;
    this.pull(api);
  }

  /** Forgets the machine followed so far. */
  reset(): void {
    this.epoch = NO_EPOCH;
    this.asked = 0;
    this.written = 0;
    this.log.clear();
  }

  private pull(api: MachineApi): void {
    while (this.inFlight < MOST_IN_FLIGHT && this.asked < this.written) {
      const from = this.asked;
      const limit = Math.min(CHUNK, this.written - from);
      this.asked = from + limit;
      this.inFlight++;
      this.fetch(api, this.epoch, from, limit).finally(() => {
        this.inFlight--;
        this.pull(api);
      });
    }
  }

  private async fetch(api: MachineApi, epoch: number, from: number, limit: number): Promise<void> {
    try {
      const chunk = await api.trace(from, limit);
      if (chunk.epoch !== epoch || epoch !== this.epoch) return;
      this.log.append(chunk);
      this.changed();
    } catch (error) {
      this.failed(error);
    }
  }
}
