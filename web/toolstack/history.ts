import type { Position } from '../core/machine-api';
import { isAtOrBefore, Timeline } from '../replay/timeline';
import type { Goal, Machine, MachineCheckpoint, Outcome } from './machine';

/** How far before a place that was gone back to checkpoints are left, in instructions: the next steps back begin there. */
const NEAR = [640_000n, 160_000n, 40_000n, 10_000n];
/** Longest run from one checkpoint to the next, in ms; of a long run, this fraction of it. */
const [LONGEST_RUN, RUN_FRACTION] = [20, 40];

/** Somewhere in a machine's run: a position, or the first boundary after so many instructions. */
export type Place = { position: Position } | { count: bigint };

/** Runs the machine to a goal. `onKnownGround`: it was there before, so the way is short and nothing should stop it halfway. */
export type Run = (goal: Goal, onKnownGround: boolean) => Promise<Outcome>;

/**
 * A machine's run, forward and back: checkpoints on the way, and exact replay from the last one before a place. Whichever side a place is
 * reached from, the machine is in the same state there and its trace holds the same records.
 */
export class History {
  private readonly timeline = new Timeline<MachineCheckpoint>();
  private furthest: Position;
  /** Milliseconds of running: since the last checkpoint, and in all. */
  private spent = 0;
  private total = 0;

  /** @param machine stands at its beginning */
  constructor(
    readonly machine: Machine,
    private readonly run: Run,
  ) {
    this.furthest = machine.position;
    this.keep();
  }

  /** Checkpoints there are, and the bytes they hold. */
  get size(): { checkpoints: number; bytes: number } {
    return { checkpoints: this.timeline.size, bytes: this.timeline.bytes };
  }

  /** To be called wherever the machine came by running, for so many ms: leaves a checkpoint when one is due. */
  note(ms = 0): void {
    this.spent += ms;
    this.total += ms;
    const { position } = this.machine;
    if (isAtOrBefore(this.furthest, position)) this.furthest = position;
    const isLong = this.spent > Math.max(LONGEST_RUN, this.total / RUN_FRACTION);
    if (isLong || this.timeline.isDue(position)) this.keep();
  }

  /** Something new was typed at a position: checkpoints behind it are of another future. */
  fork(position: Position): void {
    this.timeline.forgetAfter(position);
    this.furthest = position;
  }

  /** The latest position of which it is known what happens up to there. */
  get known(): Position {
    return this.furthest;
  }

  /** Puts the machine to the last checkpoint at which fewer than `count` instructions were done, or to the beginning, and gives it. */
  restoreBefore(count: bigint): MachineCheckpoint {
    const found = this.timeline.beforeCount(count);
    if (!found) throw new Error('A run has no beginning.');
    this.machine.restore(found);
    return found;
  }

  /** Leaves a checkpoint here, and gives it. */
  keep(): MachineCheckpoint {
    this.spent = 0;
    const checkpoint = this.machine.checkpoint(this.timeline.before(this.machine.position));
    this.timeline.add(checkpoint);
    return checkpoint;
  }

  /** Brings the machine to a place, from whichever side. */
  async travel(place: Place): Promise<Outcome> {
    const { machine } = this;
    const isBack = isBehind(place, machine.position);
    this.spent = 0;
    const from = this.start(place, isBack);
    if (from && (isBack || from.position.count > machine.position.count)) machine.restore(from);
    if (isBack) await this.leaveNear(countOf(place));
    return this.run(place, countOf(place) <= this.furthest.count);
  }

  /** Where to start for a place. A machine goes forward only to where its trace reaches; far back, the trace begins a little earlier. */
  private start(place: Place, isBack: boolean): MachineCheckpoint | undefined {
    const { trace } = this.machine;
    const last = 'position' in place ? this.timeline.before(place.position) : this.timeline.beforeCount(countOf(place));
    if (!last || trace.reaches(last.traced)) return last;
    return isBack ? this.timeline.beforeCount(last.position.count) : undefined;
  }

  private async leaveNear(count: bigint): Promise<void> {
    for (const near of NEAR) {
      if (count - this.machine.position.count <= 2n * near) continue;
      await this.run({ count: count - near }, true);
      this.keep();
    }
  }
}

function countOf(place: Place): bigint {
  return 'position' in place ? place.position.count : place.count;
}

/** Does a place lie behind a position, or may it? After so many instructions a machine may stand for a while: the first moment counts. */
function isBehind(place: Place, here: Position): boolean {
  return 'position' in place ? !isAtOrBefore(here, place.position) : here.count >= place.count;
}
