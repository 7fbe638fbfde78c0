import { beforeEach, describe, expect, test } from 'vitest';
import { Profile } from '../../assembly/abi/profile';
import { Rule } from '../../assembly/abi/reason';
import { DOMID_SELF, type Guest, Hypervisor, LEAF, READ_ONLY } from './hypervisor';

let xen: Hypervisor;
let guest: Guest;
const EFAULT = -14;
const EBUSY = -16;
const EINVAL = -22;
const V = 12;
/** Where in page 0 the argument of memory_op stands, and its list of frames. */
const ARG = 0x100;
const LIST = 0x200;

beforeEach(async () => {
  xen = await Hypervisor.create();
  guest = xen.domain();
});

const memoryOp = (op: number, arg = ARG) => xen.hypercall('memoryOp', op, arg);

/** A struct xen_memory_reservation and its list. */
function reservation(list: number[], { order = 0, domid = DOMID_SELF } = {}): void {
  for (const [n, word] of [LIST, list.length, order, 0, domid].entries()) guest.writeArgument(ARG + n * 4, word);
  for (const [n, frame] of list.entries()) guest.writeArgument(LIST + n * 4, frame);
}
const pages = () => xen.call('totPages', guest.index);

describe('reservation', () => {
  test('decrease counts what was given up; a mapped page stays until it is unmapped', () => {
    const mfn = guest.mfn(V);
    const before = pages();
    const free = xen.call('freeFrames');
    reservation([mfn]);
    expect(memoryOp(1)).toBe(1);
    expect(memoryOp(1)).toBe(1);
    expect(pages()).toBe(before);
    expect(guest.map(V * 4096, 0n)).toBe(0);
    expect(pages()).toBe(before - 1);
    expect(xen.call('freeFrames')).toBe(free + 1);
    expect(guest.map(V * 4096, guest.pte(mfn, LEAF))).toBe(EBUSY);
    expect(xen.why()).toMatchObject({ rule: Rule.ForeignFrame, owner: 0x7ff4 });
    reservation([0xffffff]);
    expect(memoryOp(1)).toBe(0);
    reservation([V]);
    expect(memoryOp(6)).toBe(1);
    const got = guest.readArgument(LIST);
    expect(got).not.toBe(V);
    expect(xen.pfnOf(got)).toBe(V);
    expect(guest.map(V * 4096, guest.pte(got, LEAF))).toBe(0);
  });

  test('a freed frame comes back empty', () => {
    const mfn = guest.mfn(V);
    xen.write32(mfn * 4096 + 8, 0x1234);
    expect(guest.map(V * 4096, 0n)).toBe(0);
    reservation([mfn]);
    expect(memoryOp(1)).toBe(1);
    expect(xen.read32(mfn * 4096 + 8)).toBe(0);
  });

  test('bad domains, orders and pointers do nothing', () => {
    reservation([V], { domid: 55 });
    expect(memoryOp(6)).toBe(0);
    reservation([V], { order: 30 });
    expect(memoryOp(6)).toBe(0);
    expect(memoryOp(6, 0xfff00000)).toBe(0);
    expect(memoryOp(63)).toBe(-38);
    const other = xen.domain();
    guest.run();
    reservation([other.mfn(3)], { domid: other.domid });
    expect(memoryOp(1)).toBe(0);
  });

  test('extents are runs of frames, aligned to their size', () => {
    reservation([0x400], { order: 4 });
    expect(memoryOp(6)).toBe(1);
    const first = guest.readArgument(LIST);
    expect(first % 16).toBe(0);
    for (let i = 0; i < 16; i++) expect(xen.pfnOf(first + i)).toBe(0x400 + i);
    reservation([first], { order: 4 });
    expect(memoryOp(1)).toBe(1);
  });

  test('a domain has its limit, and the machine too', async () => {
    xen = await Hypervisor.create();
    guest = xen.domain({ pages: 256, maxPages: 258 });
    reservation([300, 301, 302, 303]);
    expect(memoryOp(6)).toBe(2);
    xen = await Hypervisor.create(4);
    guest = xen.domain({ pages: 256, maxPages: 5000 });
    reservation([300], { order: 9 });
    expect(memoryOp(6)).toBeLessThan(2);
    let rc = 1;
    while (rc === 1) {
      reservation([500]);
      rc = memoryOp(6);
    }
    expect(rc).toBe(0);
    expect(xen.call('freeFrames')).toBe(0);
  });

  test('a long one continues', () => {
    xen.call('exhaust');
    reservation([400, 401, 402]);
    expect(xen.call('memoryOp', 6, ARG)).toBe(-0x80000000);
    expect(xen.call('again', 0)).toBe(6 | (1 << 6));
    expect(memoryOp(6 | (1 << 6))).toBe(3);
  });
});

