import { RECORD_BYTES } from '../base/engine-map';
import { Place } from './place';

/**
 * One decoded instruction, 16 bytes. What it means is `uop`, the number of its case in the interpreter's switch; the rest are operands.
 * Machines (exec.ts, general.ts) and operand classes (operand.ts) are views of this class: they add readings, never fields.
 */
@unmanaged
export class Record {
  /** Number of its case in the switch. */
  uop: u16 = 0;
  /** Destination register: its byte offset from VCPU (an 8-bit register may be at +1). */
  to: u8 = 0;
  /** Source register. */
  from: u8 = 0;
  /** Immediate operand. */
  immediate: u32 = 0;
  /** Memory operand: base + (index << scale) + disp. */
  disp: u32 = 0;
  /** Register offset; R.Zero if there is none. */
  base: u8 = 0;
  /** Register offset; R.Zero if there is none. */
  index: u8 = 0;
  /** 0 to 3. */
  scale: u8 = 0;
  /** Bytes from the block's start to this instruction; 0 in the first record only. */
  start: u8 = 0;

  /** This record, read by another machine or operand class. */
  @inline as<T>(): T {
    return changetype<T>(this);
  }

  /** The record behind this one. */
  @inline get next(): Record {
    return changetype<Record>(changetype<usize>(this) + RECORD_BYTES);
  }

  /** The record behind this one, which is a general one. */
  @inline get afterGeneral(): Record {
    return changetype<Record>(changetype<usize>(this) + GENERAL_BYTES);
  }
}

/** Bytes of a GeneralRecord. */
export const GENERAL_BYTES: usize = 32;
/** Bytes of a Terminator. */
export const TERMINATOR_BYTES: usize = 40;

/**
 * A record whose operands are described in it, for the generic case: any instruction, any operand, every check. It is as long as two
 * records; `start` of the second is CONTINUES, so that records can be walked backwards.
 */
@unmanaged
export class GeneralRecord extends Record {
  /** isa/op.ts, `Op`. */
  op: u16 = 0;
  /** A second immediate: ENTER's nesting level, a far pointer's selector. */
  second: u16 = 0;
  /** Width of the operands: 0, 1, 2 for 1, 2, 4 bytes. */
  width: u8 = 0;
  /** Where the destination is: operand.ts, `Place`. */
  dst: u8 = 0;
  /** Where the source is. */
  src: u8 = 0;
  /** Condition, Intel's four bits. */
  condition: u8 = 0;
  /** Segment register of the memory operand, overrides considered. */
  segment: u8 = 0;
  /** Operand size and address size in bytes, the latter in the high half. */
  sizes: u8 = 0;
  /** 0, or the prefix F2 or F3. */
  repeat: u8 = 0;
  /** Bytes of the instruction. */
  length: u8 = 0;
  /** The ModRM byte. */
  modrm: u8 = 0;
  /** 1: the third operand is CL, else it is the immediate. */
  thirdIsCl: u8 = 0;
  /** Bytes of an operand whose width the map fixes; 0 where the operand size says it. */
  fixed: u8 = 0;
  /** CONTINUES. */
  mark: u8 = 0;

  /** Operand size, 2 or 4. */
  @inline get operandBytes(): u32 {
    return this.sizes & 15;
  }

  /** Address size, 2 or 4. */
  @inline get addressBytes(): u32 {
    return this.sizes >> 4;
  }

  /** Is an operand in memory? */
  @inline get hasMemory(): bool {
    return this.dst >= <u8>Place.Mem || this.src >= <u8>Place.Mem;
  }
}

/** `start` of what is not the beginning of a record. */
export const CONTINUES: u8 = 0xff;

/** The last record of a block that goes to a place known when it was decoded: where that is, and links to the blocks found there. */
@unmanaged
export class Terminator extends Record {
  /** Where the instruction goes. */
  taken: u32 = 0;
  /** The next instruction: where a branch not taken goes, or a call returns. */
  fall: u32 = 0;
  /** Block at `taken`, true while the generation is `takenGeneration`. */
  takenBlock: u32 = 0;
  /** See takenBlock. */
  takenGeneration: u32 = 0;
  /** Block at `fall`. */
  fallBlock: u32 = 0;
  /** See fallBlock. */
  fallGeneration: u32 = 0;
}

/** A basic block: this head, then its records. */
@unmanaged
export class Block {
  /** Offset in CS of its first instruction. */
  eip: u32 = 0;
  /** Machine address of its first byte. */
  physical: u32 = 0;
  /** How many instructions it runs. */
  count: i32 = 0;
  /** The value of GENERATION under which it was last found true. */
  generation: u32 = 0;
  /** Bytes of code. */
  length: u32 = 0;
  /** The mode bits (cpu/mode.ts) it was decoded for. */
  mode: u32 = 0;
  /** Machine frame of its last byte if that is in another page, else that of the first. */
  lastFrame: u32 = 0;
  /** Address in linear memory behind its last record. */
  end: u32 = 0;

  /** Its first record. */
  @inline get first(): Record {
    return changetype<Record>(changetype<usize>(this) + BLOCK_BYTES);
  }
}

/** Bytes of a block's head. */
export const BLOCK_BYTES: usize = 32;

/** The block that a record is part of, and how many records stand before it. */
export class Whereabouts {
  /** How many records stood before the one last asked about. */
  static before: i32 = 0;

  /** The block that `record` is part of. */
  static blockOf(record: Record): Block {
    let at = changetype<usize>(record);
    Whereabouts.before = 0;
    while (changetype<Record>(at).start !== 0) {
      at -= RECORD_BYTES;
      if (changetype<Record>(at).start !== CONTINUES) Whereabouts.before++;
    }
    return changetype<Block>(at - BLOCK_BYTES);
  }
}
