import { beforeEach, expect, test } from 'vitest';
import { type Guest, Hypervisor, LEAF, READ_ONLY } from './hypervisor';

/** vm_assist's writable_pagetables. */
const WRITABLE = 1 << 2;
const T = 10;
const B = 9;
const VA = T * 4096;
let xen: Hypervisor;
let guest: Guest;

beforeEach(async () => {
  xen = await Hypervisor.create();
  guest = xen.domain();
  guest.emptyTable(T, { 0: guest.pte(guest.mfn(B), LEAF) });
  guest.pin(guest.mfn(T), 1);
});

const stores = (va: number, bytes: number, value: bigint) => {
  const took = guest.store(va, bytes, value);
  expect(xen.call('isTableOpen')).toBe(0);
  xen.audit();
  return took;
};

test('only for those who asked, or domain 0', async () => {
  expect(stores(VA, 4, 0n)).toBe(false);
  xen.call('setAssist', guest.index, WRITABLE);
  expect(stores(VA, 4, 0n)).toBe(true);
  expect(guest.entry(guest.mfn(T), 0) & 0xffffffffn).toBe(0n);
  xen = await Hypervisor.create();
  guest = xen.domain({ privileged: true });
  guest.emptyTable(T);
  guest.pin(guest.mfn(T), 1);
  expect(stores(VA, 4, 0n)).toBe(true);
});

test('a good entry goes in, one that would make a table writable does not', () => {
  xen.call('setAssist', guest.index, WRITABLE);
  expect(stores(VA, 8, guest.pte(guest.mfn(B), READ_ONLY))).toBe(true);
  expect(stores(VA, 8, guest.pte(guest.mfn(T), LEAF))).toBe(false);
  expect(stores(VA, 4, guest.pte(guest.mfn(T), LEAF))).toBe(false);
  expect(guest.entry(guest.mfn(T), 0)).toBe(guest.pte(guest.mfn(B), READ_ONLY));
  expect(stores(VA, 1, BigInt(READ_ONLY | 0x40))).toBe(true);
});

test('halves in the wrong order are let in not present', () => {
  xen.call('setAssist', guest.index, WRITABLE);
  expect(stores(VA + 4, 4, 0xfffffn)).toBe(true);
  expect(guest.entry(guest.mfn(T), 0) & 1n).toBe(0n);
  expect(stores(VA + 4, 4, 0n)).toBe(true);
  expect(stores(VA, 4, guest.pte(guest.mfn(B), LEAF) & 0xffffffffn)).toBe(true);
  expect(guest.entry(guest.mfn(T), 0)).toBe(guest.pte(guest.mfn(B), LEAF));
});

test('not across entries, not for upper tables, not for memory that is no table', () => {
  xen.call('setAssist', guest.index, WRITABLE);
  const before = guest.entry(guest.mfn(T), 0);
  expect(stores(VA + 4, 8, 0n)).toBe(true);
  expect(guest.update(guest.mfn(T), 0, before)).toBe(0);
  expect(guest.update(guest.mfn(T), 1, before)).toBe(0);
  expect(stores(VA + 4, 8, 0x1_0000_0001n)).toBe(false);
  expect(guest.entry(guest.mfn(T), 0)).toBe(before);
  expect(guest.entry(guest.mfn(T), 1)).toBe(before);
  const top = guest.mfns.indexOf(guest.l2[0] as number);
  for (const va of [256 * 4096, top * 4096, B * 4096, 0xfff00000]) expect(xen.call('openTable', va)).toBe(0);
});

test('nothing stored, nothing changed; the table is mapped read-only again', () => {
  xen.call('setAssist', guest.index, WRITABLE);
  const leaf = guest.entry(guest.l1[0] as number, T);
  expect(xen.call('openTable', VA)).toBe(1);
  expect(guest.entry(guest.l1[0] as number, T) & 2n).toBe(2n);
  expect(xen.call('closeTable', 1)).toBe(1);
  expect(guest.entry(guest.l1[0] as number, T)).toBe(leaf);
});

test('a table that maps itself: even the entry that maps it may be changed', () => {
  xen.call('setAssist', guest.index, WRITABLE);
  const l1 = guest.l1[0] as number;
  const own = guest.mfns.indexOf(l1);
  const va = own * 4096 + own * 8;
  expect(stores(va, 8, guest.pte(l1, 0x27))).toBe(false);
  expect(guest.entry(l1, own) & 7n).toBe(5n);
  expect(stores(own * 4096 + 40 * 8, 8, 0n)).toBe(true);
  expect(guest.entry(l1, 40)).toBe(0n);
  expect(guest.entry(l1, own) & 7n).toBe(5n);
  expect(stores(va, 8, 0n)).toBe(true);
  expect(xen.call('openTable', va)).toBe(0);
});