describe('exchange', () => {
  /** struct xen_memory_exchange: frames given, frames wanted, how many are done. */
  function argument(given: number[], wanted: number[], outOrder = 0): void {
    const words = [LIST, given.length, 0, 0, DOMID_SELF, LIST + 0x100, wanted.length, outOrder, 0, DOMID_SELF, 0];
    for (const [n, word] of words.entries()) guest.writeArgument(ARG + n * 4, word);
    for (const [n, frame] of given.entries()) guest.writeArgument(LIST + n * 4, frame);
    for (const [n, pfn] of wanted.entries()) guest.writeArgument(LIST + 0x100 + n * 4, pfn);
  }
  const done = () => guest.readArgument(ARG + 40);

  test('frames for a run of frames', () => {
    const given = [20, 21, 22, 23];
    for (const pfn of given) expect(guest.map(pfn * 4096, 0n)).toBe(0);
    argument(
      given.map((pfn) => guest.mfn(pfn)),
      [20],
      2,
    );
    const before = pages();
    expect(memoryOp(11)).toBe(0);
    expect(done()).toBe(4);
    const first = guest.readArgument(LIST + 0x100);
    expect(first % 4).toBe(0);
    for (let i = 0; i < 4; i++) expect(guest.map((20 + i) * 4096, guest.pte(first + i, LEAF))).toBe(0);
    expect(pages()).toBe(before);
  });

  test('what is mapped, another’s, or named twice cannot be given', () => {
    argument([guest.mfn(20)], [20]);
    expect(memoryOp(11)).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.FrameInUse, mfn: guest.mfn(20), totalCount: 2 });
    expect(guest.map(20 * 4096, 0n)).toBe(0);
    argument([guest.mfn(20), guest.mfn(20)], [20, 21]);
    const before = pages();
    expect(memoryOp(11)).toBe(EINVAL);
    expect(pages()).toBe(before);
    argument([0x200], [20]);
    expect(memoryOp(11)).toBe(EINVAL);
    argument([guest.mfn(20)], [20, 21]);
    expect(memoryOp(11)).toBe(EINVAL);
    expect(memoryOp(11, 0xfff00000)).toBe(EFAULT);
  });
});

describe('questions', () => {
  test('sizes', () => {
    guest.writeArgument(ARG, DOMID_SELF);
    expect(memoryOp(3)).toBe(256);
    expect(memoryOp(4)).toBe(768);
    expect(memoryOp(2)).toBe(16 * 256);
    guest.writeArgument(ARG, 55);
    expect(memoryOp(3)).toBe(-3);
    const other = xen.domain();
    guest.run();
    guest.writeArgument(ARG, other.domid);
    expect(memoryOp(3)).toBe(-1);
  });

  test('the machine-to-physical table', () => {
    guest.writeArgument(ARG, 1);
    guest.writeArgument(ARG + 4, LIST);
    expect(memoryOp(5)).toBe(0);
    expect(guest.readArgument(ARG + 8)).toBe(1);
    expect(guest.readArgument(LIST)).toBe(xen.call('m2pFrame'));
    expect(memoryOp(12)).toBe(0);
    expect([0, 4, 8].map((n) => guest.readArgument(ARG + n) >>> 0)).toEqual([0xf5800000, 0xffe00000, 0x297ffff]);
    expect(xen.read32(xen.call('m2pFrame') * 4096 + guest.mfn(7) * 4)).toBe(7);
    guest.writeArgument(ARG, 1);
    guest.writeArgument(ARG + 4, ARG + 16);
    expect(memoryOp(9)).toBe(0);
    expect(guest.readArgument(ARG)).toBe(1);
    expect(guest.readArgument(ARG + 32)).toBe(1);
    expect(memoryOp(10)).toBe(-1);
    guest.writeArgument(ARG, DOMID_SELF);
    expect(memoryOp(7)).toBe(-13);
  });
});

