import { beforeAll, describe, expect, it } from 'vitest';
import { DOMID_XEN } from '../../assembly/abi/domid';
import { PageType } from '../../assembly/abi/page-type';
import type { MemoryPicture, MemoryQuestion } from '../../web/core/memory-picture';
import type { Machine } from '../../web/toolstack/machine';
import { coreModule, runTo, scenario, watched } from '../support/machine';

/** Where a PAE guest sees the machine-to-physical table. */
const M2P = 0xf5800000;
const PAGE = 4096;

let machine: Machine;

/** The picture that a question gets. */
const picture = (question: Partial<MemoryQuestion> = {}): MemoryPicture =>
  machine.look().picture({ serial: 1, frames: [], ...question }, false);

beforeAll(() => {
  machine = watched(coreModule(), scenario('hello')).machine;
  runTo(machine, { count: 20_000n });
});

describe('the walk of an address', () => {
  it('goes from CR3 to the page, and finds there what the processor reads', () => {
    const { eip, cr3 } = machine.look().registers();
    const { walk } = picture();
    expect(walk).toMatchObject({ address: eip, format: 'pae' });
    expect(walk.steps.map(({ level }) => level)).toEqual([3, 2, 1]);
    expect(walk.steps[0]?.table).toBe(Number(cr3 / BigInt(PAGE)));
    expect(walk.steps.map(({ index }) => index)).toEqual([eip >>> 30, (eip >>> 21) & 511, (eip >>> 12) & 511]);
    const { mfn, size } = walk.page ?? { mfn: 0, size: 0 };
    expect(size).toBe(PAGE);
    const page = machine.core.page(mfn).bytes;
    const offset = eip % PAGE;
    expect(page.slice(offset, offset + 8)).toEqual(machine.look().read(eip, 8));
  });

  it('reaches the machine-to-physical table, which is Xen’s', () => {
    const { walk, frames } = picture({ address: M2P });
    const page = frames.find(({ mfn }) => mfn === walk.page?.mfn);
    expect(page?.owner).toBe(DOMID_XEN);
    expect(page?.pfn).toBeUndefined();
  });

  it('ends where nothing is mapped', () => {
    const { walk, table } = picture({ address: 0x40000000 });
    expect(walk.page).toBeUndefined();
    const last = walk.steps.at(-1);
    expect((last?.entry ?? 1n) & 1n).toBe(0n);
    expect(table?.mfn).toBe(last?.table);
  });

  it('takes an address of more than 31 bits, and reads before the first instruction', () => {
    const fresh = watched(coreModule(), scenario('hello')).machine;
    const { walk } = fresh.look().picture({ serial: 1, frames: [] }, false);
    expect(walk.page).toBeDefined();
    expect(picture({ address: 0xffffffff }).walk.address).toBe(0xffffffff);
  });
});

describe('frames', () => {
  it('of the walk have the types of their level, are validated, and the top is pinned', () => {
    const { walk, frames } = picture();
    const facts = walk.steps.map(({ table }) => frames.find(({ mfn }) => mfn === table));
    expect(facts.map((frame) => frame?.type)).toEqual([PageType.L3, PageType.L2, PageType.L1]);
    for (const frame of facts) {
      expect(frame).toMatchObject({ owner: 1, validated: true });
      expect(frame?.typeCount).toBeGreaterThan(0);
      expect(frame?.totalCount).toBeGreaterThanOrEqual(frame?.typeCount ?? 0);
    }
    expect(facts[0]?.pinned).toBe(true);
    // Pinned, and in CR3.
    expect(facts[0]?.typeCount).toBe(2);
  });

  it('are told once each, in order, those that do not exist not at all', () => {
    const { walk } = picture();
    const [top = 0] = walk.steps.map(({ table }) => table);
    const { frames } = picture({ frames: [7000, top, 7000, 0xffffffff, 1.5] });
    const mfns = frames.map(({ mfn }) => mfn);
    expect(new Set(mfns).size).toBe(mfns.length);
    expect(mfns[0]).toBe(top);
    expect(mfns.at(-1)).toBe(7000);
  });

  it('know what their owner calls them', () => {
    const { walk, frames } = picture();
    const { mfn = 0 } = walk.page ?? {};
    const seen = machine.look().read(M2P + 4 * mfn, 4);
    expect(frames.at(-1)).toMatchObject({ mfn, pfn: new DataView(seen.slice().buffer).getUint32(0, true) });
  });
});

describe('a table', () => {
  it('has every entry, with type and owner of the frame each names', () => {
    const { table, walk } = picture();
    const leaf = walk.steps[2];
    expect(table).toMatchObject({ mfn: leaf?.table, level: 1, span: PAGE });
    expect(table?.base).toBe(Math.floor(walk.address / 0x200000) * 0x200000);
    expect(table?.entries).toHaveLength(512);
    expect(table?.entries[leaf?.index ?? 0]).toBe(leaf?.entry);
    expect(table?.owners[leaf?.index ?? 0]).toBe(1);
  });

  it('may be any frame: its type says the level', () => {
    const { walk } = picture();
    const top = walk.steps[0]?.table ?? 0;
    expect(picture({ table: top }).table).toMatchObject({ mfn: top, level: 3, base: 0 });
    expect(picture({ table: top }).table?.entries).toHaveLength(4);
    expect(picture({ table: walk.page?.mfn ?? 0 }).table).toMatchObject({ level: 0 });
    expect(picture({ table: 0xffffff }).table).toBeUndefined();
  });

  it('may be the one below a frame that holds an entry', () => {
    const { walk } = picture();
    const [top, middle, leaf] = walk.steps;
    const holds = { slot: leaf?.index ?? 0, entry: (leaf?.entry ?? 0n) ^ 0x60n };
    expect(picture({ table: top?.table ?? 0, holds, level: 1 }).table).toMatchObject({ mfn: leaf?.table, level: 1 });
    expect(picture({ table: middle?.table ?? 0, holds }).table?.mfn).toBe(leaf?.table);
    const none = { slot: 5, entry: 0xdead001n };
    expect(picture({ table: top?.table ?? 0, holds: none }).table?.mfn).toBe(top?.table);
  });

  it('of the last L2 holds Xen’s entries', () => {
    const { walk } = picture({ address: M2P });
    const { table } = picture({ address: M2P, table: walk.steps[1]?.table ?? 0 });
    expect(table?.owners[walk.steps[1]?.index ?? 0]).toBe(DOMID_XEN);
  });
});

it('looking changes nothing', () => {
  const { hash } = machine;
  for (let address = 0; address < 0x100000000; address += 0x1234567) picture({ address });
  expect(machine.hash).toBe(hash);
});
