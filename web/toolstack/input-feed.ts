import type { InputEvent } from '../core/machine-api';
import { InputLog } from '../replay/input-log';
import { ScriptFeeder } from '../replay/script';

/** A script looks at the console at least so often, in ticks: not every guest says that it has read. */
const SCRIPT_PERIOD = 1_000_000n;

/** What the feed needs to know of the machine, and does to it. */
export interface Keyboard {
  /** Where the machine stands. */
  tick: bigint;
  /** Whether the guest has taken everything typed so far. */
  drained: boolean;
  /** Types bytes to the guest. */
  type(bytes: Uint8Array): void;
}

/** Everything that is typed to a machine: from its log, from somebody's keyboard, from a script. What acts is logged with its tick. */
export class InputFeed {
  readonly log: InputLog;
  private script: ScriptFeeder | undefined;
  private typed: Uint8Array[] = [];
  private nextLook = 0n;
  /** The latest tick ever fed. Before it the machine goes over known ground: the log says what the script did there. */
  private furthest = -1n;

  /** @param inputs what a link or log says was typed; a script is then not fed, because it already was */
  constructor(
    private readonly domid: number,
    inputs: readonly InputEvent[] | undefined,
    script: string | undefined,
  ) {
    this.log = new InputLog(inputs);
    this.script = script === undefined || inputs ? undefined : new ScriptFeeder(script);
  }

  /** Types bytes: they act the next time the machine is looked at. */
  type(bytes: Uint8Array): void {
    if (bytes.length > 0) this.typed.push(bytes.slice());
  }

  /** Whether something typed has not acted yet. */
  get waits(): boolean {
    return this.typed.length > 0;
  }

  /** What a script still waits for, in words. */
  get waitingFor(): string | undefined {
    return this.script?.waitingFor;
  }

  /** Hears what the console shows at a tick. */
  shown(bytes: Uint8Array, tick: bigint): void {
    if (tick > this.furthest) this.script?.take(bytes);
  }

  /** The machine went back to where only the first `acted` events of the log had acted. */
  rewind(acted: number): void {
    this.log.rewind(acted);
    this.typed = [];
  }

  /** The tick at which the machine is to be looked at next, if at any. A script has no need to look at a guest that sleeps. */
  nextTick(isIdle: boolean): bigint | undefined {
    const look = this.script && !this.script.done && !isIdle ? this.nextLook : undefined;
    const logged = this.log.nextTick;
    return look === undefined || (logged !== undefined && logged < look) ? logged : look;
  }

  /** Lets act what is due. Answers whether anything was. */
  feed(keyboard: Keyboard): boolean {
    const { tick } = keyboard;
    let fed = false;
    for (let event = this.log.takeDue(tick); event; event = this.log.takeDue(tick)) {
      keyboard.type(event.bytes);
      fed = true;
    }
    const isReplay = tick < this.furthest;
    // Whoever types in the past makes another future, of which the script knows nothing.
    if (isReplay && this.waits) this.script = undefined;
    const line = isReplay ? undefined : this.script?.due(keyboard.drained);
    if (!isReplay) this.furthest = tick;
    for (const bytes of [...this.typed.splice(0), ...(line ? [line] : [])]) {
      this.log.record({ tick, kind: 'console', domid: this.domid, bytes });
      keyboard.type(bytes);
      fed = true;
    }
    if (this.script && tick >= this.nextLook) this.nextLook = (tick / SCRIPT_PERIOD + 1n) * SCRIPT_PERIOD;
    return fed;
  }
}
