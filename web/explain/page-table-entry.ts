import { hex } from './numbers';

/** Flags of an entry, from bit 0, as Xen's headers call them. Intel SDM Vol. 3A, table 4-11. */
const FLAGS = ['P', 'RW', 'US', 'PWT', 'PCD', 'A', 'D', 'PSE', 'G', 'AVAIL1', 'AVAIL2', 'AVAIL3'] as const;
const FLAG_BITS = 0xfffn;
const NO_EXECUTE = 1n << 63n;
const FRAME_BITS = 0x000f_ffff_ffff_f000n;
const PAGE_SHIFT = 12n;

/** The flags of a page-table entry, joined by `|`; `0` when none is set. */
export function entryFlags(entry: bigint): string {
  const bits = Number(entry & FLAG_BITS);
  const names: string[] = FLAGS.filter((_, bit) => bits & (1 << bit));
  if (entry & NO_EXECUTE) names.push('NX');
  return names.join('|') || '0';
}

/** The machine frame an entry names. */
export function entryFrame(entry: bigint): number {
  return Number((entry & FRAME_BITS) >> PAGE_SHIFT);
}

/** A page-table entry as text: `mfn 0x1a3 P|RW|A`, or its bare bits when it is not present. */
export function entryText(entry: bigint): string {
  if (entry === 0n) return '0';
  if (!(entry & 1n)) return `${hex(entry)} (not present)`;
  return `mfn ${hex(entryFrame(entry))} ${entryFlags(entry)}`;
}

/** One bit of an entry, for a row of labels. */
export interface EntryBit {
  name: string;
  set: boolean;
  meaning: string;
}

const LARGE_PAGE = 0x80n;

const bit = (entry: bigint, at: bigint, name: string, meaning: string): EntryBit => ({
  name,
  set: (entry & (1n << at)) !== 0n,
  meaning,
});

/**
 * The bits of an entry one by one, the frame apart. Intel SDM Vol. 3A, tables 4-5 to 4-11.
 *
 * @param level 1 for a leaf; there bit 7 chooses a memory type, above it the size of the page
 * @param isWide entries of 64 bits, which have NX
 */
export function entryBits(entry: bigint, level: number, isWide: boolean): EntryBit[] {
  const isLeaf = level <= 1;
  const bits = [
    bit(entry, 0n, 'P', 'present'),
    bit(entry, 1n, 'RW', 'stores are allowed'),
    bit(entry, 2n, 'US', 'ring 3 may use it'),
    bit(entry, 3n, 'PWT', 'cache: write-through'),
    bit(entry, 4n, 'PCD', 'cache: off'),
    bit(entry, 5n, 'A', 'accessed: the processor went through it'),
    bit(entry, 6n, 'D', 'dirty: the processor stored through it'),
    isLeaf ? bit(entry, 7n, 'PAT', 'memory type') : bit(entry, 7n, 'PSE', 'maps a large page'),
    bit(entry, 8n, 'G', 'global: survives a load of CR3'),
  ];
  return isWide ? [...bits, bit(entry, 63n, 'NX', 'instructions may not be fetched')] : bits;
}

/** What an entry lets through, in words: `Names frame 0x1a3, read-only, for the kernel alone.` */
export function entryInWords(entry: bigint, level: number): string {
  if (entry === 0n) return 'Empty: an access here faults.';
  if (!(entry & 1n)) return 'Not present: the processor ignores the other bits, an access here faults.';
  const what = level > 1 && entry & LARGE_PAGE ? 'a large page from frame' : 'frame';
  const stores = entry & 2n ? 'stores allowed' : 'read-only';
  const users = entry & 4n ? 'for ring 3 too' : 'for the kernel alone';
  const fetches = entry & NO_EXECUTE ? ', not for instructions' : '';
  return `Names ${what} ${hex(entryFrame(entry))}, ${stores}, ${users}${fetches}.`;
}
