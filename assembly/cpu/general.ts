import { Vector } from '../abi/vector';
import { CODE_LIMIT } from '../base/engine-map';
import { VCPU } from '../base/memory-map';
import { Op } from '../isa/op';
import { Segment, vcpu } from '../layout/vcpu-state';
import { Tlb } from '../mmu/tlb';
import { ArithmeticUnit } from './arithmetic-unit';
import { Blocks } from './blocks';
import { checkedAddress, placeInSegment, readSegment, writeSegment } from './checked';
import { Condition } from './condition';
import { divides, dividesSigned, quotient, quotientSigned, remainder, remainderSigned } from './divide';
import { effectiveAddress } from './effective-address';
import { holds, Live, setCarry } from './flags';
import { Place } from './place';
import { Block, GeneralRecord } from './record';
import { setStack, stackMask } from './stack-pointer';
import { raise } from './system/exception';

/**
 * The machine of everything that is not hot: operands as the record describes them, memory through its segment with every check, the
 * stack by the width of SS, branches within CS. Flags are always live. `W` is the width: u8, u16 or u32.
 */
@unmanaged
export class General<W> extends ArithmeticUnit<W, Live> {
  /** The record as it describes itself. */
  @inline private get r(): GeneralRecord {
    return changetype<GeneralRecord>(this);
  }

  /** Linear address of the memory operand for `bytes` bytes. */
  private linear(bytes: u32, write: bool): u32 {
    return checkedAddress(this.r.segment, effectiveAddress(this.r), bytes, write);
  }

  /** The memory operand, of width N. */
  private readMemory<N>(): N {
    return Tlb.read<N>(this.linear(sizeof<N>(), false), changetype<usize>(this));
  }

  /** The destination. */
  dst(): W {
    return this.r.dst === Place.Reg ? load<W>(VCPU + <usize>this.to) : this.readMemory<W>();
  }

  /** The source, as wide as the operation says. */
  src(): W {
    switch (<i32>this.r.op) {
      case Op.MovZx8:
        return <W>this.source<u8>();
      case Op.MovSx8:
        return <W>this.source<i8>();
      case Op.MovZx16:
        return <W>this.source<u16>();
      case Op.MovSx16:
        return <W>this.source<i16>();
      case Op.Lea:
        return <W>effectiveAddress(this.r);
      default:
        return this.source<W>();
    }
  }

  private source<N>(): N {
    switch (<i32>this.r.src) {
      case Place.From:
        return load<N>(VCPU + <usize>this.from);
      case Place.Imm:
        return <N>this.immediate;
      case Place.Cl:
        return <N>(<u32>vcpu().ecx & 31);
      default:
        return this.readMemory<N>();
    }
  }

  /** The third operand. */
  third(): W {
    return this.r.thirdIsCl ? <W>vcpu().ecx : <W>this.immediate;
  }

  /** Writes the destination. */
  put(value: W): void {
    if (this.r.dst === Place.Reg) store<W>(VCPU + <usize>this.to, value);
    else writeSegment<W>(this.r.segment, effectiveAddress(this.r), value, this);
  }

  /** Writes the source, a register. */
  putSrc(value: W): void {
    store<W>(VCPU + <usize>this.from, value);
  }

  /** Linear address of the destination, if it is in memory. */
  place(): u32 {
    if (this.r.dst === Place.Reg) return 0;
    return placeInSegment(this.r.segment, effectiveAddress(this.r), sizeof<W>(), this);
  }

  /** Reads the destination. */
  get(at: u32): W {
    return this.r.dst === Place.Reg ? load<W>(VCPU + <usize>this.to) : Tlb.read<W>(at, changetype<usize>(this));
  }

  /** Writes the destination. */
  set(at: u32, value: W): void {
    if (this.r.dst === Place.Reg) store<W>(VCPU + <usize>this.to, value);
    else Tlb.write<W>(at, value, changetype<usize>(this));
  }

  /** Stores below the stack pointer, then moves it. */
  push(value: W): void {
    const top = (<u32>vcpu().esp - sizeof<W>()) & stackMask();
    writeSegment<W>(Segment.Ss, top, value, this);
    setStack(top);
  }

  /** Loads at the stack pointer. */
  peek(): W {
    return readSegment<W>(Segment.Ss, <u32>vcpu().esp & stackMask(), this);
  }

  /** Loads at the stack pointer, then moves it. */
  pop(): W {
    const value = this.peek();
    setStack(<u32>vcpu().esp + sizeof<W>());
    return value;
  }

  /** Loads at EBP, then moves the stack pointer behind it. */
  popFrame(): W {
    const frame = <u32>vcpu().ebp & stackMask();
    const value = readSegment<W>(Segment.Ss, frame, this);
    setStack(frame + sizeof<W>());
    return value;
  }

  /** Moves the stack pointer up. */
  dropStack(bytes: W): void {
    setStack(<u32>vcpu().esp + <u32>bytes);
  }

  /** Number of the bit within the operand that holds it. */
  bitNumber(): W {
    return <W>(<u32>this.src() & (sizeof<W>() * 8 - 1));
  }

