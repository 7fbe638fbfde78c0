/** What a block's records gain from one another: compare-and-branch in one, and flags that nobody looks at not computed. */

import { RECORD_BYTES } from '../base/engine-map';
import { SCRATCH } from '../base/memory-map';
import { Op } from '../isa/op';
import { uopOf } from './hot-uop';
import { Block, CONTINUES, GeneralRecord, Record, TERMINATOR_BYTES, Terminator } from './record';
import { NO_UOP, UOPS } from './uops.gen';

/** In UOPS: the next case is the twin of this one for dead flags. */
const HAS_TWIN: u32 = 1 << 17;
/** The case and the next stand for Z and NZ alone. */
const EQUALITY: u32 = 1 << 18;
/** It looks at flags in any case. */
const LOOKS_AT_FLAGS: u32 = 1 << 19;
/** It sets them all, and looks at none. */
const SETS_FLAGS: u32 = 1 << 20;
/** The pair of conditions Z and NZ. */
const ZERO: u32 = 2;

/** What uops.gen.ts says of a case: operation, width, places. */
@unmanaged
class Described extends Record {
  @inline private get info(): u32 {
    return unchecked(UOPS[this.uop]);
  }
  @inline get op(): Op {
    return <Op>(this.info & 0x1ff);
  }
  @inline get width(): u32 {
    return (this.info >> 9) & 3;
  }
  @inline get dst(): u32 {
    return (this.info >> 11) & 7;
  }
  @inline get src(): u32 {
    return (this.info >> 14) & 7;
  }
}

/**
 * Makes a described record with a case of its own the end of its block, one with the CMP or TEST before it if there is a case for both.
 * `next` is the next instruction. Gives the address behind it.
 */
export function fuse(block: Block, general: GeneralRecord, next: u32, count: u32): Record {
  const taken = general.immediate;
  let end = changetype<Terminator>(general);
  if (general.op === Op.Jcc && count > 1) {
    const before = changetype<Record>(changetype<usize>(general) - RECORD_BYTES);
    const uop = before.start === CONTINUES ? NO_UOP : fusedUop(before.as<Described>(), general.condition);
    if (uop !== NO_UOP) {
      end = changetype<Terminator>(before);
      end.uop = <u16>uop;
    }
  }
  end.taken = taken;
  end.fall = next;
  end.takenBlock = 0;
  end.takenGeneration = 0;
  end.fallBlock = 0;
  end.fallGeneration = 0;
  return changetype<Record>(changetype<usize>(end) + TERMINATOR_BYTES);
}

/** The case for a CMP or TEST and a branch on `condition` behind it; NO_UOP if there is none. */
function fusedUop(before: Described, condition: u32): u32 {
  const op = before.op;
  if (op !== Op.Cmp && op !== Op.Test) return NO_UOP;
  const uop = uopOf(op === Op.Cmp ? Op.CmpJcc : Op.TestJcc, before.width, before.dst, before.src);
  if (uop === NO_UOP || (unchecked(UOPS[uop]) & EQUALITY) === 0) return uop === NO_UOP ? NO_UOP : uop + condition;
  return condition >> 1 === ZERO ? uop + (condition & 1) : NO_UOP;
}

/** Fills in the block's head, and gives the twin with dead flags to each instruction whose flags nobody can see. */
export function finishBlock(block: Block, last: Record, count: u32): void {
  block.count = <i32>count;
  let before: u32 = 0;
  const first = changetype<usize>(block.first);
  for (let at = first; at < changetype<usize>(last); at += RECORD_BYTES) {
    if (changetype<Record>(at).start === CONTINUES) continue;
    store<u32>(SCRATCH + ((<usize>before) << 2), <u32>at);
    before++;
  }
  let live = liveBefore(unchecked(UOPS[last.uop]), true);
  while (before-- > 0) {
    const record = changetype<Record>(load<u32>(SCRATCH + ((<usize>before) << 2)));
    const info = unchecked(UOPS[record.uop]);
    if (!live && (info & HAS_TWIN) !== 0) record.uop = record.uop + 1;
    live = liveBefore(info, live);
  }
}

/** Are flags looked at before a record, given whether they are behind it? */
function liveBefore(info: u32, liveBehind: bool): bool {
  return (info & LOOKS_AT_FLAGS) !== 0 || (liveBehind && (info & SETS_FLAGS) === 0);
}
