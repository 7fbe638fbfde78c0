import { describe, expect, it } from 'vitest';
import { fillTables, planTables, TABLE_FORMATS } from '../../web/toolstack/table-format';

const { pae } = TABLE_FORMATS;
const twoLevel = TABLE_FORMATS['2-level'];

/** Builds tables over made-up memory in which page n is frame 7n + 5, and walks them. */
function build(format: typeof pae, from: number, to: number, firstPfn: number) {
  const plan = planTables(format, from, to, firstPfn);
  const frames = new Map<number, DataView>();
  const page = (pfn: number): DataView => {
    const view = frames.get(pfn) ?? new DataView(new ArrayBuffer(4096));
    frames.set(pfn, view);
    return view;
  };
  const mfn = (pfn: number): number => pfn * 7 + 5;
  fillTables(plan, from, to, { mfn, page });
  const entry = (pfn: number, index: number): number =>
    format.entryBytes === 8 ? Number(page(pfn).getBigUint64(index * 8, true)) : page(pfn).getUint32(index * 4, true);
  const walk = (vaddr: number): { pfn: number; flags: number } | undefined => {
    let pfn = plan.levels.at(-1)?.firstPfn as number;
    for (const [depth, bits] of [...format.indexBits.entries()].reverse()) {
      const index = Math.floor(vaddr / 2 ** (plan.levels[depth]?.shift as number)) % 2 ** bits;
      const value = entry(pfn, index);
      if (!(value & 1)) return undefined;
      pfn = (Math.floor(value / 4096) - 5) / 7;
      if (depth === 0) return { pfn, flags: value % 4096 };
      expect(value % 4096).toBe(0x67);
    }
    return undefined;
  };
  return { plan, walk };
}

describe('boot page tables', () => {
  it.each([
    ['PAE in the last gigabyte', pae, 0xc0000000, 0xc03fffff, 1 + 1 + 2],
    ['PAE at 0: a table for every slot of the top', pae, 0, 0x7fffff, 1 + 4 + 4],
    ['PAE at 1 GB', pae, 0x40000000, 0x403fffff, 1 + 3 + 2],
    ['two levels', twoLevel, 0xc0000000, 0xc0bfffff, 1 + 3],
  ])('%s are as many as Xen makes', (_, format, from, to, count) => {
    expect(planTables(format, from, to, 100).count).toBe(count);
  });

  it('stand from the top down', () => {
    const { levels } = planTables(pae, 0x40000000, 0x403fffff, 100);
    expect(levels.map(({ firstPfn, count }) => [firstPfn, count])).toEqual([
      [104, 2],
      [101, 3],
      [100, 1],
    ]);
  });

  it.each([
    ['PAE', pae, 0xc0000000, 0xc07fffff],
    ['PAE low', pae, 0x400000, 0xbfffff],
    ['two levels', twoLevel, 0x80000000, 0x80bfffff],
  ])('map page n at VIRT_BASE + n (%s), tables read-only', (_, format, from, to) => {
    const { plan, walk } = build(format, from, to, 300);
    for (let vaddr = from; vaddr < to; vaddr += 4096) {
      const pfn = (vaddr - from) / 4096;
      const isTable = pfn >= 300 && pfn < 300 + plan.count;
      expect(walk(vaddr)).toEqual({ pfn, flags: isTable ? 0x21 : 0x23 });
    }
    expect(walk(to + 1)).toBeUndefined();
    if (from > 0) expect(walk(from - 1)).toBeUndefined();
  });
});
