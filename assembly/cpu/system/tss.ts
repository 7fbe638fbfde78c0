/** What the CPU reads of the task-state segment: stacks of the inner levels, and the I/O bitmap. Intel SDM Vol. 3A, 7.2.1. */
import { Vector } from '../../abi/vector';
import { Segment, segment, vcpu } from '../../layout/vcpu-state';
import { itemBytes } from './descriptor';
import { raiseFor } from './exception';
import { readLinear } from './linear';

/** Offset of the 16-bit field that says where the I/O bitmap begins. */
const BITMAP_BASE: u32 = 0x66;

/** Offset in the TSS of a level's stack pointer; its selector follows. Errors: #TS(TR) where the TSS is too short. */
function stackField(level: u32): u32 {
  const tr = segment(Segment.Tr);
  const bytes = itemBytes(tr.access);
  const field = bytes + level * 2 * bytes;
  if (field + bytes + 1 > tr.limit) raiseFor(Vector.InvalidTss, tr.selector);
  return <u32>tr.base + field;
}

/** Selector of the stack of an inner level. Under Xen only level 1 has one: the kernel's, as set by stack_switch. */
export function innerStackSelector(level: u32): u32 {
  if (vcpu().pv) return vcpu().ring1Ss;
  return readLinear<u16>(stackField(level) + itemBytes(segment(Segment.Tr).access), false);
}

/** Top of the stack of an inner level. */
export function innerStackPointer(level: u32): u32 {
  if (vcpu().pv) return vcpu().ring1Esp;
  const field = stackField(level);
  return itemBytes(segment(Segment.Tr).access) === 4 ? readLinear<u32>(field, false) : readLinear<u16>(field, false);
}

/**
 * Does the I/O permission bitmap let a program use `bytes` ports from `port` on? A port beyond the bitmap is forbidden, and so is every
 * port without a 32-bit TSS. Intel SDM Vol. 1, 18.5.2.
 */
export function bitmapAllows(port: u32, bytes: u32): bool {
  const tr = segment(Segment.Tr);
  if (vcpu().pv || itemBytes(tr.access) !== 4 || tr.limit < BITMAP_BASE + 1) return false;
  const start = <u32>readLinear<u16>(<u32>tr.base + BITMAP_BASE, false) + (port >> 3);
  if (start + 1 > tr.limit) return false;
  const bits = <u32>readLinear<u16>(<u32>tr.base + start, false) >> (port & 7);
  return (bits & ((1 << bytes) - 1)) === 0;
}
