import { type Connection, connect } from '../app/machine/connect';
import type { Position, Scenario, StepUnit } from '../core/machine-api';
import { Refused, sentenceOf } from '../core/refused';
import { Session } from '../ui/session/session';
import { gone, type Sleeper, wanted } from './live';
import { sceneOf, type Wanted } from './scene';
import { BEFORE_ALL, Stops } from './stops';

/** A count no run reaches: going there leads to the end. */
const THE_END = 2n ** 62n;

/** Enough to get a machine back by replay. */
interface Snapshot {
  scenario: Scenario;
  position: Position;
  ran: boolean;
}

/** The machine of one element: it comes when it is wanted, sleeps when others are, and comes back to where it was. */
export class Player implements Sleeper {
  readonly session = new Session();
  stops = new Stops(this.session, []);
  private connection: Connection | undefined;
  private snapshot: Snapshot | undefined;
  private waking: Promise<void> | undefined;
  /** Raised when a machine is given up: what was still on its way then is of no interest. */
  private life = 0;

  /** There is a machine behind what is shown. */
  get isAwake(): boolean {
    return this.connection !== undefined;
  }

  /**
   * Builds the machine that is wanted, and goes to where it should first be seen.
   *
   * @param at `start`, `end`, `#` and a marker's name, or a count
   */
  async load(request: Wanted, at: string): Promise<boolean> {
    const { life } = this;
    try {
      const [scene] = await Promise.all([sceneOf(request), this.connect()]);
      if (life !== this.life) return false;
      this.stops = new Stops(this.session, scene.markers);
      return (await this.session.create(scene.scenario)) && (await this.goTo(at));
    } catch (error) {
      if (life === this.life) this.session.fail(error);
      return false;
    }
  }

  /** Goes to a place by its name. Errors: Refused for what names none. */
  async goTo(at: string): Promise<boolean> {
    await this.awake();
    if (at === '' || at === 'start')
      return this.session.moment?.position.count === 0n || this.session.seek({ count: 0n });
    if (at === 'end') return this.session.seek({ count: THE_END });
    if (/^\d{1,18}$/.test(at)) return this.session.seek({ count: BigInt(at) });
    const index = at.startsWith('#') ? this.stops.indexOf(at.slice(1)) : BEFORE_ALL;
    if (index !== BEFORE_ALL) return this.stops.go(index);
    const names = this.stops.markers.map(({ name }) => `#${name}`);
    throw new Refused(
      `There is no place "${at}". Places are: start, end, a count${names.map((name) => `, ${name}`).join('')}.`,
    );
  }

  /** Goes to the stop after the present moment, or before it. False when there is none. */
  async toStop(direction: 1 | -1): Promise<boolean> {
    await this.awake();
    const { stops } = this;
    const back = stops.isAtStop ? stops.current - 1 : stops.current;
    return stops.go(direction === 1 ? stops.current + 1 : back);
  }

  /** There is a stop in that direction. */
  hasStop(direction: 1 | -1): boolean {
    const { stops } = this;
    if (direction === 1) return stops.current + 1 < stops.markers.length;
    return stops.current > (stops.isAtStop ? 0 : BEFORE_ALL);
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
    this.stops.leave();
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
    this.connection?.close();
    this.connection = undefined;
    gone(this);
    this.session.restart();
  }

  private async connect(): Promise<void> {
    const { life } = this;
    wanted(this);
    const connection = await connect((error) => this.session.fail(error));
    if (life !== this.life) return connection.close();
    this.connection = connection;
    await this.session.attach(connection.api);
  }

  private async toSnapshot(): Promise<void> {
    const { connection, session } = this;
    if (!connection || session.phase !== 'ready') return;
    const ran = session.isRunning;
    if (ran) await session.pause();
    const inputs = await session.inputs();
    const { scenario, moment } = session;
    if (this.connection !== connection || !scenario || !moment) return;
    this.snapshot = { scenario: { ...scenario, inputs }, position: moment.position, ran };
    this.connection = undefined;
    connection.close();
  }

  private async wake({ scenario, position, ran }: Snapshot): Promise<void> {
    this.snapshot = undefined;
    this.session.restart();
    try {
      await this.connect();
      if (!(await this.session.create(scenario))) return;
      await this.session.seek(position);
      if (ran) await this.session.run();
    } catch (error) {
      this.session.say(sentenceOf(error));
    }
  }
}
