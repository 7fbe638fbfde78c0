import { breathe } from '../core/breathe';
import type { Scenario } from '../core/machine-api';
import { TextSearch } from '../replay/script';
import { type Goal, Machine, type Outcome, SLICE } from '../toolstack/machine';
import { Pacer } from '../toolstack/pacer';
import { Keyboard, type TerminalInput } from './keyboard';
import type { RunOptions } from './options';
import type { Output } from './output';
import type { RunOutcome } from './summary';
import type { TraceOutput } from './trace-output';

/** Longest nap of a run that waits for the wall clock or for keys, in ms. */
const NAP = 20;

/** Where a run's words go and its keys come from. */
export interface Surroundings {
  console: Output;
  /** Where Xen's own messages go. */
  messages: Output;
  trace: TraceOutput;
  /** The terminal keys come from; absent when there is none. */
  terminal: TerminalInput | undefined;
  /** Everything that has to catch up before more is written. */
  outputs: Output[];
  clock: () => number;
}

/** How a run ended. */
export interface RunEnd {
  machine: Machine;
  outcome: RunOutcome;
  reason: string;
  seconds: number;
}

/** One guest from its first instruction to whatever ends it. */
export class Run {
  private readonly machine: Machine;
  private readonly until: TextSearch | undefined;
  private quit = false;
  private met = false;

  constructor(
    module: WebAssembly.Module,
    scenario: Scenario,
    private readonly options: RunOptions,
    private readonly around: Surroundings,
  ) {
    this.until = options.until === undefined ? undefined : new TextSearch();
    this.machine = Machine.create(module, scenario, {
      clock: around.clock,
      console: (bytes) => {
        around.console.write(bytes);
        this.until?.take(bytes);
      },
      xen: (bytes) => around.messages.write(bytes),
      trace: (records) => around.trace.take(records),
    });
    if (options.engine === 'step') this.machine.core.exports.setStepping(1);
  }

  /** Runs to the end. */
  async finish(): Promise<RunEnd> {
    const { clock, terminal } = this.around;
    const keyboard =
      terminal &&
      new Keyboard(
        terminal,
        (bytes) => this.machine.type(bytes),
        () => {
          this.quit = true;
        },
      );
    const started = clock();
    try {
      const end = await this.go(started, keyboard !== undefined);
      return { machine: this.machine, ...end, seconds: (clock() - started) / 1000 };
    } finally {
      keyboard?.close();
    }
  }

  private async go(started: number, watched: boolean): Promise<{ outcome: RunOutcome; reason: string }> {
    const { maxSeconds } = this.options;
    const pacer = watched ? new Pacer(this.around.clock, this.machine.position.tick) : undefined;
    for (;;) {
      const outcome = this.machine.advance(this.goal(pacer), SLICE);
      const end = this.endOf(outcome, watched);
      if (end) return end;
      if (maxSeconds !== undefined && this.around.clock() - started >= maxSeconds * 1000) {
        return { outcome: 'limit', reason: `The limit of ${maxSeconds} s was reached.` };
      }
      await this.rest(outcome, watched);
    }
  }

  private goal(pacer: Pacer | undefined): Goal {
    const { maxInstructions, until } = this.options;
    const shown = (): boolean => {
      this.met ||= until !== undefined && (this.until?.find(until) ?? false);
      return this.met;
    };
    return {
      shown,
      ...(maxInstructions !== undefined && { count: maxInstructions }),
      ...(pacer && { tick: pacer.limit(this.machine.position.tick) }),
    };
  }

  /** Whether what the machine came back with ends the run. */
  private endOf(outcome: Outcome, watched: boolean): { outcome: RunOutcome; reason: string } | undefined {
    const { status, position } = this.machine;
    const { maxInstructions, until } = this.options;
    if (this.met) return { outcome: 'until', reason: `The console showed "${until}".` };
    if (status.state === 'ended') return { outcome: status.orderly ? 'shutdown' : 'crash', reason: status.reason };
    if (this.quit) return { outcome: 'stopped', reason: 'Ctrl-] was pressed.' };
    if (this.around.console.broken) return { outcome: 'stopped', reason: 'Nobody reads the console any more.' };
    if (maxInstructions !== undefined && position.count >= maxInstructions) {
      return { outcome: 'limit', reason: `The limit of ${maxInstructions} instructions was reached.` };
    }
    if (outcome === 'idle' && !watched) {
      const waits = this.machine.waitingFor;
      const script = waits ? ` The input waits for ${waits}.` : '';
      return { outcome: 'idle', reason: `The guest waits for something that will never come.${script}` };
    }
    return undefined;
  }

  /** Lets readers catch up, keys come in and, on a terminal, the wall clock. */
  private async rest(outcome: Outcome, watched: boolean): Promise<void> {
    for (const output of this.around.outputs) await output.ready();
    if (watched && outcome !== 'more') await new Promise((resolve) => setTimeout(resolve, NAP));
    else await breathe();
  }
}
