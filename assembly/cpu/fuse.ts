/** What a block's records gain from one another: compare-and-branch in one, and flags that nobody looks at not computed. */

import { RECORD_BYTES } from '../base/engine-map';
import { SCRATCH } from '../base/memory-map';
import { Op } from '../isa/op';
import { uopOf } from './hot-uop';
import { Place } from './place';
import { Block, CONTINUES, GeneralRecord, Record, TERMINATOR_BYTES, Terminator } from './record';
import { GENERAL_END_UOP, GENERAL_UOP, NO_UOP, UOPS } from './uops.gen';

/** In UOPS: the case and the next stand for Z and NZ alone. */
const EQUALITY: u32 = 1 << 18;
/** The pair of conditions Z and NZ. */
const ZERO: u32 = 2;

/** What uops.gen.ts says of a case: operation, width, places, whether it has a twin for dead flags. */
@unmanaged
class Described extends Record {
  @inline private get info(): u32 {
    return unchecked(UOPS[this.uop]);
  }
  @inline get isGeneral(): bool {
    return this.uop === GENERAL_UOP || this.uop === GENERAL_END_UOP;
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
  @inline get hasMemory(): bool {
    return this.dst >= <u32>Place.Mem || this.src >= <u32>Place.Mem;
  }
  @inline get hasTwin(): bool {
    return ((this.info >> 17) & 1) !== 0;
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
  let live = !overwritesFlags(last.as<Described>());
  while (before-- > 0) {
    const record = changetype<Described>(load<u32>(SCRATCH + ((<usize>before) << 2)));
    live = liveBefore(record, live);
  }
}

function overwritesFlags(end: Described): bool {
  return !end.isGeneral && (end.op === Op.CmpJcc || end.op === Op.TestJcc) && !end.hasMemory;
}

/** Are flags looked at before the record, given that they are behind it? Where they are not, it takes its twin. */
function liveBefore(record: Described, liveBehind: bool): bool {
  if (record.isGeneral) return true;
  const op = record.op;
  if (touchesMemory(record)) {
    // A fault shows the flags as they are.
    if (!liveBehind && record.hasTwin) record.uop = record.uop + 1;
    return true;
  }
  if (!liveBehind && record.hasTwin) {
    record.uop = record.uop + 1;
    return op === Op.Adc || op === Op.Sbb;
  }
  return readsFlags(op) || (liveBehind && !setsAll(op, record.src));
}

function setsAll(op: Op, src: u32): bool {
  if (op <= Op.Test || op === Op.Neg) return true;
  if (op === Op.Mul || op === Op.Imul1 || op === Op.Imul2 || op === Op.Imul3) return true;
  return (op === Op.Shl || op === Op.Shr || op === Op.Sar) && src === Place.Imm;
}

function readsFlags(op: Op): bool {
  if (op === Op.Adc || op === Op.Sbb || op === Op.Inc || op === Op.Dec) return true;
  return op === Op.Setcc || op === Op.Cmov || (op >= Op.Rol && op <= Op.Sar);
}

function touchesMemory(record: Described): bool {
  const op = record.op;
  if (op === Op.Push || op === Op.Pop || op === Op.Leave) return true;
  return op !== Op.Lea && record.hasMemory;
}
