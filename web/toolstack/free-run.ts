import { breathe } from '../core/breathe';
import type { Announcer } from './announcer';
import type { Goal, Machine, Outcome } from './machine';
import { Pacer } from './pacer';

/** Longest nap of a paced machine: it looks at the wall clock again then. */
const NAP = 50;

/** A machine that runs freely, until it is stopped or the domain ends, and tells how it goes. */
export class FreeRun {
  /** Resolves when the machine stands; absent while it does. */
  private running: Promise<void> | undefined;
  private stopping = false;
  private resting = false;
  private wakeUp: (() => void) | undefined;

  /**
   * @param clock wall time in ms
   * @param advance runs the machine a slice towards a goal
   * @param announcer hears of the machine while it runs, and when it stopped by itself
   */
  constructor(
    private readonly clock: () => number,
    private readonly advance: (goal: Goal) => Outcome,
    private readonly announcer: Announcer,
  ) {}

  /** Whether it computes or waits; undefined where it stands, or is about to. */
  get state(): 'running' | 'idle' | undefined {
    if (!this.running || this.stopping) return undefined;
    return this.resting ? 'idle' : 'running';
  }

  /** Lets a machine that stands run. `paced`: never ahead of the wall clock. */
  start(machine: Machine, paced: boolean): void {
    const pacer = paced ? new Pacer(this.clock, machine.position.tick) : undefined;
    this.stopping = false;
    this.running = this.loop(machine, pacer);
  }

  /** Stops it between two slices. Answers whether it ran: whoever stopped it tells of it. */
  async stop(): Promise<boolean> {
    if (!this.running) return false;
    this.stopping = true;
    this.wake();
    await this.running;
    return true;
  }

  /** Something happened that a machine that waits may have waited for. */
  wake(): void {
    this.wakeUp?.();
  }

  private async loop(machine: Machine, pacer: Pacer | undefined): Promise<void> {
    await breathe();
    try {
      while (!this.stopping) {
        const outcome = this.advance(pacer ? { tick: pacer.limit(machine.position.tick) } : {});
        if (outcome === 'ended') break;
        const rested = this.resting;
        this.resting = machine.idle && outcome !== 'more';
        this.announcer.tell(this.resting && !rested);
        if (outcome === 'more') await breathe();
        else await this.nap(machine, outcome === 'idle' ? undefined : napTime(machine, pacer));
      }
    } finally {
      this.resting = false;
      this.running = undefined;
    }
    if (!this.stopping) this.announcer.tell(true);
  }

  /** Sleeps until the time is over, or something wakes it. */
  private async nap(machine: Machine, ms: number | undefined): Promise<void> {
    if (this.stopping || machine.hasTyped) return;
    await new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wakeUp = undefined;
  }
}

/** How long a machine that is ahead of the wall clock sleeps, in ms. */
function napTime(machine: Machine, pacer: Pacer | undefined): number {
  if (!pacer) return 0;
  const { deadline, tick } = machine.core.machine;
  return Math.max(1, Math.min(NAP, machine.idle ? pacer.until(deadline) : pacer.until(tick)));
}
