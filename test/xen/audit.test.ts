import { expect, test } from 'vitest';
import { Mismatch } from '../../assembly/abi/audit';
import { FRAME_TABLE, MmState, PageInfo, XEN_MM } from '../../web/core/layout.gen';
import { type Guest, XenMachine } from './xen-machine';

/** Frame numbers of the tiny guest: a page of data, and its tables. */
const DATA_PFN = 5;
const L1_PFN = 20;
const L2_PFN = 21;
/** The slot of the last L2 in which Xen's hole begins: 0xf5800000. */
const FIRST_XEN_SLOT = 428;
const PRESENT_WRITABLE_USER = 7n;

/** Sets entry `slot` of a table behind Xen's back. */
function corrupt(guest: Guest, table: number, slot: number, pfn: number): void {
  const page = guest.xen.core.page(guest.mfn(table));
  page.view.setBigUint64(slot * 8, (BigInt(guest.mfn(pfn)) << 12n) | PRESENT_WRITABLE_USER, true);
  page.touched();
}

const record = (guest: Guest, mfn: number) => new PageInfo(guest.xen.core.memory, FRAME_TABLE + mfn * PageInfo.SIZE);
const ofPage = (guest: Guest) => record(guest, guest.mfn(DATA_PFN));

/** A frame that nobody has. */
function freeFrame({ xen }: Guest): PageInfo {
  const { memory } = xen.core;
  for (let mfn = 0x200; ; mfn++) {
    const page = new PageInfo(memory, FRAME_TABLE + mfn * PageInfo.SIZE);
    if (page.totalCount === 0 && page.flags === 0) return page;
  }
}

function own(page: PageInfo, { domid }: Guest): void {
  page.owner = domid;
}

test.each<{ named: string; found: Mismatch; spoil: (guest: Guest) => void }>([
  { named: 'a use too many', found: Mismatch.TotalCount, spoil: (g) => ofPage(g).totalCount++ },
  { named: 'a use in its type too many', found: Mismatch.TypeCount, spoil: (g) => ofPage(g).typeInfo++ },
  {
    named: 'a use as a window that there is not',
    found: Mismatch.LinearCount,
    spoil: (g) => record(g, g.mfn(L2_PFN)).linearCount--,
  },
  { named: 'a free frame that has an owner', found: Mismatch.FreeFrame, spoil: (g) => own(freeFrame(g), g) },
  {
    named: 'a free frame too few',
    found: Mismatch.FreeFrames,
    spoil: (g) => new MmState(g.xen.core.memory, XEN_MM).freeFrames--,
  },
  { named: 'a domain with a frame too many', found: Mismatch.DomainFrames, spoil: (g) => g.record.totPages++ },
  { named: 'a table mapped writable', found: Mismatch.WrongType, spoil: (g) => corrupt(g, L1_PFN, DATA_PFN, L2_PFN) },
  {
    named: 'an entry in a slot of Xen’s',
    found: Mismatch.XenSlot,
    spoil: (g) => corrupt(g, L2_PFN, FIRST_XEN_SLOT, L1_PFN),
  },
])('the audit finds $named', async ({ found, spoil }) => {
  const { xen, guest } = await XenMachine.of(() => {});
  expect(xen.core.exports.audit()).toBe(Mismatch.None);
  spoil(guest);
  expect(xen.core.exports.audit()).toBe(found);
});
