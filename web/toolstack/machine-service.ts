import { breathe } from '../core/breathe';
import { loadCore, type WasmSource } from '../core/load';
import type {
  Condition,
  DomainCommand,
  InputEvent,
  MachineApi,
  MachineInfo,
  MachineStatus,
  Mark,
  Moment,
  Place,
  Position,
  RecordTest,
  Refusal,
  Scenario,
  StepUnit,
  TraceChunk,
  Writing,
} from '../core/machine-api';
import type { MemoryQuestion } from '../core/memory-picture';
import { Refused, sentenceOf } from '../core/refused';
import { SEMANTICS } from '../core/semantics';
import type { StepRecord } from '../core/step-record';
import { TraceWindow } from '../core/trace-window';
import { Announcer, type Watcher } from './announcer';
import { FreeRun } from './free-run';
import { type Goal, type Machine, type Outcome, SLICE } from './machine';
import { type Asked, MomentMaker } from './moments';
import { ReversibleMachine } from './reversible-machine';
import { type Checked, checkScenario } from './scenario';

/** Longest that a request runs without letting others be heard, in ms. */
const BREATH = 20;

/** The machine behind a page or a command line: what a worker offers (core/machine-api.ts), in plain TypeScript. */
export class MachineService implements MachineApi {
  private module: WebAssembly.Module | undefined;
  private reversible: ReversibleMachine | undefined;
  private readonly window = new TraceWindow();
  /** Answers and pushes may overtake one another, so each of the two streams tells the whole console. */
  private readonly answers = new MomentMaker();
  private readonly pushes = new MomentMaker();
  private epoch = 0;
  /** What moments tell of. */
  private asked: Asked = {};
  private readonly announcer: Announcer;
  private readonly free: FreeRun;
  /** Requests that wait for their turn: what runs gives way to them. */
  private waiting = 0;
  private breathedAt = 0;
  /** When the request that is being done began, in ms. */
  private begunAt = 0;
  /** Resolves when the machine is back from going over its past, where nobody should look at it. */
  private away: Promise<unknown> | undefined;
  /** Requests wait for one another: each leaves the machine whole for the next. */
  private queue: Promise<unknown> = Promise.resolve();

  /** @param clock wall time in ms; no guest ever sees it */
  constructor(private readonly clock: () => number = () => performance.now()) {
    this.announcer = new Announcer(clock, () => this.drawTold());
    this.free = new FreeRun(clock, (goal) => this.advance(goal), this.announcer);
  }

  async boot(source: WasmSource): Promise<{ ready: true } | Refusal> {
    try {
      this.module = await loadCore(source);
      return { ready: true };
    } catch (error) {
      return { refused: sentenceOf(error) };
    }
  }

  create(scenario: Scenario): Promise<MachineInfo | Refusal> {
    return this.exclusive(async () => {
      this.build(checkScenario(scenario));
      return this.info();
    });
  }

  /** Replaces the machine; the one before stays when the new one cannot be built. */
  private build(checked: Checked): void {
    if (!this.module) throw new Refused('The machine has not been loaded yet: wait for boot to answer.');
    const run = (goal: Goal, onKnownGround: boolean): Promise<Outcome> => this.runSlices(goal, onKnownGround);
    this.reversible = new ReversibleMachine(this.module, checked, this.window, run, this.clock);
    // Of several domains one is looked at; a single one is followed wherever its vCPUs run.
    this.asked.domid = checked.scenario.others?.length ? this.current().platform.domid : undefined;
    this.newEpoch();
  }

  /** What was shown of the machine is of another one, or of another time: whoever shows it begins with a clean slate. */
  private newEpoch(): void {
    this.epoch++;
    this.answers.restart();
    this.pushes.restart();
  }

