import type {
  Condition,
  DomainCommand,
  InputEvent,
  MachineApi,
  MachineInfo,
  Moment,
  Place,
  Refusal,
  Registers,
  Scenario,
  StepUnit,
  Writing,
} from '../../core/machine-api';
import type { MemoryPicture, MemoryQuestion } from '../../core/memory-picture';
import { Terminal } from '../rs-console/terminal';
import { grouped } from '../text/digits';
import { HeldMoments } from './held-moments';
import { TraceFeed } from './trace-feed';
import { TraceLog } from './trace-log';

/** How far the page is with its machine. */
export type Phase =
  /** The worker is being started or a machine built. */
  | 'starting'
  /** There is a machine, and a moment of it. */
  | 'ready'
  /** The worker died or never answered: only starting again helps. */
  | 'failed';

/** A sentence for the person at the page, with a way on. */
export interface Notice {
  text: string;
  /** The machine is gone: offer to start again. */
  fatal: boolean;
}

/** A way that takes longer is told of, in ms. */
const LONG_WAY = 3000;

/** A step of a guest that does not run. */
const BLOCKED = 'The guest waits for an event, so there is no next instruction. Type into its console, or let it run.';

/** An answer is a refusal, not what was asked for. */
export function isRefusal<T extends object>(answer: T | Refusal): answer is Refusal {
  return 'refused' in answer;
}

/**
 * Everything a page knows of its machine: one latest moment, the console, the trace, and what to tell the person. All panes draw from
 * it, so they never disagree about the moment they show; what an older epoch still says is dropped. It talks to the machine through
 * `MachineApi` only, wherever that machine runs.
 */
export class Session extends EventTarget {
  phase: Phase = 'starting';
  scenario: Scenario | undefined;
  info: MachineInfo | undefined;
  moment: Moment | undefined;
  /** Registers when the machine last stood still: what changed since is marked. */
  before: Registers | undefined;
  /** Page tables and frames as they were then. */
  memoryBefore: MemoryPicture | undefined;
  terminal = new Terminal();
  readonly log = new TraceLog();
  notice: Notice | undefined;

  private api: MachineApi | undefined;
  /** Rejects when the machine is gone: a worker that ended answers nothing. */
  private gone: Promise<never> | undefined;
  private giveUp: ((error: Error) => void) | undefined;
  private readonly feed = new TraceFeed(
    this.log,
    () => this.tell(),
    (error) => this.fail(error),
  );
  private consoleTaken = 0;
  private settled: Moment | undefined;
  private question: MemoryQuestion | undefined;
  /** Serial of the last machine that was asked for, and of the last one that came to stand. */
  private creating = 0;
  private built = 0;
  private readonly held = new HeldMoments();
  /** Serial of the machine of which moments are shown. */
  private shown = 0;

  /** Takes a machine that has booted. */
  async attach(api: MachineApi): Promise<void> {
    this.api = api;
    this.gone = new Promise((_, reject) => (this.giveUp = reject));
    this.gone.catch(() => {});
    await api.watch((moment) => {
      if (this.api === api) this.take(moment);
    });
  }

  /**
   * Builds a machine, brings it to a place, and only then shows it: with the answer to `question`, if there is one, else to the last one that
   * was asked. False when it was refused, and the one before stays; or when only the place was. Until it stands, moments may be of a machine
   * whose scenario is not the one shown, so they are held back; of several machines asked for at once, the last one counts.
   */
  async create(scenario: Scenario, place?: Place, question = this.question): Promise<boolean> {
    const wasRunning = this.isRunning;
    const serial = ++this.creating;
    const done = await this.ask(async (api) => {
      const info = await api.create(scenario);
      if (isRefusal(info)) return this.keepOld(api, serial, info, wasRunning);
      if (serial === this.creating) this.question = question;
      const moment = await api.observe(this.question);
      const there = place ? await this.onTheWay(place, api.seek(place)) : moment;
      if (!this.isLatest(serial)) return false;
      this.scenario = scenario;
      this.info = info;
      this.phase = 'ready';
      this.notice = undefined;
      const isThere = !isRefusal(there);
      const first = isThere ? there : moment;
      this.takeHeld(first.epoch);
      this.take(first);
      return isThere || this.refuse(there);
    });
    if (done === undefined) this.isLatest(serial);
    return done ?? false;
  }

