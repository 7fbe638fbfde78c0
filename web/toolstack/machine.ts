import { HostExit } from '../../assembly/abi/exit';
import { TraceEvent, TraceFlag } from '../../assembly/abi/trace-event';
import type { ConsoleBackend } from '../backends/console/console-backend';
import { Core, CoreFailure } from '../core/core';
import { hashText } from '../core/hash';
import type { DomainCommand, DomainPicture, MachineStatus, Position, Scenario } from '../core/machine-api';
import { Refused, sentenceOf } from '../core/refused';
import { sha256 } from '../core/sha256';
import { TraceWindow } from '../core/trace-window';
import { VcpuView } from '../core/vcpu-view';
import { isPart } from '../explain/trace-fields';
import { CoreSnapshot } from '../replay/core-snapshot';
import type { InputLog } from '../replay/input-log';
import { StateRegistry } from '../replay/state-registry';
import type { Checkpoint } from '../replay/timeline';
import { createPlatform } from './create-platform';
import { type Deed, InputFeed } from './input-feed';
import type { GuestEnd, Platform } from './platform';
import { type Checked, checkScenario } from './scenario';

/** Most instructions of one call into the core: it then answers a pause in time. */
export const SLICE = 2_000_000;
/** Longest that `advance` goes on without looking up, in ms: a guest that keeps its back ends busy is slow to spend instructions. */
const PATIENCE = 20;
const NEVER = 2n ** 64n - 1n;

/** What a run is to stop at, whichever comes first. */
export interface Goal {
  /** Exactly here. */
  position?: Position;
  /** Exactly after so many instructions since the machine began. */
  count?: bigint;
  /** At the first boundary at or after this tick. */
  tick?: bigint;
  /** After the next hypercall. */
  hypercall?: boolean;
  /** Asked whenever a console showed something: true stops there. */
  shown?: () => boolean;
}

/** Why `advance` came back. */
export type Outcome =
  /** The goal is reached. */
  | 'reached'
  /** Its instructions or its patience are spent: call it again. */
  | 'more'
  /** Nothing can happen until something is typed. */
  | 'idle'
  /** The guest, or the last of several, ended; see `status`. */
  | 'ended';

/** Hooks of whoever drives a machine. None of them may change it. */
export interface Observers {
  /** Hears what a domain's console shows. */
  console?: (bytes: Uint8Array, domid: number) => void;
  /** Hears what Xen says on its own console: of domains that crashed, for one. */
  xen?: (bytes: Uint8Array) => void;
  /** Hears trace records as they come, in place: copy what is to be kept. */
  trace?: (records: Uint8Array) => void;
  /** Hears where something new was typed or commanded: what had been the future no longer is. */
  typed?: (position: Position) => void;
  /** Milliseconds: tells only how long `advance` may go on, never what the guest sees. */
  clock?: () => number;
}

/** A machine's state that it can be brought back to. */
export interface MachineCheckpoint extends Checkpoint {
  core: CoreSnapshot;
  objects: ReadonlyMap<string, Uint8Array>;
  /** Events of the input log that had acted. */
  acted: number;
  /** Trace records written by then. */
  traced: number;
  end: GuestEnd | undefined;
}

/**
 * One whole machine: the core, the platform its guests stand on, what is typed. The same wherever it runs and however its run is cut into
 * slices: everything that reaches the guest does so at an exact position.
 */
export class Machine {
  readonly core: Core;
  readonly platform: Platform;
  readonly imageHash: string;
  readonly registry = new StateRegistry();
  private readonly feed: InputFeed;
  private end: GuestEnd | undefined;
  private isIdle = false;
  private shown = false;

  /**
   * Builds a machine, paused before its first instruction.
   *
   * Errors: Refused for a scenario that cannot be.
   */
  constructor(
    module: WebAssembly.Module,
    readonly checked: Checked,
    private readonly observers: Observers = {},
    readonly trace = new TraceWindow(),
  ) {
    const { scenario, ram } = checked;
    this.core = Core.create(module, ram, checked.bare);
    this.imageHash = sha256(scenario.image);
    const shown = (bytes: Uint8Array, domid: number): void => this.hear(bytes, domid);
    const said = (bytes: Uint8Array): void => observers.xen?.(bytes);
    this.platform = createPlatform(this.core, checked, this.imageHash, { shown, said });
    this.feed = new InputFeed(scenario.inputs, this.scripts());
    for (const object of this.platform.objects) this.registry.add(object);
    trace.clear();
    // What is due before the first instruction: a run that is gone back to its beginning is there in this state too.
    this.settle();
  }

