import { Vector } from '../../abi/vector';
import { Segment, segment, vcpu } from '../../layout/vcpu-state';
import { isReadable, isWritable } from './descriptor';
import { AC } from './eflags';
import { raise } from './exception';
import { withinLimit } from './segment-limit';

/** CR0: EFLAGS.AC is obeyed. */
const CR0_AM: u32 = 0x40000;

/** Must operands be aligned now? Level 3 with CR0.AM and EFLAGS.AC. Intel SDM Vol. 3A, 6.15, #AC. */
export function checksAlignment(): bool {
  const state = vcpu();
  return state.cpl === 3 && (state.systemFlags & AC) !== 0 && (<u32>state.cr0 & CR0_AM) !== 0;
}

/** Is an operand of `bytes` bytes at a linear address out of line? Ten bytes count as eight, an image of many bytes as four. */
function isMisaligned(linear: u32, bytes: u32): bool {
  const size = bytes > 10 ? 4 : bytes > 8 ? 8 : bytes;
  return (linear & (size - 1)) !== 0;
}

/**
 * The linear address of an operand in a segment, every segment check made. Errors: #GP(0), or #SS(0) through SS: a null segment, one
 * that may not be read or written, an offset outside its limit; #AC(0). Intel SDM Vol. 3A, 5.3 and 5.5.
 */
export function linearAddress(index: u32, offset: u32, bytes: u32, write: bool): u32 {
  const register = segment(index);
  const access = <u32>register.access;
  const allowed = write ? isWritable(access) : isReadable(access);
  if (!allowed || !withinLimit(access, register.limit, offset, bytes)) {
    raise(index === Segment.Ss ? Vector.Stack : Vector.Protection);
  }
  const linear = <u32>register.base + offset;
  if (checksAlignment() && isMisaligned(linear, bytes)) raise(Vector.Alignment, 0);
  return linear;
}