  /** A machine was refused. The request stopped the one before: it goes on as if nothing had been asked. */
  private async keepOld(api: MachineApi, serial: number, refusal: Refusal, wasRunning: boolean): Promise<false> {
    const moment = await (wasRunning ? api.run({ paced: true }) : api.moment().catch(() => undefined));
    if (!this.isLatest(serial)) return false;
    this.shown = serial;
    this.takeHeld(0);
    if (moment) this.take(moment);
    return this.refuse(refusal);
  }

  /** Nothing was asked to be built after request `serial`; moments count again then. */
  private isLatest(serial: number): boolean {
    if (serial !== this.creating) return false;
    this.built = serial;
    return true;
  }

  /** Runs, never ahead of the wall clock. */
  async run(): Promise<void> {
    await this.ask(async (api) => this.take(await api.run({ paced: true })));
  }

  /** Stops between two instructions. */
  async pause(): Promise<void> {
    await this.ask(async (api) => this.take(await api.pause()));
  }

  /** Runs when it stands, stops when it runs. */
  async toggle(): Promise<void> {
    await (this.isRunning ? this.pause() : this.run());
  }

  /** One instruction, or on to the next hypercall. */
  async step(unit: StepUnit, times = 1): Promise<void> {
    const before = this.moment?.position.count;
    const stepped = await this.ask(async (api) => this.takeOrRefuse(await api.step(unit, times)));
    const { status, position } = this.moment ?? {};
    if (stepped && status?.state !== 'ended' && position?.count === before) this.say(BLOCKED);
  }

  /** Goes to an exact place, forward or back; to that of a trace record, as near as the machine can stand. */
  async seek(place: Place, isEvent = false): Promise<boolean> {
    const going = (api: MachineApi): Promise<Moment | Refusal> => this.onTheWay(place, api.seek(place, isEvent));
    return (await this.ask(async (api) => this.takeOrRefuse(await going(api)))) ?? false;
  }

  /** A place may be far, or one that no run comes to: who waits long for it is told what is under way, and how to end it. */
  private async onTheWay<T>({ count }: Place, going: Promise<T>): Promise<T> {
    const text = `The machine is on its way to instruction ${grouped(count)}. Run or Pause ends that.`;
    const timer = setTimeout(() => this.say(text), LONG_WAY);
    try {
      return await going;
    } finally {
      clearTimeout(timer);
      if (this.notice?.text === text) this.say(undefined);
    }
  }

  /** Goes on to where a condition holds, or back to where it last did. */
  async runTo(condition: Condition, direction: 1 | -1 = 1): Promise<boolean> {
    return (await this.ask(async (api) => this.takeOrRefuse(await api.runTo(condition, direction)))) ?? false;
  }

  /** Who last changed some bytes of memory; undefined when that cannot be told: the notice says why. */
  async whoWrote(maddr: number, bytes: number): Promise<Writing | undefined> {
    return this.ask(async (api) => {
      const answer = await api.whoWrote(maddr, bytes);
      if (!isRefusal(answer)) return answer;
      this.refuse(answer);
      return undefined;
    });
  }

  /** Tells the toolstack to do something with a domain. */
  async command(domid: number, command: DomainCommand): Promise<void> {
    await this.ask(async (api) => this.takeOrRefuse(await api.command(domid, command)));
  }

  /** Chooses the domain whose console, registers and memory moments tell of. */
  async show(domid: number | undefined): Promise<void> {
    await this.ask(async (api) => this.takeOrRefuse(await api.show(domid)));
  }

  /** Types into the console. */
  async type(bytes: Uint8Array): Promise<void> {
    await this.ask((api) => api.type(bytes));
  }

  /** Says what the moments from now on are to tell of memory: nothing, or the answer to a question with a serial of its own. */
  async observe(question: MemoryQuestion | undefined): Promise<void> {
    this.question = question;
    if (this.phase !== 'ready') return;
    await this.ask(async (api) => this.take(await api.observe(question)));
  }

  /** What was typed so far: part of a link. */
  async inputs(): Promise<InputEvent[]> {
    return (await this.ask((api) => api.inputs())) ?? [];
  }