  /** Checks a scenario and builds its machine. */
  static create(module: WebAssembly.Module, scenario: Scenario, observers?: Observers, trace?: TraceWindow): Machine {
    return new Machine(module, checkScenario(scenario), observers, trace);
  }

  /** What is typed by condition, by domain. */
  private scripts(): [domid: number, script: string][] {
    const { scenario } = this.checked;
    const domids = this.checked.bare ? [this.platform.domid] : this.platform.domains.map(({ domid }) => domid);
    return [scenario, ...(scenario.others ?? [])].flatMap(({ script }, i): [number, string][] =>
      script === undefined ? [] : [[domids[i] as number, script]],
    );
  }

  /** A guest's console: the first one's unless another domain is named. */
  consoleOf(domid = this.platform.domid): ConsoleBackend {
    const console = this.platform.console(domid);
    if (!console) throw new Refused(`This machine has no domain ${domid}.`);
    return console;
  }

  /** How its domains stand. */
  get domains(): DomainPicture[] {
    return this.platform.picture();
  }

  /** What was typed and commanded, each with the tick at which it acted. */
  get inputs(): InputLog {
    return this.feed.log;
  }

  /** Where it stands. */
  get position(): Position {
    return this.core.position;
  }

  /** How it stands; whether it runs is for whoever drives it to say. */
  get status(): MachineStatus {
    if (this.end) return { state: 'ended', ...this.end };
    return { state: this.isIdle ? 'idle' : 'paused' };
  }

  /** Whether it waits, for the next deadline or for input. */
  get idle(): boolean {
    return this.isIdle;
  }

  /** 16 hex digits over everything a guest can see, in the core and in TypeScript. */
  get hash(): string {
    return hashText(this.registry.combine(this.core.exports.stateHash()));
  }

  /**
   * The vCPU that runs, or ran last, with its registers and memory: of all, or of a domain. Where that is gone, of all. Looking changes
   * nothing.
   */
  look(domid?: number): VcpuView {
    return VcpuView.of(this.core, domid);
  }

  /** Where the vCPU that runs, or ran last, goes on. */
  get instructionPointer(): number {
    return Number(this.look().state.ip);
  }

  /** Xen interrupted the last hypercall, and the guest is to make it again: its answer is still to come. */
  get isInCall(): boolean {
    const call = this.trace.findLast((record) => record.kind === TraceEvent.Hypercall && !isPart(record));
    return call !== undefined && (call.flags & TraceFlag.Interrupted) !== 0;
  }

  /** What a script still waits for, in words. */
  get waitingFor(): string | undefined {
    return this.feed.waitingFor;
  }

  /** Types bytes to a domain: they act, and are logged, at the next boundary at which the machine is looked at. */
  type(bytes: Uint8Array, domid = this.platform.domid): void {
    this.feed.type(domid, bytes);
  }

  /**
   * Tells the toolstack to do something with a domain, likewise.
   *
   * Errors: Refused where there is no such domain.
   */
  command(domid: number, command: DomainCommand): void {
    if (!this.platform.domains.some((domain) => domain.domid === domid))
      throw new Refused(`This machine has no domain ${domid}.`);
    this.feed.command({ kind: 'toolstack', domid, command });
  }

  /** Whether something typed or commanded has not acted yet. */
  get hasTyped(): boolean {
    return this.feed.waits;
  }

  /** Runs towards a goal, at most `instructions` further. */
  advance(goal: Goal, instructions = SLICE): Outcome {
    try {
      return this.go(goal, instructions);
    } catch (error) {
      if (!(error instanceof CoreFailure)) throw error;
      this.end = { orderly: false, reason: sentenceOf(error) };
      return 'ended';
    }
  }