  /** Offset of the operand that holds the bit: a register's number reaches beyond the operand, in both directions. */
  private bitOffset(): u32 {
    const offset = effectiveAddress(this.r);
    if (this.r.src !== Place.From) return offset;
    const by = sizeof<W>() === 2 ? <i32>(<i16>this.src()) : <i32>this.src();
    const sum = offset + <u32>((by >> (sizeof<W>() === 2 ? 4 : 5)) * <i32>sizeof<W>());
    return this.r.addressBytes === 2 ? sum & 0xffff : sum;
  }

  /** The operand that holds the bit, to be read only. */
  bitBase(): W {
    if (this.r.dst === Place.Reg) return load<W>(VCPU + <usize>this.to);
    return readSegment<W>(this.r.segment, this.bitOffset(), this);
  }

  /** The operand that holds the bit, checked for writing. */
  bitPlace(): u32 {
    return this.r.dst === Place.Reg ? 0 : placeInSegment(this.r.segment, this.bitOffset(), sizeof<W>(), this);
  }

  /** CF, and no other flag. */
  carryOnly(carry: W): void {
    setCarry(<u32>carry);
  }

  /** Count of a rotation through the carry, whose period is one more than the width. */
  throughCount(count: W): W {
    return sizeof<W>() === 4 ? count : <W>(<u32>count % (sizeof<W>() * 8 + 1));
  }

  /** a and the carry above it, rotated left by n. */
  rotateThroughLeft(a: W, carry: W, n: W): W {
    const bits = sizeof<W>() * 8;
    const all = ((<u64>carry) << bits) | <u64>a;
    return <W>((all << (<u64>n)) | (all >> (<u64>bits + 1 - <u64>n)));
  }

  /** a and the carry above it, rotated right by n. */
  rotateThroughRight(a: W, carry: W, n: W): W {
    const bits = sizeof<W>() * 8;
    const all = ((<u64>carry) << bits) | <u64>a;
    return <W>((all >> <u64>n) | (all << (<u64>bits + 1 - <u64>n)));
  }

  /** The upper part of a:b shifted left by n; beyond the width of 16 bits, a follows b. */
  doubleLeft(a: W, b: W, n: W): W {
    if (sizeof<W>() === 4) return n === 0 ? a : <W>(((<u32>a) << (<u32>n)) | (<u32>b >> (32 - <u32>n)));
    const all = ((<u64>a) << 32) | ((<u64>b) << 16) | <u64>a;
    return <W>((all << (<u64>n)) >> 32);
  }

  /** The lower part of b:a shifted right by n; beyond the width of 16 bits, a follows b. */
  doubleRight(a: W, b: W, n: W): W {
    if (sizeof<W>() === 4) return n === 0 ? a : <W>((<u32>a >> <u32>n) | ((<u32>b) << (32 - <u32>n)));
    const all = ((<u64>a) << 32) | ((<u64>b) << 16) | <u64>a;
    return <W>(all >> <u64>n);
  }

  /** See divide.ts. */
  divides(high: W, low: W, by: W): bool {
    return divides<W>(high, low, by);
  }

  /** See divide.ts. */
  quotient(high: W, low: W, by: W): W {
    return quotient<W>(high, low, by);
  }

  /** See divide.ts. */
  remainder(high: W, low: W, by: W): W {
    return remainder<W>(high, low, by);
  }

  /** See divide.ts. */
  dividesSigned(high: W, low: W, by: W): bool {
    return dividesSigned<W>(high, low, by);
  }

  /** See divide.ts. */
  quotientSigned(high: W, low: W, by: W): W {
    return quotientSigned<W>(high, low, by);
  }

  /** See divide.ts. */
  remainderSigned(high: W, low: W, by: W): W {
    return remainderSigned<W>(high, low, by);
  }

  /** Raises an exception that pushes no error code. Does not return. */
  raise(vector: u32): void {
    raise(vector);
  }

  /** On the flags as they stand. */
  condition(): bool {
    return holds(this.r.condition);
  }

  /** As if CMP left, right had set them. */
  conditionOf(left: W, right: W): bool {
    return Condition.afterCompare<W>(this.r.condition, left, right);
  }

  /** Runs the part only if n is not 0. */
  when(n: W): bool {
    return n !== 0;
  }

  /** A branch beyond the code segment is refused. Errors: #GP(0). */
  checkTarget(target: W): void {
    if (<u32>target > load<u32>(CODE_LIMIT)) raise(Vector.Protection);
  }

  /** Offset of the next instruction. */
  returnAddress(): W {
    return <W>vcpu().ip;
  }

  /** Where the instruction says lies within the code segment. Errors: #GP(0). */
  checkJump(): void {
    this.checkTarget(<W>this.immediate);
  }

  /** To where the instruction says. Errors: #GP(0). */
  jump(): Block {
    this.checkJump();
    return Blocks.at(this.immediate);
  }

  /** To where the instruction says if c, else to the next one. */
  branch(c: bool): Block {
    return c ? this.jump() : Blocks.at(<u32>vcpu().ip);
  }

  /** To an offset that was checked. */
  jumpTo(target: W): Block {
    return Blocks.at(<u32>target);
  }
}
