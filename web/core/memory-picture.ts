/** What a page sees of page tables and frames: plain data, part of a `Moment`, so that it never disagrees with what is beside it. */

/** What a page wants to see of memory with every moment. */
export interface MemoryQuestion {
  /** Rises with each question of whoever asks: an answer to an older one is known by it. */
  serial: number;
  /** Virtual address to walk; absent: the instruction pointer. */
  address?: number;
  /** Frame to read as a page table; absent: the last table of the walk. */
  table?: number;
  /** Its level, where the walk goes through it at more than one; or where its type does not tell. */
  level?: number;
  /** Not that frame, but the table below it, if there is one, whose `slot` holds `entry` (accessed and dirty bits apart). */
  holds?: { slot: number; entry: bigint };
  /** Frames to tell of, beside those of the walk. */
  frames: readonly number[];
}

/** One level of a walk: the entry the address chose. */
export interface WalkStep {
  /** 1 is the leaf. */
  level: number;
  /** Frame of the table. */
  table: number;
  /** Slot of the entry. */
  index: number;
  /** Where the index stands in the address: its lowest bit, and how many bits it has. */
  shift: number;
  bits: number;
  entry: bigint;
}

/** The way from a virtual address to memory. */
export interface Walk {
  address: number;
  /** Entries of 64 bits in three levels, of 32 bits in two; or no paging at all: addresses are machine addresses. */
  format: 'pae' | '2-level' | 'none';
  /** From the top; ends at the first entry that is not present, or names a table beyond memory. */
  steps: WalkStep[];
  /** The page reached: its first frame and its size in bytes. */
  page?: { mfn: number; size: number };
}

/** A whole page table. */
export interface TableContents {
  mfn: number;
  /** Its level, by its place in the walk or by its type; 0 when neither tells. */
  level: number;
  /** First virtual address it maps, when the walk goes through it, and the bytes that one entry maps. */
  base?: number;
  span: number;
  entries: BigUint64Array;
  /** Type and owner of the frame that each present entry names: abi/page-type.ts, a domid. Nothing is said of frames beyond memory. */
  types: Uint8Array;
  owners: Uint16Array;
}

/** What Xen's frame table says of one frame. */
export interface FrameFacts {
  mfn: number;
  /** What the owner calls it, by the machine-to-physical table; absent for frames that are nobody's. */
  pfn?: number;
  owner: number;
  /** abi/page-type.ts, `PageType`. */
  type: number;
  /** Uses in that type, and uses of any kind. */
  typeCount: number;
  totalCount: number;
  pinned: boolean;
  validated: boolean;
  /** Linear page tables: entries that are linear (positive), or uses as a linear table (negative). */
  linearCount: number;
}

/** Page tables and frames as they stood at a moment. */
export interface MemoryPicture {
  question: MemoryQuestion;
  walk: Walk;
  table?: TableContents;
  /** The frames of the walk from the top, the page it reaches, the table, then those asked for; each once. None on the bare machine. */
  frames: FrameFacts[];
}