  /** Its state now. `before`: an earlier one, to share what has not changed. */
  checkpoint(before?: MachineCheckpoint): MachineCheckpoint {
    const core = CoreSnapshot.take(this.core, before?.core);
    const objects = this.registry.save();
    const objectBytes = [...objects.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    const bytesBeside = (other?: MachineCheckpoint): number => core.bytesBeside(other?.core) + objectBytes;
    const { position, end } = this;
    return { position, core, objects, acted: this.inputs.acted, traced: this.trace.next, end, bytesBeside };
  }

  /** Goes back to a checkpoint of this very machine. */
  restore({ core, objects, acted, end }: MachineCheckpoint): void {
    core.restore(this.core);
    this.registry.restore(objects);
    this.feed.rewind(acted);
    this.end = end;
    this.isIdle = false;
    this.shown = false;
    this.trace.rewind(this.core.machine.traced);
  }

  private go(goal: Goal, instructions: number): Outcome {
    const clock = this.observers.clock ?? ((): number => 0);
    const started = clock();
    const end = this.core.machine.count + BigInt(instructions);
    this.core.exports.setStopAtHypercall(goal.hypercall ? 1 : 0);
    for (let rounds = 1; ; rounds++) {
      const before = this.arrive(goal);
      if (before) return before;
      if (this.core.machine.count >= end || (rounds % 64 === 0 && clock() - started > PATIENCE)) return 'more';
      const after = this.leave(goal, end);
      if (after) return after;
    }
  }

  /** Does what is due here; answers what ends the run here, if anything does. */
  private arrive(goal: Goal): Outcome | undefined {
    this.settle();
    const satisfied = this.shown && goal.shown?.();
    this.shown = false;
    if (satisfied) return 'reached';
    if (this.end) return 'ended';
    return this.reached(goal) ? 'reached' : undefined;
  }

  /** Runs the core once; answers what ends the run there, if anything does. */
  private leave(goal: Goal, end: bigint): Outcome | undefined {
    const { core } = this;
    const { count, tick } = core.machine;
    const wanted = goal.position?.count ?? goal.count;
    const last = wanted !== undefined && wanted < end ? wanted : end;
    // Where only the position's tick is still ahead, the machine is idle: time passes, but nothing runs.
    const limit = Math.max(1, Number(last - count));
    const exit = core.run(limit, this.nextStop(goal));
    const stood = core.machine.count === count;
    const still = stood && core.machine.tick === tick;
    this.isIdle = exit === HostExit.Idle || (stood && !still);
    this.collect();
    this.end ??= this.platform.end(exit);
    if (exit === HostExit.Stopped && goal.hypercall) {
      this.settle();
      return 'reached';
    }
    const nothingToDo = exit === HostExit.Idle && still && !this.settle();
    return nothingToDo ? 'idle' : undefined;
  }

  private reached({ position, count, tick }: Goal): boolean {
    const here = this.core.machine;
    if (position) return here.count >= position.count && here.tick >= position.tick;
    return (count !== undefined && here.count >= count) || (tick !== undefined && here.tick >= tick);
  }

  /** The tick to stop at: the goal's, or the one at which something may be due. */
  private nextStop({ position, tick }: Goal): bigint {
    const [wanted, due] = [position?.tick ?? tick ?? NEVER, this.feed.nextTick(this.isIdle) ?? NEVER];
    return wanted < due ? wanted : due;
  }

  /** Does what is due at this very position: back ends first, then input. Answers whether anything was. */
  private settle(): boolean {
    const served = this.platform.serve();
    const { tick } = this.core.machine;
    const { recorded } = this.inputs;
    const drained = (domid: number): boolean => this.platform.console(domid)?.drained ?? true;
    const fed = this.feed.feed({ tick, drained, act: (deed) => this.act(deed) });
    if (this.inputs.recorded !== recorded) this.fork();
    this.collect();
    return served || fed;
  }

  /** Does what somebody did from outside. */
  private act(deed: Deed): void {
    if (deed.kind === 'console') {
      this.platform.type(deed.domid, deed.bytes);
    } else {
      this.platform.command(deed.domid, deed.command);
      this.end ??= this.platform.end();
    }
  }

  /** Something new was done: what was known of the time from here on no longer holds. */
  private fork(): void {
    this.trace.fork();
    this.observers.typed?.(this.position);
  }

  private hear(bytes: Uint8Array, domid: number): void {
    this.shown = true;
    this.feed.shown(domid, bytes, this.core.machine.tick);
    this.observers.console?.(bytes, domid);
  }

  /** Moves new trace records out of the core. */
  private collect(): void {
    this.core.drainTrace((records) => {
      this.observers.trace?.(records);
      this.trace.append(records);
    });
  }
}
