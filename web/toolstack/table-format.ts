import type { ProfileName } from '../core/machine-api';
import type { TableFormatName } from './kernel-image';

/** A page-table format of 32-bit x86. Intel SDM Vol. 3A, 4.3 (two levels) and 4.4 (PAE). */
export interface TableFormat {
  name: TableFormatName;
  /** Bytes of an entry. */
  entryBytes: 4 | 8;
  /** Bits of a virtual address that each level takes, leaf first. */
  indexBits: readonly number[];
  /** What start_info's magic says. Source: tools/libs/guest/xg_dom_x86.c. */
  magic: string;
}

export const TABLE_FORMATS: Readonly<Record<TableFormatName, TableFormat>> = {
  pae: { name: 'pae', entryBytes: 8, indexBits: [9, 9, 2], magic: 'xen-3.0-x86_32p' },
  '2-level': { name: '2-level', entryBytes: 4, indexBits: [10, 10], magic: 'xen-3.0-x86_32' },
};

/** Tables of one level: they stand in consecutive pages and cover `from` to `to` (inclusive). */
export interface TableLevel {
  from: number;
  to: number;
  firstPfn: number;
  count: number;
  /** Bits of an address below this level's tables' index: an entry maps 2^shift bytes. */
  shift: number;
}

/** The boot page tables, planned. */
export interface TablePlan {
  format: TableFormat;
  /** Leaf tables first; the last holds the one top table. */
  levels: TableLevel[];
  firstPfn: number;
  /** Pages of all levels. */
  count: number;
}

const [PRESENT, WRITABLE, USER, ACCESSED, DIRTY] = [1, 2, 4, 0x20, 0x40];
const UPPER = PRESENT | WRITABLE | USER | ACCESSED | DIRTY;
const TOP = 0xffffffff;
/** From here on an address falls into the last gigabyte, slot 3 of a PAE top table. */
const LAST_GIGABYTE = 0xc0000000;

/**
 * Plans tables that map `from` to `to` (inclusive): top table first, then each lower level. PAE wants a table in every slot of the
 * top up to Xen's own, so the second level then reaches to the end of memory. Source: xg_dom_x86.c, count_pgtables.
 */
export function planTables(format: TableFormat, from: number, to: number, firstPfn: number): TablePlan {
  const levels: TableLevel[] = [];
  let pfn = firstPfn;
  for (let level = format.indexBits.length - 1; level >= 0; level--) {
    const shift = 12 + format.indexBits.slice(0, level).reduce((sum, bits) => sum + bits, 0);
    const span = 2 ** (shift + (format.indexBits[level] as number));
    const isTop = level === format.indexBits.length - 1;
    const toTheEnd = isTop || (format.name === 'pae' && level === 1 && to < LAST_GIGABYTE);
    const low = isTop ? 0 : from - (from % span);
    const high = toTheEnd ? TOP : to - (to % span) + span - 1;
    const count = (high + 1 - low) / span;
    levels.unshift({ from: low, to: high, firstPfn: pfn, count, shift });
    pfn += count;
  }
  return { format, levels, firstPfn, count: pfn - firstPfn };
}

/** Writes one entry; PAE entries of the builder never need their upper half's upper bits. */
function writeEntry(view: DataView, format: TableFormat, index: number, mfn: number, flags: number): void {
  if (format.entryBytes === 4) view.setUint32(index * 4, ((mfn << 12) | flags) >>> 0, true);
  else view.setBigUint64(index * 8, (BigInt(mfn) << 12n) | BigInt(flags), true);
}

/** How the builder reaches the domain's pages. */
export interface DomainPages {
  /** The machine frame of page `pfn`. */
  mfn(pfn: number): number;
  /** The bytes of page `pfn`. */
  page(pfn: number): DataView;
}

/**
 * Flags of the top table's entries. A PAE processor takes nothing but "present" there, and Xen up to 3.2 no more; Xen 4, whose tables have
 * four levels of their own, wants them like any others. Source: xg_dom_x86.c, x86_32_params; xen@3.2 tools/libxc/xc_dom_x86.c, L3_PROT.
 */
export function topFlags(format: TableFormat, profile: ProfileName): number {
  const plain = format.name === 'pae' && !profile.startsWith('xen-4');
  return plain ? PRESENT : UPPER;
}

/**
 * Fills the planned tables: virtual page `from + n` maps to pseudo-physical page n. Pages that hold tables are mapped read-only,
 * as Xen demands of every page it is to accept as one. Source: xg_dom_x86.c, setup_pgtables_pv.
 */
export function fillTables(plan: TablePlan, from: number, to: number, pages: DomainPages, top = UPPER): void {
  const { format, levels } = plan;
  levels.forEach((level, depth) => {
    const below = levels[depth - 1] ?? { from, to, firstPfn: 0 };
    const perTable = 2 ** (format.indexBits[depth] as number);
    const last = Math.floor((below.to - level.from) / 2 ** level.shift);
    let pfn = below.firstPfn;
    for (let index = Math.floor((below.from - level.from) / 2 ** level.shift); index <= last; index++, pfn++) {
      const isTable = pfn >= plan.firstPfn && pfn < plan.firstPfn + plan.count;
      const leaf = PRESENT | ACCESSED | (isTable ? 0 : WRITABLE);
      const upper = depth === levels.length - 1 ? top : UPPER;
      const flags = depth === 0 ? leaf : upper;
      const table = pages.page(level.firstPfn + Math.floor(index / perTable));
      writeEntry(table, format, index % perTable, pages.mfn(pfn), flags);
    }
  });
}
