/**
 * Two operands and a result. Everything that can fault comes before anything the guest can see, and before anything is read that need
 * not be: a value held across a memory access costs the interpreter a spill.
 */
import { Machine } from '../machine';

/** ADD: dst <- dst + src. Flags: all six. */
export function add<M extends Machine>(m: M): void {
  const at = m.place();
  const b = m.src();
  const a = m.get(at);
  const sum = m.add(a, b);
  m.set(at, sum);
  m.flagsOfAdd(a, b, sum);
}

/** ADC: dst <- dst + src + CF. Flags: all six. */
export function adc<M extends Machine>(m: M): void {
  const at = m.place();
  const b = m.src();
  const a = m.get(at);
  const sum = m.add(m.add(a, b), m.carry());
  m.set(at, sum);
  m.flagsOfAdd(a, b, sum);
}

/** SUB: dst <- dst - src. Flags: all six. */
export function sub<M extends Machine>(m: M): void {
  const at = m.place();
  const b = m.src();
  const a = m.get(at);
  const difference = m.sub(a, b);
  m.set(at, difference);
  m.flagsOfSub(a, b, difference);
}

/** SBB: dst <- dst - src - CF. Flags: all six. */
export function sbb<M extends Machine>(m: M): void {
  const at = m.place();
  const b = m.src();
  const a = m.get(at);
  const difference = m.sub(m.sub(a, b), m.carry());
  m.set(at, difference);
  m.flagsOfSub(a, b, difference);
}

/** CMP: SUB that keeps only the flags. */
export function cmp<M extends Machine>(m: M): void {
  const b = m.src();
  const a = m.dst();
  m.flagsOfSub(a, b, m.sub(a, b));
}

/** AND: dst <- dst & src. Flags: SF ZF PF; CF = OF = 0. */
export function and<M extends Machine>(m: M): void {
  const at = m.place();
  const b = m.src();
  const result = m.and(m.get(at), b);
  m.set(at, result);
  m.flagsOfLogic(result);
}

/** OR: dst <- dst | src. Flags as AND. */
export function or<M extends Machine>(m: M): void {
  const at = m.place();
  const b = m.src();
  const result = m.or(m.get(at), b);
  m.set(at, result);
  m.flagsOfLogic(result);
}

/** XOR: dst <- dst ^ src. Flags as AND. */
export function xor<M extends Machine>(m: M): void {
  const at = m.place();
  const b = m.src();
  const result = m.xor(m.get(at), b);
  m.set(at, result);
  m.flagsOfLogic(result);
}

/** TEST: AND that keeps only the flags. */
export function test<M extends Machine>(m: M): void {
  m.flagsOfLogic(m.and(m.dst(), m.src()));
}

/** INC: dst <- dst + 1. Flags: all but CF. */
export function inc<M extends Machine>(m: M): void {
  const at = m.place();
  const a = m.get(at);
  const r = m.add(a, m.imm(1));
  m.set(at, r);
  m.flags(r, m.keptCarry(), m.and(m.msb(r), m.xor(m.msb(a), m.imm(1))), m.bit(m.xor(a, r), m.imm(4)));
}

/** DEC: dst <- dst - 1. Flags: all but CF. */
export function dec<M extends Machine>(m: M): void {
  const at = m.place();
  const a = m.get(at);
  const r = m.sub(a, m.imm(1));
  m.set(at, r);
  m.flags(r, m.keptCarry(), m.and(m.msb(a), m.xor(m.msb(r), m.imm(1))), m.bit(m.xor(a, r), m.imm(4)));
}

/** NEG: dst <- 0 - dst. Flags: as 0 - dst. */
export function neg<M extends Machine>(m: M): void {
  const at = m.place();
  const a = m.get(at);
  const zero = m.imm(0);
  const r = m.sub(zero, a);
  m.set(at, r);
  m.flagsOfSub(zero, a, r);
}

/** NOT: dst <- ~dst. Flags: none. */
export function not<M extends Machine>(m: M): void {
  const at = m.place();
  m.set(at, m.xor(m.get(at), m.imm(0xffffffff)));
}
