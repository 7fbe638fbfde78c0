import { type Connection, connect } from '../app/machine/connect';
import type { Place, Position, Scenario, StepUnit } from '../core/machine-api';
import { Refused } from '../core/refused';
import { Session } from '../ui/session/session';
import { gone, isLive, type Sleeper, wanted } from './live';
import { sceneOf, type Wanted } from './scene';
import { BEFORE_ALL, type Stop, stopBefore, stopFrom } from './stops';

/** A count no run reaches: going there leads to the end. */
const THE_END = 2n ** 62n;

/** Enough to get a machine back by replay. */
interface Snapshot {
  scenario: Scenario;
  position: Position;
  ran: boolean;
}

/** Where a stop lies, or a place as it is. */
function positionOf(place: Stop | Place): Place {
  return 'position' in place ? place.position : place;
}

/** The machine of one element: it comes when it is wanted, sleeps when others are, and comes back to where it was. */
export class Player implements Sleeper {
  readonly session = new Session();
  /** Named moments of the run, in order. */
  stops: readonly Stop[] = [];
  private connection: Connection | undefined;
  private snapshot: Snapshot | undefined;
  /** The stop the machine is on its way to, and the one it came to last. */
  private heading: Stop | undefined;
  private arrived: { stop: Stop; count: bigint } | undefined;
  private waking: Promise<void> | undefined;
  /** A worker is on its way, or there. */
  private connecting: Promise<void> | undefined;
  /** Resolves when the machine that was asked for is there, or is not to be had. */
  private loading: Promise<unknown> = Promise.resolve();
  /** Raised when a machine is given up: what was still on its way then is of no interest. */
  private life = 0;

  /** There is a machine behind what is shown. */
  get isAwake(): boolean {
    return this.connection !== undefined;
  }

  /** Somebody is about to want a machine: its worker starts and its files come, so that they are there by then. */
  prepare(request: Wanted): void {
    // Who wants the machine is told what is wrong.
    for (const coming of [this.connect(), sceneOf(request)]) coming.catch(() => {});
  }

  /**
   * Builds the machine that is wanted, and goes to where it should first be seen.
   *
   * @param at `start`, `end`, `#` and a marker's name, or a count
   */
  load(request: Wanted, at: string): Promise<boolean> {
    const loading = this.build(request, at);
    this.loading = loading;
    return loading;
  }

  private async build(request: Wanted, at: string): Promise<boolean> {
    const { life } = this;
    wanted(this);
    try {
      const [scene] = await Promise.all([sceneOf(request), this.connect()]);
      if (life !== this.life) return false;
      this.stops = scene.stops;
      this.arrived = undefined;
      const place = this.placeOf(at);
      const isThere = await this.session.create(scene.scenario, positionOf(place));
      if (isThere) this.arrive(place);
      // Without a machine, what was refused is all there is to show.
      else if (life === this.life && !this.session.moment) this.session.fail(this.session.notice?.text);
      return isThere;
    } catch (error) {
      if (life === this.life) this.session.fail(error);
      return false;
    }
  }

  /** Goes to a place by its name. Errors: Refused for what names none. */
  async goTo(at: string): Promise<boolean> {
    await this.awake();
    return this.travel(this.placeOf(at));
  }

  /** The place that a name means. Errors: Refused for what names none. */
  private placeOf(at: string): Stop | Place {
    if (at === '' || at === 'start') return { count: 0n };
    if (at === 'end') return { count: THE_END };
    if (/^\d{1,18}$/.test(at)) return { count: BigInt(at) };
    const stop = this.stops.find(({ name }) => at === `#${name}`);
    if (stop) return stop;
    const names = this.stops.map(({ name }) => `, #${name}`);
    throw new Refused(`There is no place "${at}". Places are: start, end, a count${names.join('')}.`);
  }

  /** Goes to the stop after the present moment, or before it. False when there is none. */
  async toStop(direction: 1 | -1): Promise<boolean> {
    if (!this.isAwake) await this.awake();
    const stop = stopFrom(this.stops, this.bound, direction);
    if (!stop) return false;
    return this.travel(stop);
  }

