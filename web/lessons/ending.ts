import { Crash } from '../../assembly/abi/crash';
import { Life, TraceEvent } from '../../assembly/abi/trace-event';
import { Vector } from '../../assembly/abi/vector';
import type { MachineStatus } from '../core/machine-api';
import { isRefused, type TraceFields } from '../explain';
import type { Ending } from './lesson';
import { ruleName } from './rules';

/** Bit 2 of a page fault's error code: it came from ring 3. */
const FROM_USER = 4n;

/** Watches a run's trace for what its end came from. */
export class EndingWatch {
  /** The last thing that a guest may have stumbled over. */
  private last: Ending | undefined;
  private killed = false;

  /** Takes a record; they come in order. */
  take(record: TraceFields): void {
    const { kind, code, arg0, arg1, result } = record;
    if (kind === TraceEvent.Request && isRefused(record)) {
      const { level, slot } = record;
      this.last = { outcome: 'refused', result: Number(result), rule: ruleName(record.rule), level, slot };
    } else if (kind === TraceEvent.Trap && code === Vector.PageFault && (arg0 & FROM_USER) === 0n) {
      this.last = { outcome: 'fault', error: Number(arg0), address: Number(arg1) };
    } else if (kind === TraceEvent.Domain && code === Life.Crashed) {
      this.killed = Number(arg0) === Crash.IllegalUpdate;
    }
  }

  /** How the run ended. */
  ending(status: MachineStatus): Ending {
    if (status.state !== 'ended') return { outcome: 'other' };
    if (status.orderly) return { outcome: 'runs' };
    if (!this.last) return { outcome: 'other' };
    if (!this.killed) return this.last;
    const { result: _, ...why } = this.last;
    return { ...why, outcome: 'killed' };
  }
}
