/**
 * The cache of decoded blocks. A block is found by instruction pointer while GENERATION is what it was; otherwise its first byte is
 * translated anew and it is found by machine address. A block that lies in two pages is decoded anew instead.
 */

import { Vector } from '../abi/vector';
import { ARENA_TOP, CODE_LIMIT, GENERATION, LEFT, RECORD } from '../base/engine-map';
import { ARENA, ARENA_END, BLOCK_INDEX, BLOCK_INDEX_BYTES } from '../base/memory-map';
import { vcpu } from '../layout/vcpu-state';
import { watchState } from '../layout/watch-state';
import { BY_ADDRESS_BYTES, slotByAddress } from '../mmu/code-index';
import { forgetLookups } from '../mmu/coherence';
import { isSpent, spend } from '../mmu/effort';
import { decodeBlock } from './decode';
import { codeAddress, fetchFrame } from './fetch';
import { MODE_BITS, MODE_STEP } from './mode';
import { Block, Terminator } from './record';
import { raise } from './system/exception';

/** Most bytes a block takes in the arena. */
const LARGEST_BLOCK: usize = 8192;
/** Most instructions of a block. */
const MOST_INSTRUCTIONS: u32 = 100;

/** Finding the next block; a class so that the hot parts are inlined. */
export class Blocks {
  /** Where the block at an instruction pointer would stand. */
  @inline static slot(eip: u32): usize {
    return BLOCK_INDEX + (<usize>((eip ^ (eip >> 13)) << 2) & (BY_ADDRESS_BYTES - 4));
  }

  /** Where a terminator's branch goes. */
  @inline static taken(end: Terminator): Block {
    return end.takenGeneration === load<u32>(GENERATION) ? changetype<Block>(end.takenBlock) : linkTaken(end);
  }

  /** Where it goes on without. */
  @inline static fall(end: Terminator): Block {
    return end.fallGeneration === load<u32>(GENERATION) ? changetype<Block>(end.fallBlock) : linkFall(end);
  }

  /** The block at an instruction pointer. */
  @inline static at(eip: u32): Block {
    const block = changetype<Block>(load<u32>(Blocks.slot(eip)));
    return block.eip === eip && block.generation === load<u32>(GENERATION) ? block : lookup(eip);
  }
}

function linkTaken(end: Terminator): Block {
  const block = Blocks.at(end.taken);
  if (changetype<usize>(block) !== STOP && block.generation === load<u32>(GENERATION)) {
    end.takenBlock = <u32>changetype<usize>(block);
    end.takenGeneration = block.generation;
  }
  return block;
}

function linkFall(end: Terminator): Block {
  const block = Blocks.at(end.fall);
  if (changetype<usize>(block) !== STOP && block.generation === load<u32>(GENERATION)) {
    end.fallBlock = <u32>changetype<usize>(block);
    end.fallGeneration = block.generation;
  }
  return block;
}

const STOP = memory.data(32, 8);

/** A block too long for any budget: entering it leaves the interpreter, with ip = `eip`. */
export function stopAt(eip: u32): Block {
  const block = changetype<Block>(STOP);
  block.eip = eip;
  block.count = i32.MAX_VALUE;
  return block;
}

/** Finds or decodes the block at `eip`; with no budget or effort left, or right behind a store that the host watches, nothing is touched. Errors: #GP(0), #PF of the fetch, with ip = `eip`. */
function lookup(eip: u32): Block {
  if (load<i32>(LEFT) <= 0 || watchState().hit !== 0 || isSpent()) return stopAt(eip);
  vcpu().ip = eip;
  store<u32>(RECORD, 0);
  if (eip > load<u32>(CODE_LIMIT)) raise(Vector.Protection);
  const linear = codeAddress(eip);
  const frame = fetchFrame(linear);
  const physical = (frame << 12) | (linear & 0xfff);
  let block = changetype<Block>(load<u32>(slotByAddress(physical)));
  if (!isUsable(block, eip, physical)) block = decode(eip, physical);
  // The walk of this fetch may have met the host's watch: the next block is then looked up as well, and not entered.
  if (watchState().hit !== 0) return block;
  block.generation = load<u32>(GENERATION);
  store<u32>(Blocks.slot(eip), <u32>changetype<usize>(block));
  return block;
}

function isUsable(block: Block, eip: u32, physical: u32): bool {
  if (changetype<usize>(block) === 0 || block.eip !== eip || block.physical !== physical) return false;
  if (((block.mode ^ load<u32>(GENERATION)) & MODE_BITS) !== 0) return false;
  return block.length - 1 <= load<u32>(CODE_LIMIT) - eip;
}

function decode(eip: u32, physical: u32): Block {
  if (<usize>load<u32>(ARENA_TOP) + LARGEST_BLOCK > ARENA_END) dropBlocks();
  const most: u32 = load<u32>(GENERATION) & MODE_STEP ? 1 : MOST_INSTRUCTIONS;
  const block = decodeBlock(load<u32>(ARENA_TOP), eip, physical, most, false);
  store<u32>(ARENA_TOP, (<u32>block.end + 7) & ~7);
  if (block.lastFrame === physical >> 12) store<u32>(slotByAddress(physical), <u32>changetype<usize>(block));
  return block;
}

/** Forgets every block. */
export function dropBlocks(): void {
  spend(16);
  memory.fill(BLOCK_INDEX, 0, BLOCK_INDEX_BYTES);
  store<u32>(ARENA_TOP, <u32>ARENA);
  forgetLookups();
}