  private async travel(place: Stop | Place): Promise<boolean> {
    const heading = 'position' in place ? place : undefined;
    this.heading = heading;
    const gone = await this.session.seek(positionOf(place));
    if (gone) this.arrive(place);
    if (this.heading === heading) this.heading = undefined;
    return gone;
  }

  /** The machine stands at a place, which may be a stop. */
  private arrive(place: Stop | Place): void {
    if ('position' in place) this.arrived = { stop: place, count: this.count };
  }

  /** There is a stop in that direction. */
  hasStop(direction: 1 | -1): boolean {
    return stopFrom(this.stops, this.bound, direction) !== undefined;
  }

  /** Number of the stop at or before the present moment; `BEFORE_ALL` without one. */
  get currentStop(): number {
    return this.session.moment ? stopBefore(this.stops, this.count) : BEFORE_ALL;
  }

  /** The stop at which the machine stands. */
  get stopHere(): Stop | undefined {
    return this.arrived?.count === this.count ? this.arrived.stop : undefined;
  }

  /** Where the machine is, or is on its way to: who presses a key twice goes two stops. */
  private get bound(): bigint {
    return (this.heading ?? this.stopHere)?.position.count ?? this.count;
  }

  private get count(): bigint {
    return this.session.moment?.position.count ?? 0n;
  }

  async run(): Promise<void> {
    await this.awake();
    await this.session.run();
  }

  async pause(): Promise<void> {
    if (this.isAwake) await this.session.pause();
  }

  async step(unit: StepUnit, times: number): Promise<void> {
    await this.awake();
    await this.session.step(unit, times);
  }

  async type(bytes: Uint8Array): Promise<void> {
    await this.awake();
    await this.session.type(bytes);
  }

  /** Before the first instruction again, with nothing typed. False when it could not be. */
  async restart(): Promise<boolean> {
    await this.awake();
    const { scenario } = this.session;
    if (!scenario) return false;
    const { inputs: _typed, ...fresh } = scenario;
    return this.session.create(fresh);
  }

  /** Somebody looks: the machine is there again. */
  awake(): Promise<void> {
    if (this.isAwake) wanted(this);
    else if (this.snapshot) this.waking ??= this.wake(this.snapshot).finally(() => (this.waking = undefined));
    return this.waking ?? Promise.resolve();
  }

  /** Gives the machine up; what it showed stays to be seen. */
  sleep(): void {
    void this.toSnapshot();
  }

  /** Ends the machine for good. */
  close(): void {
    this.life++;
    this.snapshot = undefined;
    this.hangUp();
    gone(this);
    this.session.restart();
  }

  private connect(): Promise<void> {
    this.connecting ??= this.call().catch((error) => {
      this.connecting = undefined;
      throw error;
    });
    return this.connecting;
  }

  private async call(): Promise<void> {
    const { life } = this;
    const connection = await connect((error) => this.session.fail(error));
    if (life !== this.life) return connection.close();
    this.connection = connection;
    await this.session.attach(connection.api);
  }

  private hangUp(): void {
    this.connection?.close();
    this.connection = undefined;
    this.connecting = undefined;
  }

  private async toSnapshot(): Promise<void> {
    // What is on its way comes first: a machine that is half there cannot be got back.
    await Promise.all([this.loading, this.waking]);
    const { connection, session } = this;
    if (!connection || session.phase !== 'ready' || isLive(this)) return;
    const ran = session.isRunning;
    if (ran) await session.pause();
    const inputs = await session.inputs();
    const { scenario, moment } = session;
    if (this.connection !== connection || !scenario || !moment) return;
    this.snapshot = { scenario: { ...scenario, inputs }, position: moment.position, ran };
    this.hangUp();
  }

  private async wake(snapshot: Snapshot): Promise<void> {
    const { scenario, position, ran } = snapshot;
    this.snapshot = undefined;
    this.session.restart();
    wanted(this);
    try {
      await this.connect();
      if (!(await this.session.create(scenario, position))) return;
      if (ran) await this.session.run();
    } catch (error) {
      // Asked again, it may wake.
      this.snapshot = snapshot;
      this.session.fail(error);
    }
  }
}
