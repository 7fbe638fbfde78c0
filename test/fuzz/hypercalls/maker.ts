import { Format, RAM } from '../../../web/core/layout.gen';
import { BASE } from '../../xen/xen-machine';
import type { Random } from '../support/random';
import { ARGUMENT_BYTES, ARGUMENTS, type Seat, TOYS, type World } from './world';

/** A hypercall: its number and arguments. */
export type Call = readonly number[];

export const SELF = 0x7ff0;
const HOLE = 0xf5800000;
const PAGE = 4096;

/** Makes what hypercalls take: frames, entries, addresses and structures that are nearly, and about half the time wholly, in order. */
export class Maker {
  readonly random: Random;
  private used = 0;

  constructor(
    readonly world: World,
    readonly seat: Seat,
  ) {
    this.random = world.random;
  }

  get isPae(): boolean {
    return this.seat.format === Format.Pae;
  }
  get width(): number {
    return this.isPae ? 8 : 4;
  }
  get slots(): number {
    return PAGE / this.width;
  }
  get other(): Seat {
    return this.world.otherOf(this.seat);
  }

  below(end: number): number {
    return this.random.below(end);
  }
  once(times: number): boolean {
    return this.random.once(times);
  }
  pick<T>(of: readonly T[]): T {
    return this.random.pick(of);
  }

  toy(seat = this.seat): number {
    return seat.guest.mfn(this.pick(TOYS));
  }

  /** A table of the guest's own. */
  table(): number {
    return this.seat.tables.length ? this.pick(this.seat.tables) : this.seat.guest.root;
  }

  /** A table of a level, if there is one; else any frame. */
  tableOf(level: number): number {
    for (let i = 0; i < 4; i++) {
      const mfn = this.table();
      if (this.world.typeOf(mfn) === level) return mfn;
    }
    return this.toy();
  }

  /** Any frame: mostly the guest's own. */
  frame(): number {
    const { seat, world } = this;
    const kind = this.below(24);
    if (kind < 11) return this.toy();
    if (kind < 16) return this.table();
    if (kind < 19) return seat.frames.length ? this.pick(seat.frames) : this.toy();
    if (kind < 21) return this.toy(this.other);
    if (kind === 21) return this.pick(this.other.tables.length ? this.other.tables : [this.other.guest.root]);
    if (kind === 22) return this.pick([world.mm.m2pFrame, seat.record.sharedInfo, seat.record.xenDescriptors]);
    return this.pick([0, 0xb8, 0xff, 0x100, world.core.frames - 1, world.core.frames, 0xfffff, this.below(0x100000)]);
  }

  /** An entry as low and high word. */
  private words(mfn: number, flags: number): [number, number] {
    const low = ((mfn << 12) | flags) >>> 0;
    if (!this.isPae) return [low, 0];
    return [low, this.once(40) ? this.random.word() : 0];
  }

  leaf(): [number, number] {
    if (this.once(8)) return [0, 0];
    const good = [0x67, 0x67, 0x65, 0x25, 0x27, 0x07, 0x05, 0x63];
    return this.words(this.frame(), this.once(10) ? this.pick([0x167, 0xe7, 0x1f, 0x66, 0x77, 0x6f]) : this.pick(good));
  }

  /** An entry of a table of `level` above 1: the level below, or now and then a linear one. */
  upper(level: number): [number, number] {
    if (this.once(6)) return [0, 0];
    const isLinear = this.once(4);
    const mfn = this.once(6) ? this.frame() : this.once(3) ? this.toy() : this.tableOf(isLinear ? level : level - 1);
    if (level === 3) return this.words(mfn, this.once(6) ? 7 : 1);
    return this.words(mfn, isLinear ? this.pick([0x25, 0x05, 0x25, 0x67]) : this.pick([0x67, 0x07, 0x65, 0x25]));
  }

  entry(level: number): [number, number] {
    return level > 1 ? this.upper(level) : this.leaf();
  }

  /** A slot; in the tables that the guest stands on, seldom one that it needs. */
  slot(mfn: number, level: number): number {
    const { guest } = this.seat;
    if (this.once(60)) return this.below(this.slots);
    if (mfn === guest.mfn(20)) return this.once(2) ? this.pick(TOYS) : 32 + this.below(16);
    if (mfn === guest.mfn(21)) return this.pick([1, 2, 3, 4, 5, 100, this.slots - 1, this.slots - 0x15, 500]);
    if (level === 3) return this.below(this.once(9) ? 6 : 3);
    return this.pick([0, 1, 2, 3, 5, 100, this.slots - 1, this.below(this.slots)]);
  }

  /** Machine address of an entry of a table, mostly one of the guest's own. */
  place(): { mfn: number; level: number; slot: number } {
    const mfn = this.once(5) ? this.frame() : this.table();
    const type = mfn < this.world.core.frames ? this.world.typeOf(mfn) : 0;
    const level = type >= 1 && type <= 3 ? type : 1;
    return { mfn, level, slot: this.slot(mfn, level) };
  }

  va(): number {
    if (this.once(40)) return this.pick([0, HOLE, 0xfffff000, 0x80000000, HOLE - PAGE, this.random.word()]);
    const page = this.once(3) ? 32 + this.below(32) : this.once(20) ? this.below(32) : this.pick(TOYS);
    return (BASE + page * PAGE + (this.once(12) ? this.below(PAGE) : 0)) >>> 0;
  }

  domid(): number {
    if (!this.once(4)) return SELF;
    return this.pick([this.other.domid, this.other.domid, this.seat.domid, 0, 0x7ff1, 0x7ff2, 55]);
  }

  /** Forgets what was put into the arguments' pages: a new call is made. */
  begin(): void {
    this.used = 0;
  }

  /** Puts words into the arguments' pages; answers their address, or at times one that is no good. */
  put(words: readonly number[]): number {
    const bytes = words.length * 4;
    if (this.used + bytes > ARGUMENT_BYTES) this.used = 0;
    const at = this.used;
    this.used = (at + bytes + 15) & ~15;
    const { guest } = this.seat;
    for (const [i, word] of words.entries()) {
      const offset = at + 4 * i;
      this.world.words[((RAM + guest.mfn(16 + (offset >> 12)) * PAGE) >> 2) + ((offset & 0xfff) >> 2)] = word;
    }
    if (!this.once(50)) return ARGUMENTS + at;
    return this.pick([0, HOLE, 0xfffffff0, BASE + 0xc000, BASE + 0xb000, ARGUMENTS + ARGUMENT_BYTES - 4]);
  }

  /** Numbers that mean something somewhere. */
  any(): number {
    return this.pick([0, 1, 2, 3, this.below(64), this.random.word(), this.frame(), this.va(), 0xffffffff, 0x80000000]);
  }
}
