import { Vector } from '../../abi/vector';
import { Segment, segment, vcpu } from '../../layout/vcpu-state';
import { checksAlignment, isMisaligned } from './alignment';
import { accessOf, BIG, baseOf, limitOf } from './descriptor';
import { raise, raiseFor } from './exception';
import { checkWritable, readLinear, writeLinear } from './linear';
import { withinLimit } from './segment-limit';

/**
 * A stack that a control transfer reads or fills: the current one, or the one a change of privilege is about to take. Nothing of the
 * vCPU changes through it; the transfer sets SS and ESP when nothing can fault any more.
 *
 * Transfers first `reserve` the room they need, which is where every fault of the pushes comes from, then push.
 */
@unmanaged
@final
export class Stack {
  private base: u32 = 0;
  private limit: u32 = 0;
  private access: u32 = 0;
  /** Offset of the top, before masking to the stack's width. */
  pointer: u32 = 0;
  /** Bytes of one item: 2 or 4. */
  private bytes: u32 = 0;
  /** 1: accesses have user rights (level 3). */
  private user: u32 = 0;
  /** Selector an #SS names: that of a new stack, or 0. */
  private selector: u32 = 0;

  /** The stack as it stands. */
  static current(bytes: u32): Stack {
    const stack = changetype<Stack>(CURRENT);
    const ss = segment(Segment.Ss);
    stack.base = <u32>ss.base;
    stack.limit = ss.limit;
    stack.access = ss.access;
    stack.pointer = <u32>vcpu().esp;
    stack.bytes = bytes;
    stack.user = <u32>(vcpu().cpl === 3);
    stack.selector = 0;
    return stack;
  }

  /** The stack of an inner level: `selector` was checked, `descriptor` is its segment. */
  static inner(selector: u32, descriptor: u64, pointer: u32, bytes: u32): Stack {
    const stack = changetype<Stack>(INNER);
    stack.base = baseOf(descriptor);
    stack.limit = limitOf(descriptor);
    stack.access = accessOf(descriptor);
    stack.pointer = pointer;
    stack.bytes = bytes;
    stack.user = 0;
    stack.selector = selector;
    return stack;
  }

  /** Linear address of the item `distance` bytes above the top; a 16-bit stack wraps at 64 KB. Errors: #SS, #AC. */
  private linear(distance: u32): u32 {
    const sum = this.pointer + distance;
    const offset = this.access & BIG ? sum : sum & 0xffff;
    if (!withinLimit(this.access, this.limit, offset, this.bytes)) raiseFor(Vector.Stack, this.selector);
    const linear = this.base + offset;
    if (this.user && checksAlignment() && isMisaligned(linear, this.bytes)) raise(Vector.Alignment, 0);
    return linear;
  }

  /** Reads the item `index` items above the top. Errors: #SS, #PF. */
  item(index: u32): u32 {
    const linear = this.linear(index * this.bytes);
    return this.bytes === 4 ? readLinear<u32>(linear, this.user !== 0) : readLinear<u16>(linear, this.user !== 0);
  }

  /** Checks that `count` items may be pushed: pushing them cannot fault after this. Errors: #SS, #PF. */
  reserve(count: u32): void {
    for (let i: u32 = 1; i <= count; i++) {
      checkWritable(this.linear(-i * this.bytes), this.bytes, this.user !== 0);
    }
  }

  /** Pushes one item into room that was reserved. */
  push(value: u32): void {
    this.pointer -= this.bytes;
    const linear = this.linear(0);
    if (this.bytes === 4) writeLinear<u32>(linear, value, this.user !== 0);
    else writeLinear<u16>(linear, <u16>value, this.user !== 0);
  }

  /** The stack pointer as this stack leaves it: all of it, or the low half of `before` replaced where the stack has 16 bits. */
  wrapped(before: u32): u32 {
    return this.access & BIG ? this.pointer : (before & 0xffff0000) | (this.pointer & 0xffff);
  }

  /** Takes `count` items and `more` bytes off. */
  drop(count: u32, more: u32): void {
    this.pointer += count * this.bytes + more;
  }
}

const CURRENT = memory.data(32);
const INNER = memory.data(32);

/** Sets ESP, or only SP when the stack segment that SS now holds has 16 bits. Intel SDM Vol. 1, 6.2.3. */
export function setStackPointer(pointer: u32): void {
  const state = vcpu();
  if (<u32>segment(Segment.Ss).access & BIG) state.esp = pointer;
  else state.esp = (<u32>state.esp & 0xffff0000) | (pointer & 0xffff);
}
