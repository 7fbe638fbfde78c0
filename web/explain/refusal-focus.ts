import { Hypercall } from '../../assembly/abi/hypercall';
import { TraceEvent } from '../../assembly/abi/trace-event';
import { entryFrame } from './page-table-entry';
import { isRefused, type TraceFields } from './trace-fields';

/** What a refused call is about, as far as its record tells. */
export interface RefusalFocus {
  /** The virtual address whose entry was to change. */
  address?: number;
  /** The frame of the table that holds the refused entry. */
  table?: number;
  /** Not that frame, but a table below it: validation went on there. */
  isBelow?: boolean;
  /** The level and slot of the entry, and what it would have been. */
  level?: number;
  slot?: number;
  entry?: bigint;
  /** Frames concerned: the one asked for, and the one given as an argument. */
  frames: number[];
}

/** The bits of `ptr` that choose the command. */
const COMMAND = 3n;
/** mmuext_op: MMUEXT_PIN_L1_TABLE to MMUEXT_PIN_L4_TABLE, UNPIN_TABLE, NEW_BASEPTR. Source: xen/include/public/xen.h. */
const [LAST_PIN, LAST_WITH_TABLE] = [3, 5];
/** No frame has this number: what an invalid one is shown as. */
const NO_FRAME = 0xffffffff;

const mfnOf = (value: bigint): number => Number(BigInt.asUintN(32, value));

/** mmu_update: the entry is the one at `ptr`, unless validation went on into the table that the new entry names. */
function mmuUpdate(record: TraceFields): Partial<RefusalFocus> & { mfn?: number } {
  const ptr = record.arg0 & ~COMMAND;
  const target = Number(ptr >> 12n);
  if (record.level === 0) return { table: target };
  const offset = Number(ptr & 0xfffn);
  const isTarget = offset === record.slot * 8 || offset === record.slot * 4;
  const sameEntry = entryFrame(record.entry) === entryFrame(record.arg1);
  return { table: isTarget && sameEntry ? target : entryFrame(record.arg1), mfn: target };
}

function mmuext(record: TraceFields): Partial<RefusalFocus> & { mfn?: number } {
  if (record.code > LAST_WITH_TABLE) return {};
  const mfn = mfnOf(record.arg0);
  const isOwn = record.code > LAST_PIN || record.level === 0 || record.level === record.code + 1;
  return isOwn ? { table: mfn, mfn } : { table: mfn, mfn, isBelow: true };
}

/**
 * What a refused call is about: the table, the slot and the frames to look at.
 *
 * `parent` is the hypercall that a request is part of.
 */
export function refusalFocus(record: TraceFields, parent?: TraceFields): RefusalFocus {
  let found: Partial<RefusalFocus> & { mfn?: number } = {};
  if (record.kind === TraceEvent.Request && parent?.code === Hypercall.MmuUpdate) found = mmuUpdate(record);
  else if (record.kind === TraceEvent.Request && parent?.code === Hypercall.MmuextOp) found = mmuext(record);
  else if (record.kind === TraceEvent.Hypercall && record.code === Hypercall.UpdateVaMapping)
    found = { address: mfnOf(record.arg0) };
  const { mfn, ...focus } = found;
  const asked = isRefused(record) && record.mfn ? record.mfn : undefined;
  const frames = [asked, mfn, focus.table].filter((frame) => frame !== undefined && frame !== NO_FRAME) as number[];
  const { level, slot, entry } = record;
  const isEntry = isRefused(record) && level > 0;
  return { ...focus, ...(isEntry && { level, slot, entry }), frames: [...new Set(frames)] };
}