  private info(): MachineInfo {
    const { platform, checked, imageHash } = this.current();
    return {
      epoch: this.epoch,
      domid: platform.domid,
      ...(checked.bare ? { format: 'bare' } : { profile: checked.profile, format: checked.image.format }),
      imageHash,
      semantics: SEMANTICS,
      entry: checked.image.entry,
      builder: [...platform.lines],
    };
  }

  private get whole(): ReversibleMachine {
    if (!this.reversible) throw new Refused('There is no machine yet: choose a guest first.');
    return this.reversible;
  }

  private current(): Machine {
    return this.whole.machine;
  }

  run(options: { paced?: boolean } = {}): Promise<Moment> {
    return this.withMoment(async () => this.free.start(this.current(), options.paced ?? false));
  }

  pause(): Promise<Moment> {
    return this.withMoment(async () => {});
  }

  step(unit: StepUnit, times = 1): Promise<Moment | Refusal> {
    return this.exclusive(async () => {
      const stepped = this.whole.stepper.step(unit, times);
      await (times < 0 ? this.elsewhere(stepped) : stepped);
      if (times < 0) this.newEpoch();
      return this.draw();
    });
  }

  seek(place: Place, isEvent = false): Promise<Moment | Refusal> {
    return this.exclusive(async () => {
      const { history } = this.whole;
      const isKnown = place.count <= history.known.count;
      const going = history.travel('tick' in place ? { position: place } : place);
      const outcome = await (isKnown ? this.elsewhere(going) : going);
      this.newEpoch();
      if (this.waiting === 0 && 'tick' in place) this.expectAt(place, isEvent, outcome);
      return this.draw();
    });
  }

  /** Errors: Refused when the machine did not come to a position: it is of another run. */
  private expectAt(position: Position, isEvent: boolean, outcome: Outcome | undefined): void {
    const there = this.current().position;
    if (there.count === position.count && (isEvent || there.tick === position.tick)) return;
    const why = outcome === 'ended' ? 'the domain ended' : 'the machine stands';
    throw new Refused(
      `There is no position ${position.count} at tick ${position.tick}: ${why} at ${there.count}, tick ${there.tick}. The link is of another machine.`,
    );
  }

  runTo(condition: Condition, direction: 1 | -1 = 1): Promise<Moment | Refusal> {
    return this.exclusive(async () => {
      const { seeker } = this.whole;
      if (direction === -1) await this.elsewhere(seeker.back(condition));
      else await seeker.forward(condition);
      this.newEpoch();
      return this.draw();
    });
  }

  marks(test: RecordTest): Promise<Mark[] | Refusal> {
    return this.exclusive(async () => this.whole.seeker.marks(test));
  }

  whoWrote(maddr: number, bytes: number): Promise<Writing | Refusal> {
    return this.exclusive(() => this.elsewhere(this.whole.lastWriter.find(maddr, bytes)));
  }

  explain(): Promise<StepRecord | Refusal> {
    return this.exclusive(async () => this.whole.recorder.record());
  }

  /** While the machine goes over its past, questions about the present wait. */
  private async elsewhere<T>(work: Promise<T>): Promise<T> {
    this.away = work.catch(() => {});
    try {
      return await work;
    } finally {
      this.away = undefined;
    }
  }

  /** Runs a slice, leaving checkpoints on the way. */
  private advance(goal: Goal): Outcome {
    const begun = this.clock();
    const { machine, history } = this.whole;
    const outcome = machine.advance(goal, SLICE);
    history.note(this.clock() - begun);
    return outcome;
  }

  async type(bytes: Uint8Array): Promise<void> {
    this.reversible?.machine.type(bytes, this.asked.domid);
    this.free.wake();
  }

  async command(domid: number, command: DomainCommand): Promise<Moment | Refusal> {
    if (this.free.state && this.waiting === 0) return this.commandRunning(domid, command);
    return this.exclusive(async () => {
      const machine = this.current();
      machine.command(domid, command);
      // It acts here, before anything more runs.
      machine.advance({ position: machine.position });
      return this.draw();
    });
  }

