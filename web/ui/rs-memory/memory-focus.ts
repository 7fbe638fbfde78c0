import type { MemoryQuestion } from '../../core/memory-picture';
import type { RefusalFocus } from '../../explain/refusal-focus';

/** Questions of this page so far: an answer is known by the serial of its question. */
let serial = 0;

/** Where a person looks in memory: an address, a table, a slot of it, and a refused call. */
export interface MemoryFocus {
  address?: number;
  table?: number;
  slot?: number;
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
export function atTable(focus: MemoryFocus, table: number, slot?: number): MemoryFocus {
  const { slot: _slot, refusedSlot: _refused, ...rest } = focus;
  return { ...rest, table, ...(slot !== undefined && { slot }) };
}

/** What a refused call is about. */
export function atRefusal(focus: MemoryFocus, { address, table, slot, frames }: RefusalFocus): MemoryFocus {
  const isPlace = address !== undefined || table !== undefined;
  if (!isPlace) return { ...focus, frames };
  return {
    frames,
    ...(address !== undefined ? { address } : focus.address !== undefined && { address: focus.address }),
    ...(table !== undefined && { table }),
    ...(slot !== undefined && { slot, refusedSlot: slot }),
  };
}

/** What to ask of the machine for it. */
export function questionOf({ address, table, frames }: MemoryFocus): MemoryQuestion {
  return {
    serial: ++serial,
    ...(address !== undefined && { address }),
    ...(table !== undefined && { table }),
    frames,
  };
}
