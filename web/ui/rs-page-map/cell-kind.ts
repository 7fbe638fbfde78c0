import type { TableContents } from '../../core/memory-picture';
import { entryFrame } from '../../explain/page-table-entry';

/** What a slot of a page table is, in one word; colour and shape of its cell follow. */
export type CellKind = 'absent' | 'read-only' | 'writable' | 'user' | 'table' | 'linear' | 'xen';

/** What each kind means, in the order of the legend. */
export const KINDS: readonly (readonly [kind: CellKind, words: string])[] = [
  ['absent', 'not present'],
  ['read-only', 'read-only'],
  ['writable', 'writable'],
  ['user', 'for ring 3'],
  ['table', 'maps a page table'],
  ['linear', 'linear'],
  ['xen', "Xen's"],
];

const [PRESENT, WRITE, USER, LARGE] = [1n, 2n, 4n, 0x80n];
/** DOMID_XEN of xen/include/public/xen.h. */
const XEN = 0x7ff2;
/** Types L1 to L4 are page tables, and their numbers are their levels: abi/page-type.ts. */
const LAST_TABLE = 4;

/**
 * The kind of one slot. In a leaf, `table` maps a frame that is a page table; above, where every entry names a table, `linear` is one
 * that names a table of its own level or higher.
 */
export function cellKind({ mfn, level, entries, types, owners }: TableContents, slot: number): CellKind {
  const entry = entries[slot] ?? 0n;
  if (!(entry & PRESENT)) return 'absent';
  if (owners[slot] === XEN) return 'xen';
  const type = types[slot] ?? 0;
  const isTable = type > 0 && type <= LAST_TABLE;
  if (isTable && level <= 1) return 'table';
  const isSelf = type === 0 && level > 1 && entryFrame(entry) === mfn;
  // On the bare machine frames have no types, but a table that names itself is seen.
  if ((isSelf || (isTable && type >= level)) && !(entry & LARGE)) return 'linear';
  // Above the leaf the bits only limit what is below: an ordinary entry has both.
  if (level <= 1 && entry & USER) return 'user';
  return entry & WRITE ? 'writable' : 'read-only';
}
