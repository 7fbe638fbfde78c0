import { expect, test } from 'vitest';
import { Profile } from '../../assembly/abi/profile';
import { DOMID_SELF, type Guest, Hypervisor, LEAF, READ_ONLY } from './hypervisor';

/** Numbers that look random and are the same every time (xorshift). */
class Numbers {
  constructor(private state: number) {}
  below(n: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % n;
  }
  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}

/** Two domains that ask for half-sensible things; after each hypercall every count must be what the tables say. */
class Campaign {
  readonly numbers: Numbers;
  readonly results = new Map<number, number>();
  private readonly halfDone = new Map<Guest, [string, ...number[]]>();

  constructor(
    private readonly xen: Hypervisor,
    private readonly guests: Guest[],
    seed: number,
  ) {
    this.numbers = new Numbers(seed);
  }

  /** A frame: mostly one of the guest's few interesting ones, at times another's, a device, or nothing. */
  private frame(guest: Guest): number {
    const n = this.numbers;
    const tables = [guest.root, ...guest.l2, ...guest.l1];
    const kind = n.below(20);
    if (kind < 11) return guest.mfn(16 + n.below(12));
    if (kind < 17) return n.pick(tables);
    if (kind === 17) return n.pick(this.guests).mfn(n.below(40));
    return n.pick([
      0,
      0xb8,
      0x200,
      0xffffff,
      0xffffffffff,
      this.xen.call('m2pFrame'),
      this.xen.call('rootOf', guest.index),
    ]);
  }

  private entry(guest: Guest): bigint {
    const n = this.numbers;
    if (n.below(5) === 0) return 0n;
    const flags = n.pick([LEAF, LEAF, READ_ONLY, READ_ONLY, 1, 7, 0xe7, 0x167, 0x1f, 0x66]);
    const high = n.below(12) === 0 ? 1n << BigInt(32 + n.below(32)) : 0n;
    return guest.pte(this.frame(guest), flags) | high;
  }

  private slot(guest: Guest): number {
    return this.numbers.pick([
      0,
      1,
      2,
      3,
      4,
      5,
      100,
      guest.slots - 1,
      guest.slots - 16,
      this.numbers.below(guest.slots),
    ]);
  }

  /** A slot to change, in a table of the space that the guest runs on or in another; never one that its arguments are reached through. */
  private target(guest: Guest): [number, number] {
    const mfn = this.frame(guest);
    const slot = this.slot(guest);
    if (mfn === guest.l1[0]) return [mfn, 16 + (slot % (guest.slots - 16))];
    const isUpper = mfn === guest.root || mfn === guest.l2[0];
    return [mfn, isUpper && slot === 0 ? 1 : slot];
  }

  step(): void {
    const n = this.numbers;
    const guest = n.pick(this.guests);
    guest.run();
    this.xen.impatience = n.below(2) ? 0 : n.below(12);
    this.xen.patience = n.below(2) ? Number.POSITIVE_INFINITY : n.below(4);
    this.xen.abandoned = undefined;
    const rc = this.askOrResume(guest);
    // Wherever it went, it goes on from where its arguments can be reached.
    if (this.xen.abandoned) this.halfDone.set(guest, this.xen.abandoned);
    else this.xen.call('base', guest.index, guest.root);
    this.results.set(rc, (this.results.get(rc) ?? 0) + 1);
  }

  private askOrResume(guest: Guest): number {
    const rest = this.halfDone.get(guest);
    if (!rest || this.numbers.below(2)) return this.ask(guest, this.numbers.below(24));
    this.halfDone.delete(guest);
    return this.xen.hypercall(...rest);
  }

  private ask(guest: Guest, what: number): number {
    const n = this.numbers;
    if (what < 6) return this.update(guest);
    if (what < 10) {
      const va = n.pick([16 + n.below(12), 16 + n.below(48)]) * 4096 + n.pick([0, 0, 0, 8]);
      return guest.map(n.below(20) === 0 ? n.below(0xffff) * 65536 : va, this.entry(guest), n.below(8));
    }
    if (what < 15) return guest.mmuext([this.operation(guest)], n.below(15) ? DOMID_SELF : n.pick([1, 2, 0x7ff1, 55]));
    if (what < 17) return this.memory(guest);
    if (what === 17) return this.descriptors(guest);
    if (what === 18) return this.store(guest);
    return this.makeTable(guest);
  }

  private update(guest: Guest): number {
    const n = this.numbers;
    const requests = Array.from({ length: 1 + n.below(3) }, (): [bigint, bigint] => {
      const [mfn, slot] = this.target(guest);
      const maddr = BigInt(mfn) * 4096n + BigInt(slot * guest.width);
      return [maddr + BigInt(n.pick([0, 0, 0, 0, 2, 3, 1, 4])), this.entry(guest)];
    });
    return guest.mmuUpdate(requests, n.below(15) ? DOMID_SELF : n.pick([1, 2, 0x7ff1, 0x7ff2]));
  }

