import type { Core } from './core';
import { PAGE_SHIFT, PAGE_SIZE, RAM, type VcpuState } from './layout.gen';
import type { Walk } from './memory-picture';

const [PRESENT, LARGE] = [1n, 0x80n];
const CR0_PG = 0x8000_0000n;
/** CR4: page-size extensions, physical-address extension. */
const [CR4_PSE, CR4_PAE] = [0x10n, 0x20n];
const FRAME_BITS = 0xffffffff000n;

/** A level of the page tables: where its index stands in an address, and whether its entries may map a large page under this CR4. */
interface Level {
  shift: number;
  bits: number;
  large: (cr4: bigint) => boolean;
}
const never = (): boolean => false;
const PAE_LEVELS: readonly Level[] = [
  { shift: 30, bits: 2, large: never },
  { shift: 21, bits: 9, large: () => true },
  { shift: 12, bits: 9, large: never },
];
const TWO_LEVELS: readonly Level[] = [
  { shift: 22, bits: 10, large: (cr4) => (cr4 & CR4_PSE) !== 0n },
  { shift: 12, bits: 10, large: never },
];

/** Paging registers: all that a walk depends on beside memory. */
export type PagingState = Pick<VcpuState, 'cr0' | 'cr3' | 'cr4'>;

/** The format of the page tables in force. */
export function tableFormat({ cr0, cr4 }: PagingState): Walk['format'] {
  if ((cr0 & CR0_PG) === 0n) return 'none';
  return (cr4 & CR4_PAE) !== 0n ? 'pae' : '2-level';
}

/** The entry at a machine address; undefined beyond memory. */
export function entryAt(core: Core, maddr: number, isPae: boolean): bigint | undefined {
  if (maddr >= core.frames * PAGE_SIZE) return undefined;
  return isPae ? core.memory.getBigUint64(RAM + maddr, true) : BigInt(core.memory.getUint32(RAM + maddr, true));
}

/** The frame an entry names. */
export function frameOf(entry: bigint): number {
  return Number((entry & FRAME_BITS) >> BigInt(PAGE_SHIFT));
}

/**
 * The way from a virtual address to memory, without a trace: no accessed bit is set, no fault raised. Intel SDM Vol. 3A, 4.3 and 4.4.
 */
export function walk(core: Core, state: PagingState, address: number): Walk {
  const format = tableFormat(state);
  const found: Walk = { address, format, steps: [] };
  if (format === 'none') return { ...found, page: { mfn: address >>> PAGE_SHIFT, size: PAGE_SIZE } };
  const isPae = format === 'pae';
  const levels = isPae ? PAE_LEVELS : TWO_LEVELS;
  let table = Number(state.cr3 & (isPae ? 0xffffffe0n : 0xfffff000n));
  for (const [at, { shift, bits, large }] of levels.entries()) {
    const index = (address >>> shift) & ((1 << bits) - 1);
    const entry = entryAt(core, table + index * (isPae ? 8 : 4), isPae);
    if (entry === undefined) return found;
    found.steps.push({ level: levels.length - at, table: table >>> PAGE_SHIFT, index, shift, bits, entry });
    if (!(entry & PRESENT)) return found;
    if (shift === PAGE_SHIFT || (large(state.cr4) && entry & LARGE)) {
      const size = 2 ** shift;
      const mfn = frameOf(entry);
      return { ...found, page: { mfn: mfn - (mfn % (size / PAGE_SIZE)), size } };
    }
    table = frameOf(entry) * PAGE_SIZE;
  }
  return found;
}
