import { describe, expect, test } from 'vitest';
import { Profile } from '../../assembly/abi/profile';
import { Rule } from '../../assembly/abi/reason';
import { type DomainOptions, type Guest, Hypervisor, LEAF, READ_ONLY } from './hypervisor';

const EINVAL = -22;
const EBUSY = -16;
const EPERM = -1;
const ESRCH = -3;
const ENOSYS = -38;
/** What a handler answers when the profile kills the domain. */
const KILL = -4096;

/** Slot of the recursive mapping of NetBSD/i386, and of its alternate window once moved below Xen. */
const PDSLOT_PTE = 767;
const PDSLOT_APTE = 1007;
const T = 10;

async function start(options: DomainOptions): Promise<{ xen: Hypervisor; guest: Guest }> {
  const xen = await Hypervisor.create();
  return { xen, guest: xen.domain(options) };
}

const YEARS: [string, Profile, number][] = [
  ['2002-11', Profile.Y2002M11, KILL],
  ['2003-01', Profile.Y2003M01, KILL],
  ['2004-02', Profile.Y2004M02, EINVAL],
  ['xen-3.2', Profile.Xen32, EINVAL],
  ['xen-4.17', Profile.Xen417, EINVAL],
];

describe.each(YEARS)('the recursive slot under %s', (_, profile, refused) => {
  test('read-write is refused', async () => {
    const { xen, guest } = await start({ profile, twoLevel: true });
    expect(guest.update(guest.root, PDSLOT_PTE, guest.pte(guest.root, LEAF))).toBe(refused);
    const rule = profile === Profile.Y2002M11 ? Rule.LinearUnknown : Rule.LinearWritable;
    expect(xen.why()).toMatchObject({ rule, level: 2, slot: PDSLOT_PTE, mfn: guest.root, found: 2, wanted: 2 });
  });

  test('read-only is accepted since January 2003, and takes no counts', async () => {
    const { xen, guest } = await start({ profile, twoLevel: true });
    const before = xen.frame(guest.root);
    const rc = guest.update(guest.root, PDSLOT_PTE, guest.pte(guest.root, READ_ONLY));
    expect(rc).toBe(profile === Profile.Y2002M11 ? KILL : 0);
    expect(xen.frame(guest.root)).toEqual(before);
  });

  test('a table that holds it can be pinned and torn down', async () => {
    const { xen, guest } = await start({ profile, twoLevel: true });
    const t = guest.emptyTable(T, { [PDSLOT_PTE]: guest.pte(guest.mfn(T), READ_ONLY) });
    const rc = guest.pin(t, 2);
    expect(rc).toBe(profile === Profile.Y2002M11 ? KILL : 0);
    if (rc !== 0) return;
    expect(xen.frame(t)).toMatchObject({ type: 2, typeCount: 1 });
    expect(guest.unpin(t)).toBe(0);
    expect(guest.protect(T, LEAF)).toBe(0);
  });

  test('another directory: since February 2004, once it is validated', async () => {
    const { xen, guest } = await start({ profile, twoLevel: true });
    const t = guest.emptyTable(T, { 5: guest.pte(guest.l1[0] as number, 7) });
    const window = guest.pte(t, READ_ONLY);
    const since2004 = profile >= Profile.Y2004M02;
    expect(guest.pin(t, 2)).toBe(0);
    expect(guest.update(guest.root, PDSLOT_APTE, window)).toBe(since2004 ? 0 : refused);
    if (!since2004) {
      expect(xen.why().rule).toBe(profile === Profile.Y2002M11 ? Rule.LinearUnknown : Rule.LinearOther);
      return;
    }
    expect(xen.frame(t).typeCount).toBe(2);
    expect(guest.update(guest.root, PDSLOT_APTE, 0n)).toBe(0);
    expect(xen.frame(t).typeCount).toBe(1);
  });

  test('its own slots stay Xen’s', async () => {
    const { xen, guest } = await start({ profile, twoLevel: true });
    const rc = guest.update(guest.root, 1023, guest.pte(guest.root, READ_ONLY));
    expect(rc).toBe(profile === Profile.Xen417 ? EPERM : refused);
    expect(xen.why()).toMatchObject({ rule: Rule.XenSlot, slot: 1023 });
    expect(guest.entry(guest.root, 1008)).not.toBe(0n);
  });

  test('what was accepted is no reason for what is refused after it', async () => {
    if (profile === Profile.Y2002M11) return;
    const { xen, guest } = await start({ profile, twoLevel: true });
    const self = guest.pte(guest.mfn(T), READ_ONLY);
    const t = guest.emptyTable(T, { 5: self, 9: guest.pte(guest.mfn(20), 7) });
    expect(guest.pin(t, 2)).toBe(refused);
    expect(xen.why()).toMatchObject({ rule: Rule.TypeConflict, level: 2, slot: 9, mfn: guest.mfn(20) });
  });

  test('tables stay out of reach, however the refusal is answered', async () => {
    const { guest } = await start({ profile, twoLevel: true });
    const rc = guest.map(T * 4096, guest.pte(guest.l1[0] as number, LEAF));
    expect(rc).toBe(profile === Profile.Xen417 ? EBUSY : refused);
  });

  test('unknown commands and foreign domains', async () => {
    const { xen, guest } = await start({ profile, twoLevel: true });
    const ext = guest.mmuext([[99, 0]]);
    expect(ext).toBe(profile >= Profile.Xen32 ? ENOSYS : refused);
    expect(xen.why()).toMatchObject({ rule: Rule.UnknownCommand, entry: 99n });
    const foreign = guest.update(guest.root, 0, 0n, 0x7ff2);
    const expected = profile === Profile.Xen417 ? EPERM : profile === Profile.Xen32 ? ESRCH : refused;
    expect(foreign).toBe(expected);
  });
});

