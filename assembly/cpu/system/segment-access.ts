import { Vector } from '../../abi/vector';
import { Segment, segment } from '../../layout/vcpu-state';
import { checksAlignment, isMisaligned } from './alignment';
import { isReadable, isWritable } from './descriptor';
import { raise } from './exception';
import { withinLimit } from './segment-limit';

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
