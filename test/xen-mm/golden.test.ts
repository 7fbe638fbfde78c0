import { beforeEach, describe, expect, test } from 'vitest';
import { Profile } from '../../assembly/abi/profile';
import { Rule } from '../../assembly/abi/reason';
import { DOMID_SELF, type Guest, Hypervisor, LEAF, READ_ONLY } from './hypervisor';

/** What real Xen 4.17 answered an ordinary PAE domain: test/oracle/golden/32-domU.txt, and 32-dom0.txt where it says domain 0. */
let xen: Hypervisor;
let guest: Guest;
/** Pages: pA and pB are memory, pT becomes a table, pU another. */
const A = 8;
const B = 9;
const T = 10;
const U = 11;
const EPERM = -1;
const ESRCH = -3;
const EFAULT = -14;
const EBUSY = -16;
const EINVAL = -22;
const ENOSYS = -38;
const NO_RAM = 0xffffff;

beforeEach(async () => {
  xen = await Hypervisor.create();
  guest = xen.domain();
});

const page = (pfn: number, flags = LEAF) => guest.pte(guest.mfn(pfn), flags);
const mapA = (entry: bigint, flags = 2) => guest.map(A * 4096, entry, flags);

describe('update_va_mapping', () => {
  test('takes what is in order', () => {
    expect(mapA(page(B))).toBe(0);
    expect(mapA(0n)).toBe(0);
    expect(mapA(page(A))).toBe(0);
    expect(guest.map(A * 4096 + 8, page(A))).toBe(0);
    expect(mapA(page(A), 7)).toBe(0);
  });

  test('wants a table that maps the address, below Xen', () => {
    expect(guest.map(0xfff00000, page(B))).toBe(EINVAL);
    expect(guest.map(0xf5800000, page(B))).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.XenAddress, entry: 0xf5800000n });
    expect(guest.map(0x40000000, page(B))).toBe(EINVAL);
    expect(xen.why().rule).toBe(Rule.NoTable);
  });

  test.each([
    ['reserved bit 51', 1n << 51n, EPERM],
    ['bit 52', 1n << 52n, 0],
    ['bit 62', 1n << 62n, 0],
    ['available bit 9', 0x200n, 0],
    ['global', 0x100n, 0],
    ['PAT', 0x80n, EINVAL],
    ['PWT', 0x8n, EINVAL],
    ['PCD and PWT', 0x18n, EINVAL],
    ['NX', 1n << 63n, 0],
  ])('%s', (_, bits, rc) => {
    expect(mapA(page(A) | bits)).toBe(rc);
  });

  test('keeps the user bit as it was asked for', () => {
    expect(mapA(page(A, 0x63))).toBe(0);
    expect(guest.entry(guest.l1[0] as number, A) & 0xfffn).toBe(0x63n);
    expect(mapA(page(A))).toBe(0);
    expect(guest.entry(guest.l1[0] as number, A) & 0xfffn).toBe(0x67n);
  });

  test('gives an ordinary domain no devices', () => {
    for (const mfn of [0, 0xb8, NO_RAM]) expect(mapA(guest.pte(mfn, LEAF))).toBe(EPERM);
    expect(xen.why()).toMatchObject({ rule: Rule.DeviceFrame, level: 1, slot: A, mfn: NO_RAM });
  });

  test('gives nobody what is not his', () => {
    const m2p = xen.call('m2pFrame');
    expect(mapA(guest.pte(m2p, READ_ONLY))).toBe(EBUSY);
    expect(mapA(guest.pte(m2p, LEAF))).toBe(EBUSY);
    expect(xen.why()).toMatchObject({ rule: Rule.ForeignFrame, owner: 0x7ff2 });
    const other = xen.domain();
    guest.run();
    expect(mapA(guest.pte(other.mfn(5), LEAF))).toBe(EBUSY);
    expect(xen.why()).toMatchObject({ rule: Rule.ForeignFrame, owner: other.domid, mfn: other.mfn(5) });
  });

  test('maps live tables read-only, and only so', () => {
    for (const table of [guest.l1[0] as number, guest.l2[0] as number, guest.root]) {
      expect(mapA(guest.pte(table, LEAF))).toBe(EBUSY);
      expect(xen.why()).toMatchObject({ rule: Rule.TypeConflict, mfn: table, wanted: 7 });
      expect(mapA(guest.pte(table, READ_ONLY))).toBe(0);
    }
  });
});

