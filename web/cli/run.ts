import { breathe } from '../core/breathe';
import type { Scenario } from '../core/machine-api';
import { TextSearch } from '../replay/script';
import { type Goal, Machine, type Outcome, SLICE } from '../toolstack/machine';
import { Pacer } from '../toolstack/pacer';
import { ConsoleLines } from './console-lines';
import { Keyboard, type TerminalInput } from './keyboard';
import type { RunOptions } from './options';
import type { Output } from './output';
import type { RunOutcome } from './summary';
import type { TraceOutput } from './trace-output';
import { UsageError } from './usage';

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
  /** Raised when somebody wants the run to end: Ctrl-C where keys do not go to a guest. */
  interrupt: AbortSignal;
}

/** How a run ended, and why in one sentence. */
export interface Ending {
  outcome: RunOutcome;
  reason: string;
}

/** A run that is over. */
export interface RunEnd extends Ending {
  machine: Machine;
  seconds: number;
}

/** The guests of one machine from their first instructions to whatever ends the run. */
export class Run {
  private readonly machine: Machine;
  private readonly show: (bytes: Uint8Array, domid: number) => void;
  /** What --until looks for, on each console by itself. */
  private readonly searches = new Map<number, TextSearch>();
  /** The domain whose console alone is shown, if there is one. */
  private readonly only: number | undefined;
  private quit = false;
  private met = false;

  /** Errors: Refused for a scenario that cannot be; UsageError for a console of nobody's. */
  constructor(
    module: WebAssembly.Module,
    scenario: Scenario,
    private readonly options: RunOptions,
    private readonly around: Surroundings,
  ) {
    this.machine = Machine.create(module, scenario, {
      clock: around.clock,
      console: (bytes, domid) => this.hear(bytes, domid),
      xen: (bytes) => around.messages.write(bytes),
      trace: (records) => around.trace.take(records),
    });
    this.only = this.domainCalled(options.console);
    this.show = this.shower();
    if (options.engine === 'step') this.machine.core.exports.setStepping(1);
  }

  private domainCalled(name: string | undefined): number | undefined {
    const { domains } = this.machine.platform;
    if (name === undefined) return undefined;
    const found = domains.find((domain) => domain.name === name);
    if (found) return found.domid;
    const names = domains.map((domain) => domain.name).join(', ');
    throw new UsageError(
      names ? `No domain is called "${name}"; there are ${names}.` : 'There are no domains on the bare machine.',
    );
  }

  /** One console as it is; of several, lines with their domains' names, or the only one that is wanted. */
  private shower(): (bytes: Uint8Array, domid: number) => void {
    const { domains } = this.machine.platform;
    const write = (bytes: Uint8Array): void => this.around.console.write(bytes);
    if (this.only !== undefined) return (bytes, domid) => domid === this.only && write(bytes);
    if (domains.length < 2) return write;
    const lines = new ConsoleLines(new Map(domains.map(({ domid, name }) => [domid, name])), write);
    return (bytes, domid) => lines.take(bytes, domid);
  }

  private hear(bytes: Uint8Array, domid: number): void {
    this.show(bytes, domid);
    if (this.options.until === undefined) return;
    const search = this.searches.get(domid) ?? new TextSearch();
    this.searches.set(domid, search);
    search.take(bytes);
  }

  /** Runs to the end. */
  async finish(): Promise<RunEnd> {
    const { clock, terminal } = this.around;
    const type = (bytes: Uint8Array): void => this.machine.type(bytes, this.only);
    const quit = (): void => {
      this.quit = true;
    };
    const keyboard = terminal && new Keyboard(terminal, type, quit);
    const started = clock();
    try {
      const end = await this.go(started, keyboard !== undefined);
      return { machine: this.machine, ...end, seconds: (clock() - started) / 1000 };
    } finally {
      keyboard?.close();
    }
  }

  private async go(started: number, watched: boolean): Promise<Ending> {
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
      this.met ||= until !== undefined && [...this.searches.values()].some((search) => search.find(until));
      return this.met;
    };
    return {
      shown,
      ...(maxInstructions !== undefined && { count: maxInstructions }),
      ...(pacer && { tick: pacer.limit(this.machine.position.tick) }),
    };
  }

  /** Whether what the machine came back with ends the run. */
  private endOf(outcome: Outcome, watched: boolean): Ending | undefined {
    const { status, position } = this.machine;
    const { maxInstructions, until } = this.options;
    if (this.met) return { outcome: 'until', reason: `The console showed "${until}".` };
    if (status.state === 'ended') return { outcome: status.orderly ? 'shutdown' : 'crash', reason: status.reason };
    const stop = this.stopped();
    if (stop) return stop;
    if (maxInstructions !== undefined && position.count >= maxInstructions) {
      return { outcome: 'limit', reason: `The limit of ${maxInstructions} instructions was reached.` };
    }
    return outcome === 'idle' && !watched ? { outcome: 'idle', reason: this.whyIdle() } : undefined;
  }

  /** Whether somebody outside wants the run to end, or nobody hears it any more. */
  private stopped(): Ending | undefined {
    const { console, interrupt } = this.around;
    if (this.quit) return { outcome: 'stopped', reason: 'Ctrl-] was pressed.' };
    if (interrupt.aborted) return { outcome: 'interrupted', reason: 'Interrupted.' };
    if (console.broken) return { outcome: 'stopped', reason: 'Nobody reads the console any more.' };
    const { refusal } = console;
    return refusal === undefined
      ? undefined
      : { outcome: 'unwritable', reason: `The console cannot be written: ${refusal}.` };
  }

  private whyIdle(): string {
    const waits = this.machine.waitingFor;
    const nobody = 'The guest waits for something that will never come.';
    if (waits) return `${nobody} The input waits for ${waits}.`;
    const inputs = [this.options, ...this.options.others].map(({ input }) => input);
    return inputs.every((input) => input === undefined)
      ? `${nobody} Nobody types: --input FILE does, --input - what is piped in.`
      : nobody;
  }

  /** Lets readers catch up, keys come in and, on a terminal, the wall clock. */
  private async rest(outcome: Outcome, watched: boolean): Promise<void> {
    for (const output of this.around.outputs) await output.ready();
    if (watched && outcome !== 'more') await new Promise((resolve) => setTimeout(resolve, NAP));
    else await breathe();
  }
}
