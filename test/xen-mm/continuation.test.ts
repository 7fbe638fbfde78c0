import { beforeEach, describe, expect, test } from 'vitest';
import { Rule } from '../../assembly/abi/reason';
import { type Guest, Hypervisor, LEAF, READ_ONLY } from './hypervisor';

/** Set in the count of a call that goes on. */
const PREEMPTED = 0x80000000;
const EINVAL = -22;
let xen: Hypervisor;
let guest: Guest;

beforeEach(async () => {
  xen = await Hypervisor.create(64);
  guest = xen.domain({ pages: 8192 });
});

/** A second address space over the same L1 tables but for `fresh` of its own, which hold mappings of the first pages. */
function space(fresh: number): number {
  const l1 = Array.from({ length: fresh }, (_, n) => {
    // Page 0 is where arguments stand, and what was done.
    const flags = (slot: number) => (slot === 0 ? LEAF : READ_ONLY);
    const mapped = guest.mfns.slice(0, 512).map((mfn, slot) => [slot, guest.pte(mfn, flags(slot))]);
    const entries: Record<number, bigint> = Object.fromEntries(mapped);
    return guest.emptyTable(100 + n, entries);
  });
  const tables = Object.fromEntries(l1.map((mfn, slot) => [slot, guest.pte(mfn, 7)]));
  const l2 = guest.emptyTable(200, tables);
  const top = guest.emptyTable(201);
  return guest.emptyTable(202, { 0: guest.pte(l2, 1), 3: guest.pte(top, 1) });
}

describe('long operations stop and continue', () => {
  test('pin, new base pointer and unpin in one call, as PV-GRUB does it', () => {
    const old = guest.root;
    const root = space(30);
    xen.auditing = true;
    expect(
      guest.mmuext([
        [2, root],
        [5, root],
        [4, old],
      ]),
    ).toBe(0);
    // 15360 entries and more are checked, then the old base pointer is given back in an entry of its own.
    expect(xen.continuations).toBeGreaterThanOrEqual(3);
    expect(guest.done).toBe(3);
    expect(xen.frame(root)).toMatchObject({ type: 3, typeCount: 2 });
    expect(xen.frame(old).typeCount).toBe(0);
    expect(xen.call('rootOf', guest.index)).toBe(root);
  });

  test('the guest sees where it stands: count less what is done, and bit 31', () => {
    const root = space(30);
    for (const [n, word] of [6, 0, 0, 2, root, 0].entries()) guest.writeArgument(n * 4, word);
    xen.call('enter');
    expect(xen.call('mmuextOp', 0, 2, 0, 0x7ff0)).toBe(-PREEMPTED);
    expect([0, 1].map((n) => xen.call('again', n) >>> 0)).toEqual([12, PREEMPTED + 1]);
    xen.audit();
  });

  test('at any entry, and every count is right in between', () => {
    const root = space(3);
    for (const [n, word] of [2, root, 0].entries()) guest.writeArgument(n * 4, word);
    let calls = 0;
    let args = [0, 1, 0, 0x7ff0];
    for (; calls < 2000; calls++) {
      xen.call('exhaust');
      const rc = xen.call('mmuextOp', ...args);
      xen.audit();
      if (rc === 0) break;
      expect(rc).toBe(-PREEMPTED);
      args = [0, 1, 2, 3].map((n) => xen.call('again', n));
    }
    expect(calls).toBeGreaterThan(500);
    expect(xen.frame(root)).toMatchObject({ type: 3, typeCount: 1 });
    // And the same way back.
    for (const [n, word] of [4, root, 0].entries()) guest.writeArgument(n * 4, word);
    args = [0, 1, 0, 0x7ff0];
    for (calls = 0; calls < 2000; calls++) {
      xen.call('exhaust');
      const rc = xen.call('mmuextOp', ...args);
      xen.audit();
      if (rc === 0) break;
      args = [0, 1, 2, 3].map((n) => xen.call('again', n));
    }
    expect(calls).toBeGreaterThan(500);
    expect(xen.frame(root).typeCount).toBe(0);
  });

  test('a refusal half way is taken back, also half way, and keeps its reason', () => {
    const root = space(3);
    // The fourth entry of the L2 names a page that is mapped writable.
    guest.update(guest.mfn(200), 3, guest.pte(guest.mfn(50), 7));
    const bad = guest.mfn(50);
    guest.pokeEntry(guest.mfn(200), 3, guest.pte(bad, 7));
    for (const [n, word] of [2, root, 0].entries()) guest.writeArgument(n * 4, word);
    let args = [0, 1, 0, 0x7ff0];
    let rc = -PREEMPTED;
    for (let calls = 0; rc === -PREEMPTED && calls < 3000; calls++) {
      xen.call('exhaust');
      rc = xen.call('mmuextOp', ...args);
      xen.audit();
      args = [0, 1, 2, 3].map((n) => xen.call('again', n));
    }
    expect(rc).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.TypeConflict, mfn: bad, level: 2, slot: 3 });
    for (const mfn of [root, guest.mfn(200), guest.mfn(100)]) expect(xen.frame(mfn).typeCount).toBe(0);
  });

  test('a domain that dies half way gives everything back', () => {
    const free = xen.call('freeFrames') + 8192;
    const root = space(30);
    for (const [n, word] of [2, root, 0].entries()) guest.writeArgument(n * 4, word);
    xen.call('enter');
    expect(xen.call('mmuextOp', 0, 1, 0, 0x7ff0)).toBe(-PREEMPTED);
    xen.call('destroy', guest.index);
    xen.audit();
    expect(xen.call('freeFrames')).toBe(free);
  });

  test('a batch of updates continues with the next', () => {
    const table = guest.l1[0] as number;
    const requests = Array.from({ length: 20 }, (_, n) => [table * 4096 + (300 + n) * 8, 0n] as [number, bigint]);
    for (const [n, [ptr]] of requests.entries())
      for (const [k, w] of [ptr, 0, 0, 0].entries()) guest.writeArgument(n * 16 + k * 4, w);
    xen.call('exhaust');
    guest.writeArgument(4092, 0);
    expect(xen.call('mmuUpdate', 0, 20, 4092, 0x7ff0)).toBe(-PREEMPTED);
    expect([0, 1].map((n) => xen.call('again', n) >>> 0)).toEqual([16, PREEMPTED + 19]);
    expect(guest.done).toBe(1);
    expect(xen.hypercall('mmuUpdate', 16, PREEMPTED + 19, 4092, 0x7ff0)).toBe(0);
    expect(guest.done).toBe(20);
  });

  test('what a guest makes up is no outcome', () => {
    for (const outcome of [5, 0x80000000, 0xfffff000, 0x7ff0]) {
      expect(xen.hypercall('mmuUpdate', 0, PREEMPTED, 0, outcome)).toBe(EINVAL);
    }
    expect(xen.hypercall('mmuextOp', 0, PREEMPTED, 0, 0)).toBe(0);
  });
});
