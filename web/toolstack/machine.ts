import { HostExit } from '../../assembly/abi/exit';
import { TraceEvent } from '../../assembly/abi/trace-event';
import { ConsoleBackend } from '../backends/console/console-backend';
import { Core, CoreFailure } from '../core/core';
import { hashText } from '../core/hash';
import type { MachineStatus, Position, Scenario } from '../core/machine-api';
import { sentenceOf } from '../core/refused';
import { sha256 } from '../core/sha256';
import { TraceWindow } from '../core/trace-window';
import { InputLog } from '../replay/input-log';
import { ScriptFeeder } from '../replay/script';
import { StateRegistry } from '../replay/state-registry';
import { DomainControl } from './control';
import { type BuiltDomain, buildDomain } from './domain-builder';
import { type DomainEnd, endOf } from './domain-end';
import { type Checked, checkScenario } from './scenario';
import { writeDomainTree } from './xenstore/domain-tree';
import { XenstoreServer } from './xenstore/server';
import { StoreRing } from './xenstore/store-ring';

/** Most instructions of one call into the core: it then answers a pause in time. */
export const SLICE = 2_000_000;
/** Longest that `advance` goes on without looking up, in ms: a guest that keeps its back ends busy is slow to spend instructions. */
const PATIENCE = 20;
/** A script looks at the console at least so often, in ticks: not every guest says that it has read. */
const SCRIPT_PERIOD = 1_000_000n;
const NEVER = 2n ** 64n - 1n;
/** A domain's number when it is not domain 0. */
const FIRST_DOMID = 1;

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
  /** Asked whenever the console showed something: true stops there. */
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
  /** The domain ended; see `status`. */
  | 'ended';

/** Hooks of whoever drives a machine. None of them may change it. */
export interface Observers {
  /** Hears what the console shows. */
  console?: (bytes: Uint8Array) => void;
  /** Hears trace records as they come, in place: copy what is to be kept. */
  trace?: (records: Uint8Array) => void;
  /** Milliseconds: tells only how long `advance` may go on, never what the guest sees. */
  clock?: () => number;
}

/**
 * One whole machine: the core, a domain in it, its back ends, the store, what is typed. The same wherever it runs and however its run is
 * cut into slices: everything that reaches the guest does so at an exact position.
 */