describe('mmu_update', () => {
  const slot = () => [guest.l1[0] as number, T] as const;

  test('replaces entries, preserving A and D where asked', () => {
    const [l1, n] = slot();
    expect(guest.update(l1, n, page(T))).toBe(0);
    expect(guest.done).toBe(1);
    expect(guest.update(l1, n, 0n)).toBe(0);
    expect(guest.update(l1, n, page(T))).toBe(0);
    expect(guest.mmuUpdate([[l1 * 4096 + n * 8 + 2, page(T, 7)]])).toBe(0);
    expect(guest.entry(l1, n) & 0xfffn).toBe(0x67n);
    expect(guest.mmuUpdate([[l1 * 4096 + n * 8, page(T, 7)]])).toBe(0);
    expect(guest.entry(l1, n) & 0xfffn).toBe(7n);
    expect(guest.mmuUpdate([[l1 * 4096 + n * 8 + 3, page(T)]])).toBe(0);
  });

  test('knows four commands', () => {
    const [l1, n] = slot();
    expect(guest.mmuUpdate([[l1 * 4096 + n * 8 + 4, page(T)]])).toBe(ENOSYS);
    expect(guest.done).toBe(0);
    expect(xen.why().rule).toBe(Rule.UnknownCommand);
  });

  test('writes ordinary memory', () => {
    expect(guest.update(guest.mfn(B), 0, 0x123456789an)).toBe(0);
    expect(guest.entry(guest.mfn(B), 0)).toBe(0x123456789an);
  });

  test('wants a frame of the caller', () => {
    const other = xen.domain();
    guest.run();
    expect(guest.update(other.mfn(5), 0, 0n)).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.TargetForeign, mfn: other.mfn(5), owner: other.domid });
    expect(guest.update(NO_RAM, 0, 0n)).toBe(EINVAL);
    expect(xen.why().rule).toBe(Rule.NoSuchFrame);
  });

  test('keeps the machine-to-physical table', () => {
    expect(guest.mmuUpdate([[guest.mfn(B) * 4096 + 1, BigInt(B)]])).toBe(0);
    expect(xen.pfnOf(guest.mfn(B))).toBe(B);
    expect(guest.mmuUpdate([[0x200 * 4096 + 1, 5n]])).toBe(EINVAL);
  });

  test('looks at domains', () => {
    expect(guest.update(guest.mfn(B), 0, 0n, 55)).toBe(ESRCH);
    expect(guest.update(guest.mfn(B), 0, 0n, 0x7ff2)).toBe(EPERM);
    expect(guest.update(guest.mfn(B), 0, 0n, 0x7ff1)).toBe(0);
    expect(guest.update(guest.mfn(B), 0, 0n, guest.domid)).toBe(ESRCH);
  });

  test('looks at pointers', () => {
    expect(xen.hypercall('mmuUpdate', 0xfff00000, 1, 0, DOMID_SELF)).toBe(EFAULT);
    expect(xen.hypercall('mmuUpdate', 0x40000000, 1, 0, DOMID_SELF)).toBe(EFAULT);
    expect(xen.hypercall('mmuUpdate', 0, 0, 0, DOMID_SELF)).toBe(0);
  });

  test('stops at the first bad one', () => {
    const [l1, n] = slot();
    const at = l1 * 4096 + n * 8;
    const bad = page(T) | (1n << 51n);
    expect(
      guest.mmuUpdate([
        [at, 0n],
        [at, bad],
        [at, page(T)],
      ]),
    ).toBe(EPERM);
    expect(guest.done).toBe(1);
    expect(guest.entry(l1, n)).toBe(0n);
  });
});

