import { TraceEvent } from '../../assembly/abi/trace-event';
import { TRACE_RECORD_BYTES, TraceRecord } from '../core/layout.gen';
import type { StepUnit } from '../core/machine-api';
import { Refused } from '../core/refused';
import type { SourceMap } from '../explain/source-map';
import type { History, Run } from './history';
import type { Machine } from './machine';

/** `TraceRecord.flags`: part of the record before. */
const PART = 2;
/** Trace records that are looked through at a time. */
const LOOK = 4096;
/** Most instructions that one step by line takes: a line that waits for something would never end. */
const LONGEST_LINE = 1_000_000n;
/** Instructions looked through first when the line before is sought, and how much more each time. */
const [FIRST_LOOK, MORE] = [64n, 8n];

/** Steps a machine by instruction, source line or hypercall, forward and back. */
export class Stepper {
  private readonly machine: Machine;

  /** @param source the guest's lines, where they are known */
  constructor(
    private readonly history: History,
    private readonly run: Run,
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
    const { count } = this.machine.position;
    if (times < 0 && count === 0n) throw new Refused('This is the beginning.');
    if (unit === 'instruction' || (unit === 'line' && !this.source)) await this.byInstruction(BigInt(times));
    else await this.repeat(Math.abs(times), this.stepOf(unit, times < 0));
  }

  private stepOf(unit: 'line' | 'hypercall', isBack: boolean): () => Promise<boolean> {
    if (unit === 'line') return isBack ? () => this.lineBack() : () => this.lineForward();
    return isBack ? () => this.hypercallBack() : () => this.hypercallForward();
  }

  private async repeat(times: number, step: () => Promise<boolean>): Promise<void> {
    for (let i = 0; i < times && (await step()); i++);
  }

  private async byInstruction(times: bigint): Promise<void> {
    const { count } = this.machine.position;
    if (times > 0n) await this.run({ count: count + times }, false);
    else await this.history.travel({ count: count + times < 0n ? 0n : count + times });
  }

  private async hypercallForward(): Promise<boolean> {
    return (await this.run({ hypercall: true }, false)) === 'reached';
  }

  /** Back to right behind the hypercall before, as stepping forward would have stopped there; else to the beginning. */
  private async hypercallBack(): Promise<boolean> {
    const { count } = this.machine.position;
    const { trace } = this.machine;
    for (;;) {
      const found = this.lastHypercall(count);
      if (found !== undefined || trace.first === 0) {
        await this.history.travel({ count: found ?? 0n });
        return found !== undefined;
      }
      // What the window has dropped comes back when the machine goes there.
      await this.history.travel({ count: this.oldest() });
    }
  }

  /** Count right behind the last hypercall that was over before `count`, as far as the trace's window reaches. */
  private lastHypercall(count: bigint): bigint | undefined {
    const { trace } = this.machine;
    for (let end = trace.next; end > trace.first; end -= LOOK) {
      const { from, records } = trace.read(end - LOOK, Math.min(LOOK, end - trace.first));
      const view = new DataView(records.buffer);
      for (let at = (end - from - 1) * TRACE_RECORD_BYTES; at >= 0; at -= TRACE_RECORD_BYTES) {
        const record = new TraceRecord(view, at);
        const isWhole = record.kind === TraceEvent.Hypercall && !(record.flags & PART);
        if (isWhole && record.count < count) return record.count;
      }
    }
    return undefined;
  }

  /** Count of the oldest record in the window. */
  private oldest(): bigint {
    const { trace, position } = this.machine;
    const { records } = trace.read(trace.first, 1);
    if (records.length === 0) return position.count - 1n;
    return new TraceRecord(new DataView(records.buffer), 0).count;
  }

  /** The line at the instruction pointer, as a number of its own; undefined outside the source. */
  private line(): number | undefined {
    return this.source?.lineId(this.machine.instructionPointer);
  }

  /** On to the first instruction of another line. */
  private async lineForward(): Promise<boolean> {
    const begun = this.line();
    const { count } = this.machine.position;
    for (let next = count + 1n; next <= count + LONGEST_LINE; next++) {
      if ((await this.run({ count: next }, false)) !== 'reached') return false;
      const line = this.line();
      if (line !== undefined && line !== begun) return true;
    }
    return true;
  }

  /** Back to the last instruction before this one at which a line began; else to the beginning. */
  private async lineBack(): Promise<boolean> {
    const end = this.machine.position.count;
    for (let look = FIRST_LOOK; ; look *= MORE) {
      const begin = end > look ? end - look : 0n;
      const found = await this.lastLineStart(begin, end);
      if (found !== undefined || begin === 0n) {
        await this.history.travel({ count: found ?? 0n });
        return found !== undefined;
      }
    }
  }

  /** The last count from `begin` to before `end` at which another line began than before. */
  private async lastLineStart(begin: bigint, end: bigint): Promise<bigint | undefined> {
    await this.history.travel({ count: begin });
    let line = this.line();
    let found: bigint | undefined;
    for (let count = begin + 1n; count < end; count++) {
      await this.run({ count }, true);
      const now = this.line();
      if (now === undefined) continue;
      if (now !== line && (line !== undefined || begin === 0n)) found = count;
      line = now;
    }
    return found;
  }
}