export class Machine {
  readonly core: Core;
  readonly xenstore = new XenstoreServer();
  readonly console: ConsoleBackend;
  readonly domain: BuiltDomain;
  readonly trace: TraceWindow;
  readonly inputs: InputLog;
  readonly imageHash: string;
  readonly registry = new StateRegistry();
  private readonly control: DomainControl;
  private readonly script: ScriptFeeder | undefined;
  private storeRing: StoreRing | undefined;
  private typed: Uint8Array[] = [];
  private end: DomainEnd | undefined;
  private isIdle = false;
  private nextLook = 0n;
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
    trace = new TraceWindow(),
  ) {
    const { scenario, image, profile, ram } = checked;
    this.trace = trace;
    trace.clear();
    this.core = Core.create(module, ram, false);
    this.core.exports.setTracing(1);
    this.imageHash = sha256(scenario.image);
    this.inputs = new InputLog(scenario.inputs);
    this.script = scenario.script === undefined || scenario.inputs ? undefined : new ScriptFeeder(scenario.script);
    this.control = new DomainControl(this.core, scenario.dom0 ? 0 : FIRST_DOMID);
    this.domain = buildDomain(this.control, { ...scenario, image, profile, dom0: scenario.dom0 ?? false });
    this.console = this.connectConsole();
    this.connectStore(scenario);
    this.registry.add(this.xenstore);
    this.registry.add(this.console);
    this.control.unpause();
    this.collect();
  }

  /** Checks a scenario and builds its machine. */
  static create(module: WebAssembly.Module, scenario: Scenario, observers?: Observers, trace?: TraceWindow): Machine {
    return new Machine(module, checkScenario(scenario), observers, trace);
  }

  private connectConsole(): ConsoleBackend {
    const channel = this.domain.console;
    const link = channel && {
      page: this.core.page(channel.mfn),
      notify: () => this.core.exports.eventSend(channel.port),
    };
    return new ConsoleBackend(link, (bytes) => {
      this.traceRing(0, bytes.length, 0, 0);
      this.shown = true;
      this.script?.take(bytes);
      this.observers.console?.(bytes);
    });
  }

  private connectStore(scenario: Scenario): void {
    const { store, console, domid } = this.domain;
    if (!store || !console) return;
    writeDomainTree(this.xenstore, {
      domid,
      name: scenario.name.replace(/\.elf$/, '') || 'guest',
      uuid: uuidFrom(this.imageHash),
      memory: scenario.memory * 1024,
      vcpus: scenario.vcpus,
      image: scenario.name,
      commandLine: scenario.commandLine,
      ramdisk: scenario.ramdisk !== undefined,
      store: { port: store.guestPort, mfn: store.mfn },
      console: { port: console.guestPort, mfn: console.mfn },
    });
    const client = this.xenstore.introduce(domid);
    const notify = (): void => void this.core.exports.eventSend(store.port);
    this.storeRing = new StoreRing(
      this.core.page(store.mfn),
      client,
      this.xenstore,
      notify,
      (isReply, type, id, bytes) => this.traceRing(isReply ? 3 : 2, bytes, type, id),
    );
  }

  private traceRing(code: number, bytes: number, type: number, requestId: number): void {
    this.core.trace(TraceEvent.Ring, this.domain.domid, (record) => {
      record.code = code;
      record.arg0 = BigInt(bytes);
      record.arg1 = BigInt(type);
      record.arg2 = BigInt(requestId);
    });
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

  /** What a script still waits for, in words. */
  get waitingFor(): string | undefined {
    return this.script?.waitingFor;
  }

  /** Types bytes: they act, and are logged, at the next boundary at which the machine is looked at. */
  type(bytes: Uint8Array): void {
    if (bytes.length > 0) this.typed.push(bytes.slice());
  }

  /** Whether something typed has not acted yet. */
  get hasTyped(): boolean {
    return this.typed.length > 0;
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
    const exit = core.run(Number(last - count), this.nextStop(goal));
    const stood = core.machine.count === count;
    const still = stood && core.machine.tick === tick;
    this.isIdle = exit === HostExit.Idle || (stood && !still);
    this.collect();
    if (exit === HostExit.DomainEnded) this.end = endOf(core, this.domain.domid);
    if (exit === HostExit.Stopped && goal.hypercall) {
      this.settle();
      return 'reached';
    }
    // A position whose tick never comes: whoever asked for it compares and says so.
    if (last === count && still) return 'reached';
    const nothingToDo = exit === HostExit.Idle && still && !this.settle();
    return nothingToDo ? 'idle' : undefined;
  }

  private reached({ position, count, tick }: Goal): boolean {
    const here = this.core.machine;
    if (position) return here.count >= position.count && here.tick >= position.tick;
    return (count !== undefined && here.count >= count) || (tick !== undefined && here.tick >= tick);
  }

  /** The tick to stop at: the goal's, the next input's, the script's next look. */
  private nextStop(goal: Goal): bigint {
    const looks = this.script && !this.script.done && !this.isIdle ? this.nextLook : undefined;
    return [goal.position?.tick ?? goal.tick, this.inputs.nextTick, looks].reduce<bigint>(
      (least, tick) => (tick !== undefined && tick < least ? tick : least),
      NEVER,
    );
  }

  /** Does what is due at this very position: back ends first, then input. Answers whether anything happened. */
  private settle(): boolean {
    const before = this.console.text.total;
    let happened = this.serveBackends();
    happened = this.feed() || happened;
    this.collect();
    return happened || this.console.text.total !== before;
  }

  private serveBackends(): boolean {
    const { exports } = this.core;
    let served = false;
    for (let port = exports.eventPending(); port >= 0; port = exports.eventPending()) {
      served = true;
      if (port === this.domain.store?.port) this.storeRing?.serve();
      if (port === this.domain.console?.port) this.console.serve();
    }
    const length = exports.consoleText();
    if (length > 0) this.console.show(this.core.exchange.slice(0, length));
    return served || length > 0;
  }

  /** Gives the guest what is due from the log, from the keyboard and from the script. */
  private feed(): boolean {
    const { tick } = this.core.machine;
    let fed = false;
    for (let event = this.inputs.takeDue(tick); event; event = this.inputs.takeDue(tick)) {
      this.input(event.bytes);
      fed = true;
    }
    for (const bytes of this.typed.splice(0)) fed = this.record(bytes) || fed;
    const line = this.script?.due(this.console.drained);
    if (line) fed = this.record(line) || fed;
    if (this.script && tick >= this.nextLook) this.nextLook = (tick / SCRIPT_PERIOD + 1n) * SCRIPT_PERIOD;
    return fed;
  }

  private record(bytes: Uint8Array): boolean {
    this.inputs.record({ tick: this.core.machine.tick, kind: 'console', domid: this.domain.domid, bytes });
    this.input(bytes);
    return true;
  }

  private input(bytes: Uint8Array): void {
    this.traceRing(1, bytes.length, 0, 0);
    this.console.type(bytes);
  }

  /** Moves new trace records out of the core. */
  private collect(): void {
    this.core.drainTrace((records) => {
      this.observers.trace?.(records);
      this.trace.append(records);
    });
  }
}

/** A domain's identifier, made from its image so that it is the same every time. Version and variant bits as in RFC 4122. */
function uuidFrom(hash: string): string {
  const [a, b, c, d, e] = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(12, 15),
    hash.slice(15, 18),
    hash.slice(18, 30),
  ];
  return `${a}-${b}-4${c}-8${d}-${e}`;
}
