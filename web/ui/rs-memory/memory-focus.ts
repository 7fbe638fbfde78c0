import type { MemoryQuestion } from '../../core/memory-picture';
import type { RefusalFocus } from '../../explain/refusal-focus';
import type { TableSlot } from './table-slot';

/** Questions of this page so far: an answer is known by the serial of its question. */
let serial = 0;

/** Where a person looks in memory: an address, a table, a slot of it, and a refused call. */
export interface MemoryFocus {
  address?: number;
  table?: number;
  level?: number;
  slot?: number;
  /** The table is one below the one named: the one that holds an entry. */
  holds?: { slot: number; entry: bigint };
  /** Frames of the refused call, and its slot. */
  frames: readonly number[];
  refusedSlot?: number;
}

/** Nothing in particular: the walk of the instruction pointer. */
export const NO_FOCUS: MemoryFocus = { frames: [] };

/** Another address; undefined follows the instruction pointer. The table is the walk's last again. */
export function atAddress(focus: MemoryFocus, address: number | undefined): MemoryFocus {
  return { frames: focus.frames, ...(address !== undefined && { address }) };
}

/** Another table, and perhaps a slot of it. */
export function atTable({ address, frames }: MemoryFocus, { table, level, slot }: TableSlot): MemoryFocus {
  return {
    frames,
    table,
    ...(address !== undefined && { address }),
    ...(level !== undefined && { level }),
    ...(slot !== undefined && { slot }),
  };
}

/** What a refused call is about. */
export function atRefusal(focus: MemoryFocus, refusal: RefusalFocus): MemoryFocus {
  const { address, table, isBelow, level, slot, entry, frames } = refusal;
  const isPlace = address !== undefined || table !== undefined;
  if (!isPlace) return { ...focus, frames };
  return {
    frames,
    ...(address !== undefined ? { address } : focus.address !== undefined && { address: focus.address }),
    ...(table !== undefined && { table }),
    ...(level !== undefined && { level }),
    ...(slot !== undefined && { slot, refusedSlot: slot }),
    ...(isBelow && slot !== undefined && entry !== undefined && { holds: { slot, entry } }),
  };
}

/** What to ask of the machine for it. */
export function questionOf({ address, table, level, holds, frames }: MemoryFocus): MemoryQuestion {
  return {
    serial: ++serial,
    ...(address !== undefined && { address }),
    ...(table !== undefined && { table }),
    ...(level !== undefined && { level }),
    ...(holds && { holds }),
    frames,
  };
}