  /** A machine that runs goes on: it does what it is told when it is next looked at, as with keys. */
  private commandRunning(domid: number, command: DomainCommand): Moment | Refusal {
    try {
      this.current().command(domid, command);
      this.free.wake();
      return this.draw();
    } catch (error) {
      return { refused: sentenceOf(error) };
    }
  }

  async show(domid: number | undefined): Promise<Moment | Refusal> {
    await this.away;
    try {
      this.current().consoleOf(domid);
    } catch (error) {
      return { refused: sentenceOf(error) };
    }
    if (this.asked.domid !== domid) this.newEpoch();
    this.asked.domid = domid;
    return this.draw();
  }

  moment(): Promise<Moment> {
    return Promise.resolve(this.away).then(() => this.draw());
  }

  observe(question: MemoryQuestion | undefined): Promise<Moment> {
    this.asked.question = question;
    return this.moment();
  }

  async trace(from: number, limit: number): Promise<TraceChunk> {
    await this.away;
    return { epoch: this.epoch, ...this.window.read(from, Math.min(limit, 65_536)) };
  }

  async read(address: number, length: number): Promise<Uint8Array> {
    await this.away;
    const most = Math.min(Math.max(0, length), 0x100000);
    return this.reversible?.machine.look(this.asked.domid).read(address >>> 0, most) ?? new Uint8Array(0);
  }

  async inputs(): Promise<InputEvent[]> {
    return this.reversible?.machine.inputs.all ?? [];
  }

  async watch(changed: Watcher): Promise<void> {
    this.announcer.watch(changed);
  }

  /** Runs a request once the machine stands still and those before it are done. What it throws becomes a refusal. */
  private exclusive<T>(request: () => Promise<T>): Promise<T | Refusal> {
    this.waiting++;
    const turn = this.queue.then(() => this.take(request));
    this.queue = turn;
    return turn;
  }

  private async take<T>(request: () => Promise<T>): Promise<T | Refusal> {
    const hasStopped = await this.free.stop();
    this.waiting--;
    this.begunAt = this.breathedAt = this.clock();
    const answer = await answerOf(request);
    // A moment says itself that the machine stands now.
    if (hasStopped && !isMoment(answer)) this.announcer.tell(true);
    return answer;
  }

  /** Like `exclusive`, for requests whose answer is always a moment: without a machine they reject. */
  private async withMoment(request: () => Promise<void>): Promise<Moment> {
    const answer = await this.exclusive(async () => {
      this.current();
      await request();
      return this.draw();
    });
    if ('refused' in answer) throw new Error(answer.refused);
    return answer;
  }

  /** Runs to a goal in slices, as long as nothing else is asked, or a little longer; over known ground whatever is asked. */
  private async runSlices(goal: Goal, onKnownGround: boolean): Promise<Outcome> {
    for (;;) {
      const outcome = this.advance(goal);
      if (this.clock() - this.breathedAt > BREATH) {
        if (!onKnownGround) this.announcer.tell(false);
        await breathe();
        this.breathedAt = this.clock();
      }
      const isLong = outcome === 'more' || this.clock() - this.begunAt > BREATH;
      if (this.waiting > 0 && !onKnownGround && isLong) return 'more';
      if (outcome !== 'more') return outcome;
    }
  }

  private status(): MachineStatus {
    const { status } = this.current();
    return status.state === 'ended' ? status : { state: this.free.state ?? 'paused' };
  }

  private draw(maker = this.answers): Moment {
    return maker.make(this.current(), this.epoch, this.status(), this.asked);
  }

  /** What the watcher is told: of the present, never of the past that the machine is going over. */
  private async drawTold(): Promise<Moment | undefined> {
    await this.away;
    return this.reversible && this.draw(this.pushes);
  }
}

async function answerOf<T>(request: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await request();
  } catch (error) {
    return { refused: sentenceOf(error) };
  }
}

function isMoment(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'status' in answer;
}