describe('pin and unpin', () => {
  test('a frame mapped writable cannot be a table', () => {
    expect(guest.pin(guest.mfn(T), 1)).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.TypeConflict, found: 7, wanted: 1, typeCount: 1 });
  });

  test('an empty one mapped read-only can, once', () => {
    const t = guest.emptyTable(T);
    expect(guest.pin(t, 1)).toBe(0);
    expect(guest.pin(t, 1)).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.AlreadyPinned, mfn: t });
    expect(guest.pin(t, 2)).toBe(EINVAL);
    expect(guest.protect(T, LEAF)).toBe(EBUSY);
    expect(guest.update(t, 1, page(B))).toBe(0);
    expect(guest.update(t, 2, guest.pte(t, LEAF))).toBe(EBUSY);
    expect(guest.update(t, 2, guest.pte(t, READ_ONLY))).toBe(0);
    expect(guest.update(t, 3, page(B) | (1n << 51n))).toBe(EPERM);
    expect(guest.update(t, 3, 0xdeadbee0n)).toBe(0);
    expect(guest.unpin(t)).toBe(0);
    expect(guest.unpin(t)).toBe(EINVAL);
    expect(xen.why().rule).toBe(Rule.NotPinned);
    expect(guest.protect(T, LEAF)).toBe(0);
  });

  test.each([
    ['itself, writable', () => guest.pte(guest.mfn(T), LEAF), EBUSY],
    ['itself, read-only', () => guest.pte(guest.mfn(T), READ_ONLY), 0],
    ['a frame of nobody, writable', () => guest.pte(0x200, LEAF), EBUSY],
    ['a reserved bit', () => page(B, 1) | (1n << 51n), EPERM],
  ])('an L1 with %s', (_, entry, rc) => {
    const t = guest.emptyTable(T, { 4: page(B), 5: entry() });
    expect(guest.pin(t, 1)).toBe(rc);
    if (rc !== 0) expect(xen.why()).toMatchObject({ level: 1, slot: 5, entry: entry() });
    expect(xen.frame(t)).toMatchObject(rc === 0 ? { type: 1, typeCount: 1 } : { type: 0, typeCount: 0 });
  });

  test('L2, L3, L4', () => {
    expect(guest.pin(guest.mfn(T), 2)).toBe(EINVAL);
    const t = guest.emptyTable(T);
    expect(guest.pin(t, 2)).toBe(0);
    expect(guest.pin(t, 1)).toBe(EINVAL);
    expect(guest.unpin(t)).toBe(0);
    expect(guest.pin(0x200, 1)).toBe(EINVAL);
    expect(guest.pin(NO_RAM, 1)).toBe(EINVAL);
    expect(guest.unpin(NO_RAM)).toBe(EINVAL);
    expect(guest.pin(t, 3)).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.PaeSlotEmpty, level: 3, slot: 3 });
    expect(guest.pin(t, 4)).toBe(0);
  });
});

describe('upper entries', () => {
  const SLOT = 100;
  const l2 = () => guest.l2[3] as number;
  const hook = (entry: bigint) => guest.update(l2(), SLOT, entry);

  test('an L1 is hooked once it is read-only', () => {
    expect(hook(page(T))).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.TypeConflict, level: 2, slot: SLOT, found: 7, wanted: 1 });
    guest.emptyTable(T, { 0: page(B) });
    expect(hook(page(T))).toBe(0);
    expect(guest.map(0xcc800000, page(A))).toBe(0);
    expect(guest.entry(guest.mfn(T), 0)).toBe(page(A));
    expect(hook(page(B, 0xe7) & ~0x1ff000n)).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.EntryFlags, typeCount: 0x80 });
    expect(hook(0n)).toBe(0);
    expect(hook(page(T) | (1n << 51n))).toBe(EINVAL);
    expect(guest.protect(T, LEAF)).toBe(0);
  });

  test('linear: read-only, not writable', () => {
    const before = xen.frame(l2());
    expect(hook(guest.pte(l2(), READ_ONLY))).toBe(0);
    expect(xen.frame(l2())).toEqual(before);
    expect(hook(0n)).toBe(0);
    expect(hook(guest.pte(l2(), LEAF))).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.LinearWritable, level: 2, slot: SLOT, mfn: l2() });
    expect(hook(guest.pte(guest.root, 5))).toBe(EINVAL);
    expect(hook(guest.pte(guest.l1[0] as number, 7))).toBe(0);
  });

  test('linear switched off changes exactly that', async () => {
    xen = await Hypervisor.create();
    guest = xen.domain({ profile: Profile.Xen417NoLinear });
    expect(hook(guest.pte(l2(), READ_ONLY))).toBe(EINVAL);
    expect(xen.why().rule).toBe(Rule.LinearOff);
    expect(hook(guest.pte(l2(), LEAF))).toBe(EINVAL);
    expect(hook(guest.pte(guest.l1[0] as number, 7))).toBe(0);
  });

  test('the top table', () => {
    const root = guest.root;
    expect(guest.entry(root, 3) & 0x7n).toBe(7n);
    expect(guest.entry(l2(), 428)).not.toBe(0n);
    expect(guest.entry(l2(), 507)).toBe(0n);
    expect(guest.update(root, 0, guest.entry(root, 3))).toBe(EINVAL);
    expect(guest.update(root, 3, 0n)).toBe(EINVAL);
    expect(guest.update(root, 3, guest.entry(root, 3))).toBe(EINVAL);
    expect(guest.update(root, 4, 0n)).toBe(EINVAL);
    expect(xen.why().rule).toBe(Rule.PaeSlotFixed);
    guest.emptyTable(U);
    expect(guest.update(root, 1, page(U, 7))).toBe(0);
    expect(guest.update(root, 1, page(U, 1))).toBe(0);
    expect(guest.update(l2(), 507, 0n)).toBe(EPERM);
    expect(guest.update(l2(), 511, 0n)).toBe(EPERM);
    expect(xen.why()).toMatchObject({ rule: Rule.XenSlot, level: 2, slot: 511 });
  });
});

