/** Bytes to blocks of records. */
import { Vector } from '../abi/vector';
import { CODE_LIMIT, GENERATION, GENERIC_ONLY } from '../base/engine-map';
import { RAM } from '../base/memory-map';
import { Op } from '../isa/op';
import { spend } from '../mmu/effort';
import { addCode, HOLDS_CODE, isRam } from '../mmu/page-flags';
import { watch } from '../mmu/watch';
import { clearRecord, decodeOne } from './decode-one';
import { codeAddress, Fetch, fetchFrame, LONGEST_INSTRUCTION, openSplitWindow, openWindow } from './fetch';
import { copyForm, keepForm, LONGEST_FORM } from './forms';
import { finishBlock, fuse } from './fuse';
import { hotUop, simplify } from './hot-uop';
import { MODE_BITS, MODE_FLAT } from './mode';
import { Block, GENERAL_BYTES, GeneralRecord, Record, Terminator } from './record';
import { raise } from './system/exception';
import { CUT_UOP, GENERAL_END_UOP, GENERAL_UOP, NO_UOP } from './uops.gen';

/** Bytes after which a block is cut: distances within it fit into a byte. */
const MOST_BYTES: u32 = 200;

/** The block being decoded. */
class Decoding {
  static block: Block = changetype<Block>(0);
  /** Where the next record goes. */
  static record: Record = changetype<Record>(0);
  static count: u32 = 0;
  /** Most instructions it may have. */
  static most: u32 = 0;
  /** Everything takes the generic path. */
  static careful: bool = false;
}

/**
 * Decodes up to `most` instructions from offset `eip` in CS, at machine address `physical`, to records at `at`. `careful`: all of them
 * for the generic path. Errors: #GP(0) and #PF of the first instruction's bytes; what is wrong with a later one is met when it is first.
 */
export function decodeBlock(at: usize, eip: u32, physical: u32, most: u32, careful: bool): Block {
  const block = changetype<Block>(at);
  Decoding.block = block;
  Decoding.record = block.first;
  Decoding.count = 0;
  Decoding.most = most;
  Decoding.careful = careful || (load<u32>(GENERATION) & MODE_FLAT) === 0 || load<u32>(GENERIC_ONLY) !== 0;
  block.eip = eip;
  block.physical = physical;
  block.lastFrame = physical >> 12;
  block.mode = load<u32>(GENERATION) & MODE_BITS;
  block.length = 0;
  block.end = 0;
  while (Decoding.count < most && block.length < MOST_BYTES && decodeNext(eip + block.length)) {}
  if (!endsItself(block)) cut(eip + block.length);
  finishBlock(block, Decoding.record, Decoding.count);
  noteCode(physical, block);
  spend(1 + (Decoding.count >> 3));
  return block;
}

/** Does the block end with an instruction that goes elsewhere? Then it was closed with it. */
function endsItself(block: Block): bool {
  return block.end !== 0;
}

/** Decodes one more instruction. False: the block ends here. */
function decodeNext(eip: u32): bool {
  if (copyKnown(eip)) return true;
  const block = Decoding.block;
  const general = Decoding.record.as<GeneralRecord>();
  clearRecord(general);
  if (!decodeAt(general, eip)) return false;
  general.start = <u8>block.length;
  block.length += general.length;
  Decoding.count++;
  simplify(general);
  return emit(general, eip + general.length);
}

/** Takes the next instruction from its form, if that was met before and all of its bytes are surely here. */
function copyKnown(eip: u32): bool {
  const block = Decoding.block;
  const record = Decoding.record;
  const offset = (block.physical & 0xfff) + block.length;
  const last = eip + (LONGEST_FORM - 1);
  if (Decoding.careful || offset > 0x1000 - LONGEST_FORM || last > load<u32>(CODE_LIMIT) || last < eip) return false;
  const frame = block.physical >> 12;
  if (!isRam(frame)) return false;
  const length = copyForm(record, RAM + ((<usize>frame) << 12) + offset);
  if (length === 0) return false;
  record.start = <u8>block.length;
  block.length += length;
  Decoding.count++;
  Decoding.record = record.next;
  return true;
}

