/** Memory through a segment, every check of segmentation and paging made: what the generic path uses. */
import { CAREFUL } from '../base/engine-map';
import { checkWrite } from '../mmu/slow';
import { Tlb } from '../mmu/tlb';
import { Record } from './record';
import { noteAccess } from './system/debug-traps';
import { linearAddress } from './system/segment-access';

/** The linear address of `bytes` bytes at an offset of a segment. Errors: #GP(0) or #SS(0). */
export function checkedAddress(segment: u32, offset: u32, bytes: u32, write: bool): u32 {
  const linear = linearAddress(segment, offset, bytes, write);
  if (load<u32>(CAREFUL)) noteAccess(linear, bytes, write);
  return linear;
}

/** Loads through a segment. Errors: #GP(0), #SS(0), #PF. */
export function readSegment<W>(segment: u32, offset: u32, at: Record): W {
  return Tlb.read<W>(checkedAddress(segment, offset, sizeof<W>(), false), changetype<usize>(at));
}

/** Stores through a segment: all of the value or nothing. Errors: #GP(0), #SS(0), #PF. */
export function writeSegment<W>(segment: u32, offset: u32, value: W, at: Record): void {
  Tlb.write<W>(checkedAddress(segment, offset, sizeof<W>(), true), value, changetype<usize>(at));
}

/** The linear address of an operand that a store which follows cannot fault on any more. Errors: #GP(0), #SS(0), #PF. */
export function placeInSegment(segment: u32, offset: u32, bytes: u32, at: Record): u32 {
  const linear = checkedAddress(segment, offset, bytes, true);
  checkWrite(linear, bytes, changetype<usize>(at));
  return linear;
}