test('domain 0 may more', async () => {
  xen = await Hypervisor.create();
  guest = xen.domain({ privileged: true });
  expect(guest.update(guest.mfn(B), 0, 0n, 0x7ff2)).toBe(0);
  expect(guest.update(guest.mfn(B), 0, 0n, guest.domid)).toBe(ESRCH);
  expect(xen.call('holeStart', guest.index) >>> 0).toBe(0xffc00000);
  expect(guest.update(guest.l2[3] as number, 507, 0n)).toBe(0);
  expect(guest.update(guest.l2[3] as number, 510, 0n)).toBe(EPERM);
  expect(guest.update(guest.l2[3] as number, 511, 0n)).toBe(EPERM);
  expect(guest.mmuext([[12, 0]])).toBe(0);
  const other = xen.domain();
  guest.run();
  expect(guest.map(A * 4096, guest.pte(other.mfn(5), LEAF))).toBe(EBUSY);
  const entry = guest.pte(other.mfn(5), LEAF);
  const [low, high] = [Number(entry & 0xffffffffn), Number(entry >> 32n)];
  expect(xen.hypercall('updateVaMappingOtherdomain', A * 4096, low, high, 2, other.domid)).toBe(0);
  expect(xen.frame(other.mfn(5))).toMatchObject({ type: 7, typeCount: 2, totalCount: 3 });
  expect(guest.update(other.l1[0] as number, 6, 0n, ((other.domid + 1) << 16) | other.domid)).toBe(0);
  expect(xen.frame(other.mfn(6))).toMatchObject({ typeCount: 0, totalCount: 1 });
  expect(guest.mmuext([[0, other.mfn(6)]], other.domid)).toBe(0);
  expect(guest.mmuext([[5, other.root]], other.domid)).toBe(EPERM);
});

describe('mmuext_op', () => {
  const ext = (cmd: number, arg1 = 0, arg2 = 0) => guest.mmuext([[cmd, arg1, arg2]]);

  test('new base pointer', () => {
    expect(ext(5, guest.root)).toBe(0);
    expect(ext(5, guest.mfn(B))).toBe(EINVAL);
    expect(ext(5, guest.l1[0])).toBe(EINVAL);
    expect(ext(5, NO_RAM)).toBe(EINVAL);
  });

  test('others', () => {
    expect(ext(99)).toBe(ENOSYS);
    expect(ext(6)).toBe(0);
    expect(ext(7, A * 4096)).toBe(0);
    expect(ext(7, 0xfff00000)).toBe(0);
    expect(ext(12)).toBe(-13);
    xen.write32(guest.mfn(B) * 4096, 7);
    expect(ext(16, guest.mfn(B))).toBe(0);
    expect(xen.read32(guest.mfn(B) * 4096)).toBe(0);
    expect(ext(16, guest.l1[0])).toBe(EINVAL);
    xen.write32(guest.mfn(A) * 4096, 9);
    expect(ext(17, guest.mfn(B), guest.mfn(A))).toBe(0);
    expect(xen.read32(guest.mfn(B) * 4096)).toBe(9);
    expect(ext(13, 0, 0)).toBe(0);
    expect(ext(13, A * 4096 + 8, 4)).toBe(EINVAL);
    expect(ext(13, A * 4096, 8193)).toBe(EINVAL);
    expect(ext(13, A * 4096, 4)).toBe(0);
    expect(ext(15)).toBe(EINVAL);
    expect(ext(19)).toBe(-95);
    expect(
      guest.mmuext([
        [6, 0],
        [99, 0],
      ]),
    ).toBe(ENOSYS);
    expect(guest.done).toBe(1);
  });
});
