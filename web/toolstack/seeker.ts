import type { TraceRecord } from '../core/layout.gen';
import type { Condition, Mark, RecordTest, Registers } from '../core/machine-api';
import { Refused } from '../core/refused';
import { recordsOf } from '../core/trace-window';
import type { SourceMap } from '../explain/source-map';
import type { History, Run } from './history';
import type { Machine, Outcome } from './machine';
import { isRecordTest, matches } from './record-test';

/** Trace records that are looked through at a time. */
const LOOK = 4096;
/** Instructions that a run towards a trace record takes at a time: few first, for what is near. */
const [FIRST_SLICE, LAST_SLICE] = [50_000n, 2_000_000n];
/** Instructions looked through first when going back one by one, and how much more each time. */
const [FIRST_LOOK, MORE] = [64n, 8n];

/** Whether the machine stands where it is wanted. Asked at each boundary in turn, of which the first only tells what came before. */
export type Test = () => boolean;

/** Runs a machine forward or back until something is so: a trace record was written, registers hold values, a line begins. */
export class Seeker {
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
   * Runs forward until a condition holds; where it never does, as far as the machine goes.
   *
   * Errors: Refused for what is no condition of this machine.
   */
  async forward(condition: Condition): Promise<void> {
    if ('record' in condition) await this.forwardToRecord(this.recordTest(condition.record));
    else await this.forwardWhere(this.test(condition));
  }

  /** Goes back to the last moment before now at which a condition held, or to the beginning. Errors: as `forward`. */
  async back(condition: Condition): Promise<boolean> {
    if (this.machine.position.count === 0n) throw new Refused('This is the beginning.');
    if ('record' in condition) return this.backToRecord(this.recordTest(condition.record));
    return this.backWhere(() => this.test(condition));
  }

  /** Every trace record in the window that passes a test, those ahead of where the machine went back to included. */
  marks(test: RecordTest): Mark[] {
    const wanted = this.recordTest(test);
    const { trace } = this.machine;
    const found: Mark[] = [];
    for (let from = trace.first; from < trace.known; from += LOOK) {
      for (const record of recordsOf(trace.readKnown(from, LOOK).records)) {
        const { ordinal, count, tick } = record;
        if (matches(record, wanted)) found.push({ ordinal, position: { count, tick }, ahead: ordinal >= trace.next });
      }
    }
    return found;
  }

  /** Goes on, one instruction at a time, until a test is passed. False: the machine went no further. */
  async forwardWhere(test: Test, most?: bigint): Promise<boolean> {
    test();
    const { count } = this.machine.position;
    for (let next = count + 1n; most === undefined || next <= count + most; next++) {
      if ((await this.run({ count: next }, false)) !== 'reached') return false;
      if (test()) return true;
    }
    return true;
  }

  /** Goes back to the last moment before now at which a test was passed, at most `most` instructions; false: it was not, so far. */
  async backWhere(newTest: () => Test, most?: bigint): Promise<boolean> {
    const end = this.machine.position.count;
    const last = most !== undefined && most < end ? end - most : 0n;
    for (let look = FIRST_LOOK; ; look *= MORE) {
      const begin = end - look > last ? end - look : last;
      const found = await this.lastWhere(newTest(), begin, end);
      if (found === undefined && begin > last) continue;
      await this.history.travel({ count: found ?? last });
      return found !== undefined;
    }
  }

  /** The last count behind `begin` and before `end` at which a test is passed. */
  private async lastWhere(test: Test, begin: bigint, end: bigint): Promise<bigint | undefined> {
    await this.history.travel({ count: begin });
    test();
    let found: bigint | undefined;
    for (let count = begin + 1n; count < end; count++) {
      await this.run({ count }, true);
      if (test()) found = count;
    }
    return found;
  }

  private async forwardToRecord(wanted: RecordTest): Promise<void> {
    const { trace } = this.machine;
    let outcome: Outcome = 'reached';
    for (let [from, slice] = [trace.next, FIRST_SLICE]; ; slice = slice * 2n > LAST_SLICE ? LAST_SLICE : slice * 2n) {
      for (; from < trace.known; from += LOOK) {
        const found = recordsOf(trace.readKnown(from, LOOK).records).find((record) => matches(record, wanted));
        if (found) return this.toRecord(found);
      }
      if (outcome !== 'reached') return;
      from = trace.known;
      outcome = await this.run({ count: this.machine.position.count + slice }, false);
    }
  }

  private async backToRecord(wanted: RecordTest): Promise<boolean> {
    const { trace } = this.machine;
    const here = this.machine.position.count;
    for (let end = trace.next; ; ) {
      const found = this.lastRecord(wanted, end, here);
      if (found) {
        await this.toRecord(found);
        if (this.machine.position.count < here) return true;
        end = found.ordinal;
      } else if (trace.first === 0) {
        await this.history.travel({ count: 0n });
        return false;
      } else {
        // What the window has dropped comes back when the machine goes there.
        await this.history.travel({ count: this.oldest() });
        end = trace.next;
      }
    }
  }

  /** The last record before ordinal `end` that passes a test and was written before `count` instructions were done. */
  private lastRecord(wanted: RecordTest, end: number, count: bigint): TraceRecord | undefined {
    return this.machine.trace.findLast((record) => record.count < count && matches(record, wanted), end);
  }

  /** Count of the oldest record in the window. */
  private oldest(): bigint {
    const { trace, position } = this.machine;
    return recordsOf(trace.read(trace.first, 1).records)[0]?.count ?? position.count - 1n;
  }

  /** Goes to the first boundary at which a record is written. */
  private async toRecord({ ordinal, count }: TraceRecord): Promise<void> {
    await this.history.travel({ count });
    while (this.machine.trace.next <= ordinal) {
      const outcome = await this.run({ count: this.machine.position.count + 1n }, true);
      if (outcome !== 'reached') return;
    }
  }

  private recordTest(test: RecordTest): RecordTest {
    if (!isRecordTest(test))
      throw new Refused('A trace record is described by its fields and their values, such as { kind: 1, code: 26 }.');
    return test;
  }

  private test(condition: Exclude<Condition, { record: RecordTest }>): Test {
    if ('registers' in condition) return this.registerTest(condition.registers);
    if ('line' in condition) return this.lineTest(condition.line);
    throw new Refused('A machine runs to a trace record, to registers with certain values, or to a source line.');
  }

  private registerTest(wanted: Partial<Registers>): Test {
    const names = Object.keys(wanted) as (keyof Registers)[];
    if (names.length === 0) throw new Refused('Name at least one register and its value.');
    if (names.length === 1 && wanted.eip !== undefined) return () => this.machine.instructionPointer === wanted.eip;
    return () => {
      const now = this.machine.look().registers();
      return names.every((name) => now[name] === wanted[name]);
    };
  }

  /** Passed where a line begins to run. */
  private lineTest({ file, line }: { file: string; line: number }): Test {
    const { source } = this;
    if (!source) throw new Refused('No source lines are known of this guest.');
    const [first] = source.addressesOf({ file, line });
    if (!first) throw new Refused(`Line ${line} of ${file} made no code: choose another.`);
    const wanted = source.lineId(first[0]);
    let was = true;
    return () => {
      const before = was;
      was = source.lineId(this.machine.instructionPointer) === wanted;
      return was && !before;
    };
  }
}