describe('frames', () => {
  test('come in a scattered order that is a permutation', () => {
    const frames = 16 * 256;
    const seen = new Set<number>();
    for (let place = 0; place < frames; place++) {
      const mfn = xen.call('frameAt', place);
      expect(xen.call('placeOf', mfn)).toBe(place);
      seen.add(mfn);
    }
    expect(seen.size).toBe(frames);
    const steps = new Set(guest.mfns.map((mfn, pfn) => mfn - pfn));
    expect(steps.size).toBeGreaterThan(200);
  });

  test('all return when a domain is destroyed, linear tables and pins included', async () => {
    const free = xen.call('freeFrames');
    const other = xen.domain();
    const held = [20, 21].map((pfn) => other.mfn(pfn));
    other.emptyTable(20);
    other.emptyTable(21, { 100: other.pte(held[1] as number, READ_ONLY) });
    expect(other.pin(held[0] as number, 2)).toBe(0);
    expect(other.pin(held[1] as number, 2)).toBe(0);
    expect(other.update(held[0] as number, 5, other.pte(held[1] as number, READ_ONLY))).toBe(0);
    expect(other.update(other.l2[0] as number, 7, other.pte(other.l2[0] as number, READ_ONLY))).toBe(0);
    expect(other.update(other.l2[0] as number, 8, other.pte(held[1] as number, READ_ONLY))).toBe(0);
    xen.call('destroy', other.index);
    xen.audit();
    expect(xen.call('freeFrames')).toBe(free);
  });

  test('return even if tables that were given up hold one another', async () => {
    xen = await Hypervisor.create();
    const free = xen.call('freeFrames');
    guest = xen.domain({ profile: Profile.Xen32 });
    const shared = guest.l1[0] as number;
    const pair = [20, 21].map((pfn) => guest.emptyTable(pfn, { 5: guest.pte(shared, 7) }));
    const [a, b] = pair as [number, number];
    for (const mfn of pair) expect(guest.pin(mfn, 2)).toBe(0);
    expect(guest.update(a, 8, guest.pte(b, READ_ONLY))).toBe(0);
    expect(guest.update(b, 8, guest.pte(a, READ_ONLY))).toBe(0);
    for (const pfn of [20, 21]) expect(guest.map(pfn * 4096, 0n)).toBe(0);
    reservation(pair);
    expect(memoryOp(1)).toBe(2);
    for (const mfn of pair) expect(guest.unpin(mfn)).toBe(0);
    expect(xen.frame(a)).toMatchObject({ type: 2, typeCount: 1, totalCount: 1 });
    xen.call('destroy', guest.index);
    xen.audit();
    expect(xen.call('freeFrames')).toBe(free);
  });

  test('return although domain 0 was about to give one of its tables back', async () => {
    xen = await Hypervisor.create();
    const dom0 = xen.domain({ privileged: true });
    const free = xen.call('freeFrames');
    const other = xen.domain();
    other.emptyTable(20);
    other.update(other.l2[0] as number, 100, other.pte(other.mfn(20), 7));
    dom0.run();
    const maddr = (other.l2[0] as number) * 4096 + 100 * 8;
    for (const [n, word] of [maddr, 0, 0, 0].entries()) dom0.writeArgument(n * 4, word);
    const both = ((other.domid + 1) << 16) | other.domid;
    expect(xen.call('mmuUpdate', 0, 1, 0, both)).toBe(-0x80000000);
    xen.audit();
    xen.call('destroy', other.index);
    xen.audit();
    expect(xen.call('freeFrames')).toBe(free);
    expect(dom0.mmuext([[6, 0]])).toBe(0);
  });

  test('stay while another domain maps them', () => {
    const other = xen.domain();
    const mfn = other.mfn(30);
    guest.run();
    const entry = guest.pte(mfn, LEAF);
    expect(xen.call('grantMap', guest.index, 40 * 4096, mfn, other.domid, 1, entry)).toBe(0);
    xen.audit();
    xen.call('destroy', other.index);
    xen.audit();
    expect(xen.frame(mfn)).toMatchObject({ typeCount: 1, totalCount: 1 });
    // It is the dying domain's: nobody else may have it.
    expect(guest.map(41 * 4096, guest.pte(mfn, LEAF))).toBe(EBUSY);
    expect(xen.why()).toMatchObject({ rule: Rule.ForeignFrame, owner: other.domid });
    expect(xen.call('grantUnmap', guest.index, 40 * 4096, mfn, 1)).toBe(0);
    xen.audit();
    expect(xen.frame(mfn).totalCount).toBe(0);
  });
});

describe('grant mappings', () => {
  test('read-only and writable, of a table or not', () => {
    const other = xen.domain();
    const table = other.l1[0] as number;
    guest.run();
    const at = 40 * 4096;
    expect(xen.call('grantMap', guest.index, at, table, other.domid, 1, guest.pte(table, LEAF))).toBe(EINVAL);
    expect(xen.call('grantMap', guest.index, at, table, other.domid, 0, guest.pte(table, READ_ONLY))).toBe(0);
    expect(xen.call('grantUnmap', guest.index, at, table, 1)).toBe(EINVAL);
    expect(xen.call('grantUnmap', guest.index, at + 4096, table, 0)).toBe(EINVAL);
    expect(xen.call('grantUnmap', guest.index, at, table, 0)).toBe(0);
    xen.audit();
  });

  test('an ordinary update may overwrite one; its use goes with it', () => {
    const other = xen.domain();
    guest.run();
    const at = 40 * 4096;
    const mfn = other.mfn(30);
    expect(xen.call('grantMap', guest.index, at, mfn, other.domid, 1, guest.pte(mfn, LEAF))).toBe(0);
    expect(guest.map(at, guest.pte(guest.mfn(40), LEAF))).toBe(0);
    expect(xen.call('grantUnmap', guest.index, at, mfn, 1)).toBe(EINVAL);
    expect(xen.frame(mfn).totalCount).toBe(2);
  });

  test('what Xen shares is mapped writable, but is no table and cannot be given up', () => {
    const shared = xen.call('shared', guest.index);
    expect(guest.map(40 * 4096, guest.pte(shared, LEAF))).toBe(0);
    expect(guest.pin(shared, 1)).toBe(EINVAL);
    reservation([shared]);
    expect(memoryOp(1)).toBe(1);
    expect(guest.map(40 * 4096, 0n)).toBe(0);
    expect(guest.map(40 * 4096, guest.pte(shared, LEAF))).toBe(0);
    expect(guest.map(40 * 4096, guest.pte(shared, LEAF | 0x18))).toBe(EINVAL);
  });
});
