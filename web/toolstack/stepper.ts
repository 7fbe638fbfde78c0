import { TraceEvent } from '../../assembly/abi/trace-event';
import type { StepUnit } from '../core/machine-api';
import { Refused } from '../core/refused';
import type { SourceMap } from '../explain/source-map';
import type { History, Run } from './history';
import type { Machine } from './machine';
import type { Seeker } from './seeker';

/** Most instructions that one step by line takes: a line that waits for something would never end. */
const LONGEST_LINE = 100_000n;

/** Steps a machine by instruction, source line or hypercall, forward and back. */
export class Stepper {
  private readonly machine: Machine;

  /** @param source the guest's lines, where they are known */
  constructor(
    private readonly history: History,
    private readonly run: Run,
    private readonly seeker: Seeker,
    private readonly source: SourceMap | undefined,
  ) {
    this.machine = history.machine;
  }

  /**
   * Takes so many steps, backward for a negative number.
   *
   * Errors: Refused for what is no number of steps, and at the beginning.
   */
  async step(unit: StepUnit, times: number): Promise<void> {
    if (!Number.isInteger(times) || times === 0)
      throw new Refused(`A machine takes a whole number of steps, not ${times}.`);
    if (unit === 'hypercall' && this.machine.checked.bare)
      throw new Refused('There is no Xen on the bare machine to call: step by instruction.');
    const { count } = this.machine.position;
    if (times < 0 && count === 0n) throw new Refused('This is the beginning.');
    if (unit === 'instruction' || (unit === 'line' && !this.source)) await this.byInstruction(BigInt(times));
    else await this.repeat(Math.abs(times), times < 0, this.stepOf(unit, times < 0));
  }

  private stepOf(unit: 'line' | 'hypercall', isBack: boolean): () => Promise<boolean> {
    if (unit === 'line') return isBack ? () => this.lineBack() : () => this.lineForward();
    return isBack ? () => this.hypercallBack() : () => this.hypercallForward();
  }

  private async repeat(times: number, isBack: boolean, step: () => Promise<boolean>): Promise<void> {
    for (let i = 0; i < times; i++) {
      if (this.machine.position.count === 0n && isBack) return;
      if (!(await step())) return;
    }
  }

  private async byInstruction(times: bigint): Promise<void> {
    const { count } = this.machine.position;
    if (times > 0n) await this.run({ count: count + times }, false);
    else await this.history.travel({ count: count + times < 0n ? 0n : count + times });
  }

  /** On to where the next hypercall is over, and answered. */
  private async hypercallForward(): Promise<boolean> {
    while ((await this.run({ hypercall: true }, false)) === 'reached') if (!this.machine.isInCall) return true;
    return false;
  }

  /** Back to right behind the hypercall before, as stepping forward would have stopped there; else to the beginning. */
  private hypercallBack(): Promise<boolean> {
    return this.seeker.back({ record: { kind: TraceEvent.Hypercall, part: false, interrupted: false } });
  }

  /** The line at the instruction pointer, as a number of its own; undefined outside the source. */
  private line(): number | undefined {
    return this.source?.lineId(this.machine.instructionPointer);
  }

  /** On to the first instruction of another line. */
  private lineForward(): Promise<boolean> {
    const begun = this.line();
    const isElsewhere = (): boolean => {
      const line = this.line();
      return line !== undefined && line !== begun;
    };
    return this.seeker.forwardWhere(isElsewhere, LONGEST_LINE);
  }

  /** Back to the last instruction before this one at which a line began; else to the beginning. */
  private lineBack(): Promise<boolean> {
    return this.seeker.backWhere(() => {
      let line: number | undefined;
      return () => {
        const now = this.line();
        if (now === undefined) return false;
        const begins = line !== undefined && now !== line;
        line = now;
        return begins;
      };
    }, LONGEST_LINE);
  }
}
