import { VCPU } from '../base/memory-map';
import { carryFlag, Kind, signed } from './flags';
import { Record } from './record';
import { R } from './register';

/**
 * The part of a Machine (machine.ts) that computes: a value is the guest's value, of native type W; F says what becomes of the flags.
 */
// biome-ignore format: one answer per line
@unmanaged
export class ArithmeticUnit<W, F> extends Record {
  @inline imm(value: u32): W { return <W>value; }
  @inline reg(r: u32): W { return load<W>(VCPU + r); }
  @inline setReg(r: u32, value: W): void { store<W>(VCPU + r, value); }
  @inline accumulator(): W { return load<W>(VCPU, R.Eax); }
  @inline setAccumulator(value: W): void { store<W>(VCPU, value, R.Eax); }
  @inline upper(): W { return load<W>(VCPU + (sizeof<W>() === 1 ? R.Ah : R.Edx)); }
  @inline setUpper(value: W): void { store<W>(VCPU + (sizeof<W>() === 1 ? R.Ah : R.Edx), value); }

  @inline get bits(): u32 { return sizeof<W>() * 8; }
  @inline add(a: W, b: W): W { return <W>(a + b); }
  @inline sub(a: W, b: W): W { return <W>(a - b); }
  @inline and(a: W, b: W): W { return <W>(a & b); }
  @inline or(a: W, b: W): W { return <W>(a | b); }
  @inline xor(a: W, b: W): W { return <W>(a ^ b); }
  @inline shl(a: W, n: W): W { return <W>(<u32>a << <u32>n); }
  @inline shr(a: W, n: W): W { return <W>(<u32>a >> <u32>n); }
  @inline sar(a: W, n: W): W { return <W>(<i32>signed<W>(a) >> <i32>n); }
  @inline rotl(a: W, n: W): W { return rotl<W>(a, n); }
  @inline rotr(a: W, n: W): W { return rotr<W>(a, n); }
  @inline bswap(a: W): W { return bswap<W>(a); }
  @inline mulLow(a: W, b: W): W { return <W>(a * b); }
  @inline mulHigh(a: W, b: W): W { return <W>((<u64>a * <u64>b) >> (sizeof<W>() * 8)); }
  @inline mulHighSigned(a: W, b: W): W { return <W>(<u64>(<i64>(<i32>signed<W>(a)) * <i64>(<i32>signed<W>(b))) >> (sizeof<W>() * 8)); }
  @inline bit(a: W, n: W): W { return <W>((<u32>a >> <u32>n) & 1); }
  @inline msb(a: W): W { return <W>(<u32>a >> (sizeof<W>() * 8 - 1)); }
  @inline differ(a: W, b: W): W { return <W>(a !== b); }
  @inline same(a: W, b: W): W { return <W>(a === b); }
  @inline equal(a: W, b: W): bool { return a === b; }
  @inline lowestBit(a: W): W { return <W>ctz<u32>(<u32>a); }
  @inline highestBit(a: W): W { return <W>(31 - clz<u32>(<u32>a)); }

  @inline flagsOfAdd(a: W, b: W, r: W): void { changetype<F>(0).lazy<W>(Kind.Add, a, b, r); }
  @inline flagsOfSub(a: W, b: W, r: W): void { changetype<F>(0).lazy<W>(Kind.Sub, a, b, r); }
  @inline flagsOfLogic(r: W): void { changetype<F>(0).logic<W>(r); }
  @inline flags(r: W, carry: W, overflow: W, adjust: W): void { changetype<F>(0).given<W>(r, carry, overflow, adjust); }
  @inline rotateFlags(carry: W, overflow: W): void { changetype<F>(0).rotated<W>(carry, overflow); }
  @inline carry(): W { return <W>carryFlag(); }
  @inline keptCarry(): W { return <W>changetype<F>(0).keptCarry(); }

  @inline truth(c: bool): W { return <W>c; }
  @inline select(c: bool, yes: W, no: W): W { return c ? yes : no; }
  @inline endWhen(): void {}
}
