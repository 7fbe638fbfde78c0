import type { Position } from '../core/machine-api';
import type { TraceWindow } from '../core/trace-window';
import { SourceMap } from '../explain/source-map';
import { History, type Run } from './history';
import { LastWriter } from './last-writer';
import { Machine } from './machine';
import type { Checked } from './scenario';
import { Seeker } from './seeker';
import { StepRecorder } from './step-recorder';
import { Stepper } from './stepper';

/** A machine that goes both ways: with the history of its run, and everything that moves along it or asks about it. */
export class ReversibleMachine {
  readonly machine: Machine;
  readonly history: History;
  readonly seeker: Seeker;
  readonly stepper: Stepper;
  readonly lastWriter: LastWriter;
  readonly recorder: StepRecorder;

  /**
   * Builds a machine, paused before its first instruction.
   *
   * @param run runs the machine to a goal
   * @param clock wall time in ms: tells only how long a slice may take
   *
   * Errors: Refused for a scenario that cannot be.
   */
  constructor(module: WebAssembly.Module, checked: Checked, trace: TraceWindow, run: Run, clock: () => number) {
    let history: History | undefined;
    const typed = (position: Position): void => history?.fork(position);
    this.machine = new Machine(module, checked, { clock, typed }, trace);
    history = new History(this.machine, run);
    this.history = history;
    this.lastWriter = new LastWriter(history, run);
    this.recorder = new StepRecorder(history);
    const { lines } = checked.scenario;
    const source = lines && new SourceMap(lines);
    this.seeker = new Seeker(history, run, source);
    this.stepper = new Stepper(history, run, this.seeker, source);
  }
}
