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
  const took = xen.call('takesTableStore', va) === 1 && xen.call('storeToTable', va, bytes, value) === 1;
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

test('not across an entry, not for upper tables, not for memory that is no table', () => {
  xen.call('setAssist', guest.index, WRITABLE);
  expect(stores(VA + 2, 4, 0n)).toBe(false);
  expect(xen.call('takesTableStore', 256 * 4096)).toBe(0);
  const top = guest.mfns.indexOf(guest.l2[0] as number);
  expect(xen.call('takesTableStore', top * 4096)).toBe(0);
  expect(xen.call('takesTableStore', B * 4096)).toBe(0);
  expect(xen.call('takesTableStore', 0xfff00000)).toBe(0);
});
