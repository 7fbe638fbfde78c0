import { PAGE_SIZE } from '../../core/layout.gen';
import type { MemoryPicture, TableContents } from '../../core/memory-picture';
import { hex } from '../../explain/numbers';

/** An entry of a table: where to look. */
export interface TableSlot {
  table: number;
  /** Where the walk goes through the table at more than one level. */
  level?: number;
  slot?: number;
}

/** An entry, as bytes of memory that somebody wrote. */
export interface WrittenPlace extends Required<TableSlot> {
  /** What it is called: `slot 767 of frame 0x349c`. */
  about: string;
  /** Machine address. */
  maddr: number;
  bytes: number;
}

/** The bytes of an entry. `isWide`: entries have 64 bits. */
export function writtenPlace(table: number, level: number, slot: number, isWide: boolean): WrittenPlace {
  const bytes = isWide ? 8 : 4;
  const about = `slot ${slot} of frame ${hex(table)}`;
  return { table, level, slot, about, maddr: table * PAGE_SIZE + slot * bytes, bytes };
}

/** What a table is called: `L2 table 0x349c`; nothing tells the level of some. */
export function tableTitle({ level, mfn }: TableContents): string {
  return `${level ? `L${level} table` : 'Frame'} ${hex(mfn)}`;
}

/** The slot to show as chosen: the reader's, else that of the walk. A walk may come through one table at two levels. */
export function chosenSlot(picture: MemoryPicture | undefined, slot: number | undefined): number {
  const { table, walk } = picture ?? {};
  const inWalk = walk?.steps.find((step) => step.table === table?.mfn && step.level === table.level);
  return slot ?? inWalk?.index ?? 0;
}
