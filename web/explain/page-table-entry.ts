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