describe('entry flags', () => {
  test.each([
    ['2003-01', Profile.Y2003M01, { 8: 0, 16: 0, 128: KILL, 256: KILL }],
    ['2004-02', Profile.Y2004M02, { 8: 0, 16: 0, 128: EINVAL, 256: EINVAL }],
    ['xen-3.2', Profile.Xen32, { 8: EINVAL, 16: EINVAL, 128: EINVAL, 256: EINVAL }],
    ['xen-4.17', Profile.Xen417, { 8: EINVAL, 16: EINVAL, 128: EINVAL, 256: 0 }],
  ])('of leaves under %s', async (_, profile, flags) => {
    for (const [bit, rc] of Object.entries(flags)) {
      const { guest } = await start({ profile, twoLevel: true });
      expect(guest.map(T * 4096, guest.pte(guest.mfn(T), LEAF | Number(bit)))).toBe(rc);
    }
  });

  test('of upper entries: large pages never', async () => {
    for (const [, profile, refused] of YEARS) {
      const { xen, guest } = await start({ profile, twoLevel: true });
      expect(guest.update(guest.root, 100, guest.pte(guest.mfn(T), LEAF | 0x80))).toBe(refused);
      expect(xen.why()).toMatchObject({ rule: Rule.EntryFlags, level: 2, slot: 100, typeCount: 0x80 });
    }
  });

  test('a privileged domain chooses cache attributes and maps devices, uncached', async () => {
    const { guest } = await start({ privileged: true });
    for (const bits of [0x8, 0x18, 0x80]) {
      expect(guest.map(T * 4096, guest.pte(guest.mfn(T), LEAF | bits))).toBe(0);
    }
    for (const mfn of [0, 0xb8, 0xffffff]) {
      expect(guest.map(T * 4096, guest.pte(mfn, LEAF))).toBe(0);
      expect(guest.entry(guest.l1[0] as number, T) & 0x18n).toBe(0x18n);
    }
    expect(guest.map(T * 4096, guest.pte(guest.mfn(T), LEAF) | (1n << 51n))).toBe(EPERM);
  });
});