  /** The machine is not standing still: it runs, or waits for something to happen. */
  get isRunning(): boolean {
    const state = this.phase === 'failed' ? undefined : this.moment?.status.state;
    return state === 'running' || state === 'idle';
  }

  /** Tells the person something, or takes it back. */
  say(text: string | undefined): void {
    this.notice = text === undefined ? undefined : { text, fatal: false };
    this.tell();
  }

  /** What is shown of the machine is another: whoever shows it draws it again. */
  tell(): void {
    this.dispatchEvent(new Event('change'));
  }

  /** The worker died, was refused or is silent. */
  fail(error: unknown): void {
    this.loseMachine();
    this.phase = 'failed';
    this.notice = { text: error instanceof Error ? error.message : String(error), fatal: true };
    this.tell();
  }

  /** Forgets the machine, so that another worker can be attached. */
  restart(): void {
    this.loseMachine();
    this.phase = 'starting';
    this.notice = undefined;
    this.scenario = undefined;
    this.moment = undefined;
    this.info = undefined;
    this.clear();
    this.tell();
  }

  /** Nobody waits for its answers any longer, and what it said of a machine that was being built is of no interest. */
  private loseMachine(): void {
    this.api = undefined;
    this.built = this.creating;
    this.held.clear();
    this.giveUp?.(new Error('The machine is gone.'));
  }

  private refuse(refusal: Refusal): false {
    this.say(refusal.refused);
    return false;
  }

  private takeOrRefuse(answer: Moment | Refusal): boolean {
    if (isRefusal(answer)) return this.refuse(answer);
    this.take(answer);
    return true;
  }

  /** Asks the machine; what it throws means that it is gone. */
  private async ask<T>(question: (api: MachineApi) => Promise<T>): Promise<T | undefined> {
    const api = this.api;
    if (!api) return undefined;
    try {
      return await Promise.race([question(api), this.gone as Promise<never>]);
    } catch (error) {
      if (this.api === api) this.fail(error);
      return undefined;
    }
  }

  /** Makes a moment the one that is shown. */
  private take(moment: Moment): void {
    if (this.creating !== this.built) {
      this.held.hold(moment);
      return;
    }
    const current = this.moment;
    if (current && moment.epoch < current.epoch) return;
    if (!current || this.shown !== this.built) this.clear();
    else if (moment.epoch > current.epoch) this.rewind();
    else if (moment.position.count < current.position.count) return;
    else if (isStale(moment, current)) return;
    this.moment = moment;
    this.takeConsole(moment);
    this.settle(moment);
    if (this.api) this.feed.follow(this.api, moment.epoch, moment.traced);
    this.tell();
  }

  /** What was held back while a machine was built, and is of this epoch or a later one. */
  private takeHeld(epoch: number): void {
    for (const moment of this.held.take(epoch)) this.take(moment);
  }

  /** Console bytes come from two sides (answers and the watch); each is taken once. */
  private takeConsole({ console: { from, bytes } }: Moment): void {
    const fresh = bytes.subarray(Math.max(0, this.consoleTaken - from));
    this.consoleTaken = Math.max(this.consoleTaken, from + bytes.length);
    this.terminal.write(fresh);
  }

  /** Remembers the registers of the last standstill. */
  private settle(moment: Moment): void {
    if (moment.status.state === 'running') return;
    if (this.settled?.position.count !== moment.position.count) {
      this.before = this.settled?.registers ?? moment.registers;
      this.memoryBefore = this.settled?.memory;
    }
    this.settled = moment;
  }

  /** Another machine: nothing of the one before is left. */
  private clear(): void {
    this.shown = this.built;
    this.rewind();
    this.before = undefined;
    this.memoryBefore = undefined;
    this.settled = undefined;
    this.feed.reset();
  }

  /** Another time of the same machine: its console is told anew, the trace keeps what was before. */
  private rewind(): void {
    this.terminal = new Terminal();
    this.consoleTaken = 0;
  }
}

/** A moment that stands where the current one does, in the same way, but answers an older question about memory. */
function isStale(moment: Moment, current: Moment): boolean {
  const same = moment.position.count === current.position.count && moment.status.state === current.status.state;
  return (
    same &&
    (moment.memory?.question.serial ?? 0) < (current.memory?.question.serial ?? 0) &&
    moment.memory !== undefined
  );
}
