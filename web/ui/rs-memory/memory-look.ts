import type { MemoryQuestion } from '../../core/memory-picture';
import { refusalFocus } from '../../explain/refusal-focus';
import { lastRefused, type RefusedCall } from '../session/refused-call';
import type { Session } from '../session/session';
import { atAddress, atRefusal, atTable, type MemoryFocus, NO_FOCUS, questionOf } from './memory-focus';
import type { TableSlot } from './table-slot';

/** Questions remembered until they are answered. */
const MOST_OPEN = 64;

/**
 * Where a page looks in memory: at what the last refused call is about, until the reader looks elsewhere. What is shown beside a picture is
 * always the focus its question was asked with, so a late answer disagrees with nothing.
 */
export class MemoryLook {
  private readonly asked = new Map<number, MemoryFocus>();
  private focus: MemoryFocus = NO_FOCUS;
  private home: MemoryFocus = NO_FOCUS;
  /** Ordinal of the refused call that is looked at by itself; -1 for none. */
  private followed = -1;
  /** The reader has looked elsewhere. */
  private isAway = false;
  private call: RefusedCall | undefined;
  private version = -1;
  /** Serial of the last question. */
  private latest = 0;

  constructor(private readonly session: Session) {}

  /** The focus that the picture shown answers. */
  get shown(): MemoryFocus {
    const serial = this.session.moment?.memory?.question.serial;
    return (serial !== undefined && this.asked.get(serial)) || NO_FOCUS;
  }

  /** The last refused call before the moment shown; undefined when there was none. */
  get refused(): RefusedCall | undefined {
    const { log } = this.session;
    if (log.version !== this.version) {
      this.version = log.version;
      this.call = lastRefused(log);
    }
    return this.call;
  }

  /** Looks where a reader should begin. */
  begin(home: MemoryFocus): void {
    void this.session.observe(this.prepare(home));
  }

  /** The question with which a machine begins that is not there yet, so that its first moment answers it. */
  prepare(home: MemoryFocus): MemoryQuestion {
    this.home = home;
    this.followed = -1;
    this.isAway = false;
    return this.question(home);
  }

  /** To be called when the session changed: turns to a call that was refused, and back when the machine goes back to before it. */
  follow(): void {
    const call = this.refused;
    const ordinal = call?.record.ordinal ?? -1;
    if (ordinal !== this.followed) {
      this.followed = ordinal;
      this.isAway = false;
      this.ask(call ? atRefusal(this.home, refusalFocus(call.record, call.parent)) : this.home);
    } else if (this.focus.level !== undefined && this.home.table === undefined && this.isHome)
      this.followTable(this.focus.level);
  }

  /** The reader has not looked elsewhere, and nothing was refused. */
  private get isHome(): boolean {
    return this.followed < 0 && !this.isAway;
  }

  /** Where to look first is a level of the walk: its table is another when the space is. */
  private followTable(level: number): void {
    const { memory } = this.session.moment ?? {};
    if (memory === undefined || memory.question.serial !== this.latest) return;
    const table = memory.walk.steps.find((step) => step.level === level)?.table;
    if (table !== undefined && table !== this.focus.table) this.ask({ ...this.focus, table });
  }

  /** Another address; undefined follows the instruction pointer. */
  walk(address: number | undefined): void {
    this.isAway = true;
    this.ask(atAddress(this.focus, address));
  }

  /** Another table. */
  showTable(table: TableSlot): void {
    this.isAway = true;
    this.ask(atTable(this.focus, table));
  }

  /** Another slot of the table shown. Nothing is asked: all of the table is there, and who goes from slot to slot by keys waits for no answer. */
  choose(slot: number): void {
    const shown = this.session.moment?.memory?.question.serial;
    for (const serial of new Set([shown, this.latest])) {
      const focus = serial !== undefined && this.asked.get(serial);
      if (focus) this.asked.set(serial, { ...focus, slot });
    }
    this.focus = { ...this.focus, slot };
    this.session.tell();
  }

  /** Nothing more is to be told of memory. */
  end(): void {
    void this.session.observe(undefined);
  }

  private ask(focus: MemoryFocus): void {
    void this.session.observe(this.question(focus));
  }

  private question(focus: MemoryFocus): MemoryQuestion {
    this.focus = focus;
    const question = questionOf(focus);
    this.latest = question.serial;
    this.asked.set(question.serial, focus);
    for (const serial of this.asked.keys()) if (this.asked.size > MOST_OPEN) this.asked.delete(serial);
    return question;
  }
}