describe('PAE windows, as measured on real Xen 4.17', () => {
  /** A second space like the builder's: its four L2s are fresh, L2[2] holds `windows` of [slot, number of the L2 named]. */
  function space(guest: Guest, first: number, windows: [number, number][]): { l3: number; l2: number[] } {
    const l2 = [0, 1, 2, 3].map((n) => guest.mfn(first + n));
    for (const n of [0, 1, 3]) guest.emptyTable(first + n);
    const entries = windows.map(([slot, n]) => [slot, guest.pte(l2[n] as number, READ_ONLY)]);
    guest.emptyTable(first + 2, Object.fromEntries(entries));
    const l3 = guest.emptyTable(first + 4, Object.fromEntries(l2.map((mfn, slot) => [slot, guest.pte(mfn, 1)])));
    return { l3, l2 };
  }

  test('508 to 511 are refused at the pin, 511 is accepted afterwards', async () => {
    const { xen, guest } = await start({});
    const all = space(guest, 20, [
      [508, 0],
      [509, 1],
      [510, 2],
      [511, 3],
    ]);
    expect(guest.pin(all.l3, 3)).toBe(EINVAL);
    const { l3, l2 } = space(guest, 30, [
      [508, 0],
      [509, 1],
      [510, 2],
    ]);
    expect(guest.pin(l3, 3)).toBe(0);
    expect(guest.update(l2[2] as number, 511, guest.pte(l2[3] as number, READ_ONLY))).toBe(0);
    const other = space(guest, 40, []);
    expect(guest.pin(other.l3, 3)).toBe(0);
    expect(guest.update(l2[2] as number, 500, guest.pte(other.l2[0] as number, READ_ONLY))).toBe(0);
    expect(guest.update(l2[3] as number, 100, guest.pte(other.l2[1] as number, READ_ONLY))).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.LinearUsed, mfn: l2[3], typeCount: 1 });
    expect(guest.update(other.l2[2] as number, 501, guest.pte(other.l2[1] as number, READ_ONLY))).toBe(0);
    expect(guest.update(l2[2] as number, 501, guest.pte(other.l2[2] as number, READ_ONLY))).toBe(EINVAL);
    expect(xen.why().rule).toBe(Rule.LinearChained);
    expect(guest.unpin(l3)).toBe(0);
    expect(guest.unpin(other.l3)).toBe(0);
  });

  test('an L2 of slot 3 is not shared, and an L3 names no L3', async () => {
    const { xen, guest } = await start({});
    const { l3, l2 } = space(guest, 20, []);
    expect(guest.pin(l3, 3)).toBe(0);
    const thief = guest.emptyTable(40, { 3: guest.pte(l2[3] as number, 1) });
    expect(guest.pin(thief, 3)).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.PaeSlotShared, mfn: l2[3], level: 3, slot: 3, typeCount: 2 });
    expect(guest.update(l3, 1, guest.pte(l3, 1))).toBe(EINVAL);
    expect(guest.update(l3, 1, guest.pte(guest.root, 1))).toBe(EINVAL);
    expect(guest.update(l3, 1, guest.pte(l2[0] as number, 1))).toBe(0);
    expect(xen.frame(l2[0] as number).typeCount).toBe(2);
    const odd = guest.emptyTable(41, { 0: guest.pte(l2[0] as number, 1 | 0x8), 3: guest.pte(l2[3] as number, 1) });
    expect(guest.pin(odd, 3)).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.EntryFlags, level: 3, slot: 0 });
  });

  test('until 2017 windows could chain', async () => {
    const { guest } = await start({ profile: Profile.Xen32 });
    const a = space(guest, 20, [[508, 0]]);
    const b = space(guest, 30, [[508, 0]]);
    expect(guest.pin(a.l3, 3)).toBe(0);
    expect(guest.pin(b.l3, 3)).toBe(0);
    expect(guest.update(a.l2[2] as number, 500, guest.pte(b.l2[2] as number, READ_ONLY))).toBe(0);
    expect(guest.update(b.l2[2] as number, 500, guest.pte(a.l2[2] as number, READ_ONLY))).toBe(0);
    expect(guest.unpin(a.l3)).toBe(0);
    expect(guest.unpin(b.l3)).toBe(0);
  });
});