  private operation(guest: Guest): [number, number, number] {
    const cmd = this.numbers.pick([0, 0, 1, 1, 2, 2, 4, 4, 4, 5, 6, 13, 16, 17, 99]);
    if (cmd === 13) return [cmd, 20 * 4096, 16];
    const mfn = this.frame(guest);
    return [cmd === 4 && mfn === guest.root ? 6 : cmd, mfn, this.frame(guest)];
  }

  private memory(guest: Guest): number {
    const n = this.numbers;
    const op = n.pick([0, 1, 1, 6]);
    for (const [i, word] of [0x200, 2, n.below(2), 0, DOMID_SELF].entries()) guest.writeArgument(0x100 + i * 4, word);
    for (let i = 0; i < 2; i++) guest.writeArgument(0x200 + i * 4, this.frame(guest));
    return this.xen.hypercall('memoryOp', op, 0x100);
  }

  private descriptors(guest: Guest): number {
    guest.writeArgument(0x300, this.frame(guest));
    if (this.numbers.below(2)) return this.xen.hypercall('setGdt', 0x300, this.numbers.below(600));
    return this.xen.hypercall('updateDescriptor', this.frame(guest) * 4096 + 8, 0, 0xffff, 0xcff300);
  }

  private store(guest: Guest): number {
    const va = (16 + this.numbers.below(12)) * 4096 + this.slot(guest) * guest.width;
    return guest.store(va, guest.width, this.entry(guest)) ? 0 : -1;
  }

  /** Makes a table of an ordinary page, as a guest does: fills it, maps it read-only, pins it or hooks it. */
  private makeTable(guest: Guest): number {
    const n = this.numbers;
    const pfn = 16 + n.below(12);
    const mfn = guest.mfn(pfn);
    const { type, typeCount } = this.xen.frame(mfn);
    if (typeCount !== 0 && type !== 7) return -2;
    const level = 1 + n.below(guest.twoLevel ? 2 : 3);
    for (const slot of [0, 1, 2, 3, 4, 5, 100, guest.slots - 1]) {
      const isUsed = n.below(2) === 0 || (level === 3 && slot === 3);
      guest.pokeEntry(mfn, slot, isUsed ? this.likelyEntry(guest, level) : 0n);
    }
    const rc = guest.protect(pfn, READ_ONLY);
    return rc !== 0 || n.below(4) === 0 ? rc : guest.pin(mfn, level);
  }

  private likelyEntry(guest: Guest, level: number): bigint {
    const n = this.numbers;
    const mfn = n.below(8) ? guest.mfn(16 + n.below(12)) : this.frame(guest);
    return guest.pte(mfn, level === 3 ? n.pick([1, 1, 1, 7]) : n.pick([READ_ONLY, READ_ONLY, 7]));
  }
}

/** Long enough to meet every operation with every kind of frame; a campaign of 150 000 with other seeds is run by hand. */
const STEPS = 3000;

const PROFILES: [string, Profile, boolean][] = [
  ['PAE, xen-4.17', Profile.Xen417, false],
  ['PAE, xen-4.17-nolinear', Profile.Xen417NoLinear, false],
  ['PAE, xen-3.2', Profile.Xen32, false],
  ['2-level, xen-3.2', Profile.Xen32, true],
  ['2-level, 2004-02', Profile.Y2004M02, true],
];

test.each(PROFILES)(
  'random sequences keep every count right: %s',
  async (_, profile, twoLevel) => {
    const xen = await Hypervisor.create(8);
    const free = xen.call('freeFrames');
    const guests = [0, 1].map(() => xen.domain({ profile, twoLevel, pages: 64, maxPages: 100 }));
    for (const guest of guests) xen.call('setAssist', guest.index, 1 << 2);
    const campaign = new Campaign(xen, guests, 0x5eed + profile * 2 + (twoLevel ? 1 : 0));
    for (let step = 0; step < STEPS; step++) {
      campaign.step();
      xen.audit();
    }
    expect(campaign.results.get(0)).toBeGreaterThan(STEPS / 12);
    expect(campaign.results.get(-0x80000000)).toBeGreaterThan(10);
    expect([...campaign.results.values()].reduce((a, b) => a + b)).toBe(STEPS);
    for (const guest of guests) {
      xen.call('destroy', guest.index);
      xen.audit();
    }
    expect(xen.call('freeFrames')).toBe(free);
  },
  120_000,
);
