import type { InputEvent } from '../core/machine-api';
import { InputLog } from '../replay/input-log';
import { ScriptFeeder } from '../replay/script';

/** A script looks at its console at least so often, in ticks: not every guest says that it has read. */
const SCRIPT_PERIOD = 1_000_000n;

/** What somebody did that has not acted yet: it gets its tick when it does. */
export type Deed = InputEvent extends infer E ? (E extends InputEvent ? Omit<E, 'tick'> : never) : never;

/** What the feed needs to know of the machine, and does to it. */
export interface Hands {
  /** Where the machine stands. */
  tick: bigint;
  /** Whether a domain has taken everything typed to it so far. */
  drained(domid: number): boolean;
  /** Does it. */
  act(deed: Deed): void;
}

/**
 * Everything that reaches a machine from outside: from its log, from somebody's hands, from scripts, one a console. What acts is logged with
 * its tick.
 */
export class InputFeed {
  readonly log: InputLog;
  private readonly scripts = new Map<number, ScriptFeeder>();
  private deeds: Deed[] = [];
  private nextLook = 0n;
  /** The latest tick ever fed. Before it the machine goes over known ground: the log says what the scripts did there. */
  private furthest = -1n;

  /**
   * @param inputs what a link or log says was done; scripts are then not fed, because they already were
   * @param scripts by the number of the domain they are typed to
   */
  constructor(inputs: readonly InputEvent[] | undefined, scripts: Iterable<[domid: number, script: string]>) {
    this.log = new InputLog(inputs);
    if (!inputs) for (const [domid, script] of scripts) this.scripts.set(domid, new ScriptFeeder(script));
  }

  /** Types bytes to a domain: they act the next time the machine is looked at. */
  type(domid: number, bytes: Uint8Array): void {
    if (bytes.length > 0) this.deeds.push({ kind: 'console', domid, bytes: bytes.slice() });
  }

  /** Tells the toolstack to do something; it does so the next time the machine is looked at. */
  command(deed: Deed): void {
    this.deeds.push(deed);
  }

  /** Whether something has not acted yet. */
  get waits(): boolean {
    return this.deeds.length > 0;
  }

  /** What the scripts still wait for, in words. */
  get waitingFor(): string | undefined {
    const waits = [...this.scripts.values()].flatMap(({ waitingFor }) => waitingFor ?? []);
    return waits.length > 0 ? waits.join(', and for ') : undefined;
  }

  /** Hears what a domain's console shows at a tick. */
  shown(domid: number, bytes: Uint8Array, tick: bigint): void {
    if (tick > this.furthest) this.scripts.get(domid)?.take(bytes);
  }

  /** The machine went back to where only the first `acted` events of the log had acted. */
  rewind(acted: number): void {
    this.log.rewind(acted);
    this.deeds = [];
  }

  /** The tick at which the machine is to be looked at next, if at any. A script has no need to look at guests that sleep. */
  nextTick(isIdle: boolean): bigint | undefined {
    const look = this.isScripted && !isIdle ? this.nextLook : undefined;
    const logged = this.log.nextTick;
    return look === undefined || (logged !== undefined && logged < look) ? logged : look;
  }

  /** Lets act what is due. Answers whether anything was. */
  feed(hands: Hands): boolean {
    const { tick } = hands;
    let fed = false;
    for (let event = this.log.takeDue(tick); event; event = this.log.takeDue(tick)) {
      hands.act(event);
      fed = true;
    }
    const isReplay = tick < this.furthest;
    // Whoever acts in the past makes another future, of which the scripts know nothing.
    if (isReplay && this.waits) this.scripts.clear();
    const lines = isReplay ? [] : this.due(hands);
    if (!isReplay) this.furthest = tick;
    for (const deed of [...this.deeds.splice(0), ...lines]) {
      this.log.record({ tick, ...deed });
      hands.act(deed);
      fed = true;
    }
    if (this.scripts.size > 0 && tick >= this.nextLook) this.nextLook = (tick / SCRIPT_PERIOD + 1n) * SCRIPT_PERIOD;
    return fed;
  }

  private get isScripted(): boolean {
    return [...this.scripts.values()].some(({ done }) => !done);
  }

  /** The lines that scripts type now. */
  private due(hands: Hands): Deed[] {
    return [...this.scripts].flatMap(([domid, script]) => {
      const bytes = script.due(hands.drained(domid));
      return bytes ? [{ kind: 'console' as const, domid, bytes }] : [];
    });
  }
}
