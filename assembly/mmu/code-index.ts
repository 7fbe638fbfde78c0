/** Where blocks are found by machine address, so that those of one frame can be dropped when its code changes. */
import { BLOCK_INDEX, BLOCK_INDEX_BYTES } from '../base/memory-map';

/** Bytes of this half of BLOCK_INDEX; the other half finds blocks by instruction pointer. */
export const BY_ADDRESS_BYTES: usize = BLOCK_INDEX_BYTES / 2;
const BY_ADDRESS: usize = BLOCK_INDEX + BY_ADDRESS_BYTES;
const MASK: u32 = <u32>BY_ADDRESS_BYTES / 4 - 1;

/** The slot of a block that begins at machine address `maddr`. */
export function slotByAddress(maddr: u32): usize {
  return BY_ADDRESS + (<usize>(((maddr >> 12) * 0x9e5) ^ (maddr & 0xfff)) & MASK) * 4;
}

/** Empties the slots of all blocks that begin in a frame. */
export function dropBlocksOf(frame: u32): void {
  for (let offset: u32 = 0; offset < 0x1000; offset++) store<u32>(slotByAddress((frame << 12) | offset), 0);
}