/** Decodes the instruction at `eip`. False: not all of its bytes can be had here, which only the first instruction of a block looks into. */
function decodeAt(general: GeneralRecord, eip: u32): bool {
  const block = Decoding.block;
  const offset = (block.physical & 0xfff) + block.length;
  // What lies behind the page or the segment begins a block of its own, and faults there if it has to.
  if (offset > 0xfff || eip > load<u32>(CODE_LIMIT)) return false;
  const inSegment = load<u32>(CODE_LIMIT) - eip;
  const allowed = inSegment < LONGEST_INSTRUCTION ? inSegment + 1 : LONGEST_INSTRUCTION;
  const inPage = min(allowed, 0x1000 - offset);
  const frame = block.physical >> 12;
  openWindow(frame, offset, inPage);
  decodeOne(general, eip);
  if (!Fetch.short) return true;
  if (Decoding.count !== 0) return false;
  if (inPage === allowed) raise(Vector.Protection);
  block.lastFrame = fetchFrame((codeAddress(eip) | 0xfff) + 1);
  clearRecord(general);
  openSplitWindow(frame, inPage, block.lastFrame, allowed - inPage);
  decodeOne(general, eip);
  if (Fetch.short) raise(Vector.Protection);
  return true;
}

/** Gives the record its case and makes room for the next. False: the block ends with it. */
function emit(general: GeneralRecord, next: u32): bool {
  let uop = Decoding.careful ? NO_UOP : hotUop(general);
  // The generic case can end a block with anything, so a block that is full needs no more than that.
  const ends = endsBlock(general) || (uop === NO_UOP && Decoding.count === Decoding.most);
  if (ends && uop !== NO_UOP && goesBeyond(general, next)) uop = NO_UOP;
  if (uop === NO_UOP) {
    general.uop = <u16>(ends ? GENERAL_END_UOP : GENERAL_UOP);
    if (ends) close(changetype<usize>(general) + GENERAL_BYTES);
    else Decoding.record = general.afterGeneral;
    return !ends;
  }
  general.uop = <u16>uop;
  if (ends) {
    close(changetype<usize>(fuse(Decoding.block, general, next, Decoding.count)));
  } else {
    // One that was put together from two pages stands below RAM, and not for long.
    if (Fetch.at > RAM) keepForm(general, Fetch.at - general.length);
    Decoding.record = general.next;
  }
  return !ends;
}

function close(end: usize): void {
  Decoding.block.end = <u32>end;
}

/** Is the target a constant that lies behind the code segment? */
function goesBeyond(general: GeneralRecord, next: u32): bool {
  const op = general.op;
  if (op !== Op.Jmp && op !== Op.Jcc && op !== Op.Call) return false;
  return general.immediate > load<u32>(CODE_LIMIT) || next < general.start;
}

/** Does nothing follow this instruction in its block? */
function endsBlock(general: GeneralRecord): bool {
  const op = <i32>general.op;
  if (op === Op.Undefined || op === Op.Popf) return true;
  if (op === Op.Invlpg) return Decoding.careful;
  if (op >= Op.Movs && op <= Op.Scas) return general.repeat !== 0;
  return op >= Op.Jmp;
}

/** Ends a block that was cut: it goes on at `eip`. */
function cut(eip: u32): void {
  const end = changetype<Terminator>(Decoding.record);
  clearRecord(changetype<GeneralRecord>(end));
  end.uop = <u16>CUT_UOP;
  end.start = <u8>Decoding.block.length;
  end.taken = eip;
  end.takenGeneration = 0;
  end.fallGeneration = 0;
  close(changetype<usize>(end) + offsetof<Terminator>());
}

/** Stores to the bytes of this block must be noticed from now on. */
function noteCode(physical: u32, block: Block): void {
  const frame = physical >> 12;
  const offset = physical & 0xfff;
  if (isRam(frame)) {
    watch(frame, HOLDS_CODE);
    addCode(frame, offset, min(block.length, 0x1000 - offset));
  }
  if (block.lastFrame === frame || !isRam(block.lastFrame)) return;
  watch(block.lastFrame, HOLDS_CODE);
  addCode(block.lastFrame, 0, offset + block.length - 0x1000);
}
