import { COUNT_MASK, PINNED, TYPE_SHIFT, VALIDATED } from '../../assembly/abi/page-type';
import type { Core } from './core';
import { FRAME_TABLE, MmState, PAGE_SIZE, PageInfo, RAM, XEN_MM } from './layout.gen';
import type { FrameFacts, MemoryPicture, MemoryQuestion, TableContents, Walk } from './memory-picture';
import { entryAt, frameOf, type PagingState, tableFormat, walk } from './page-walk';

const PRESENT = 1n;
const ACCESSED_DIRTY = 0x60n;
/** What the machine-to-physical table says of frames that are nobody's. */
const NO_PFN = 0xffffffff;
/** An L3 table of PAE has four entries. Intel SDM Vol. 3A, 4.4.1. */
const PAE_TOP_ENTRIES = 4;
/** Types that are page tables: abi/page-type.ts, L1 to L4. */
const LAST_TABLE_TYPE = 4;

/** Page tables and frames as a debugger looks at them: looking changes nothing. */
export class MemoryView {
  /** @param state whose page tables: a vCPU's registers */
  constructor(
    private readonly core: Core,
    private readonly state: PagingState,
    private readonly isBare: boolean,
  ) {}

  /** What a page asked to see, `ip` being what it means when it names no address. */
  picture(question: MemoryQuestion, ip: number): MemoryPicture {
    const found = walk(this.core, this.state, (question.address ?? ip) >>> 0);
    const table = this.table(this.holder(question) ?? found.steps.at(-1)?.table, found, question.level);
    const mfns = new Set(found.steps.map((step) => step.table));
    for (const mfn of [found.page?.mfn, table?.mfn, ...question.frames]) if (mfn !== undefined) mfns.add(mfn);
    const frames = this.isBare ? [] : [...mfns].filter((mfn) => this.exists(mfn)).map((mfn) => this.frame(mfn));
    return { question, walk: found, ...(table && { table }), frames };
  }

  /** What Xen's frame table says of a frame that exists. */
  frame(mfn: number): FrameFacts {
    const info = this.info(mfn);
    const pfn = this.pfn(mfn);
    return {
      mfn,
      ...(pfn !== NO_PFN && { pfn }),
      owner: info.owner,
      type: info.typeInfo >>> TYPE_SHIFT,
      typeCount: info.typeInfo & COUNT_MASK,
      totalCount: info.totalCount,
      pinned: (info.typeInfo & PINNED) !== 0,
      validated: (info.typeInfo & VALIDATED) !== 0,
      linearCount: info.linearCount,
    };
  }

  private exists(mfn: number): boolean {
    return Number.isInteger(mfn) && mfn >= 0 && mfn < this.core.frames;
  }

  private info(mfn: number): PageInfo {
    return new PageInfo(this.core.memory, FRAME_TABLE + mfn * PageInfo.SIZE);
  }

  /** The frame's number in the machine-to-physical table. */
  private pfn(mfn: number): number {
    const { m2pFrame } = new MmState(this.core.memory, XEN_MM);
    return this.core.memory.getUint32(RAM + m2pFrame * PAGE_SIZE + mfn * 4, true);
  }

  /** The frame meant: the one named, or the table at most two levels below it that holds an entry. */
  private holder({ table, holds }: MemoryQuestion): number | undefined {
    if (table === undefined || !holds) return table;
    let tables = [table];
    for (let depth = 0; depth < 2; depth++) {
      tables = tables.flatMap((mfn) => this.tablesOf(mfn));
      const found = tables.find((mfn) => ((this.entry(mfn, holds.slot) ^ holds.entry) & ~ACCESSED_DIRTY) === 0n);
      if (found !== undefined) return found;
    }
    return table;
  }

  /** The frames that a table's present entries name. */
  private tablesOf(mfn: number): number[] {
    const isPae = tableFormat(this.state) === 'pae';
    const { entries } = this.contents(mfn, isPae ? 512 : 1024, isPae);
    return [
      ...new Set(
        Array.from(
          entries.filter((entry) => entry & PRESENT),
          frameOf,
        ),
      ),
    ];
  }

  private entry(mfn: number, slot: number): bigint {
    const isPae = tableFormat(this.state) === 'pae';
    return entryAt(this.core, mfn * PAGE_SIZE + slot * (isPae ? 8 : 4), isPae) ?? 0n;
  }

  /** A frame read as a page table of the format in force. */
  private table(
    mfn: number | undefined,
    { format, steps, address }: Walk,
    wanted: number | undefined,
  ): TableContents | undefined {
    if (mfn === undefined || format === 'none' || !this.exists(mfn)) return undefined;
    const isPae = tableFormat(this.state) === 'pae';
    // A linear page table is passed twice: unless a level is asked for, what is meant is its last place.
    const step = steps.findLast((one) => one.table === mfn && (wanted ?? one.level) === one.level);
    const level = wanted ?? step?.level ?? this.levelByType(mfn);
    const bits = isPae ? 9 : 10;
    const length = isPae && level === 3 ? PAE_TOP_ENTRIES : 1 << bits;
    const span = 2 ** (12 + bits * (Math.max(1, level) - 1));
    const base = step && Math.floor(address / (span * length)) * span * length;
    return { mfn, level, ...(base !== undefined && { base }), span, ...this.contents(mfn, length, isPae) };
  }

  private levelByType(mfn: number): number {
    const type = this.isBare ? 0 : this.info(mfn).typeInfo >>> TYPE_SHIFT;
    return type <= LAST_TABLE_TYPE ? type : 0;
  }

  private contents(mfn: number, length: number, isPae: boolean): Pick<TableContents, 'entries' | 'types' | 'owners'> {
    const entries = new BigUint64Array(length);
    const types = new Uint8Array(length);
    const owners = new Uint16Array(length);
    for (let slot = 0; slot < length; slot++) {
      const entry = entryAt(this.core, mfn * PAGE_SIZE + slot * (isPae ? 8 : 4), isPae) ?? 0n;
      entries[slot] = entry;
      const named = frameOf(entry);
      if (this.isBare || !(entry & PRESENT) || !this.exists(named)) continue;
      const info = this.info(named);
      types[slot] = info.typeInfo >>> TYPE_SHIFT;
      owners[slot] = info.owner;
    }
    return { entries, types, owners };
  }
}
