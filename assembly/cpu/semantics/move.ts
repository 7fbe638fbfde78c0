/** Data goes from one place to another; flags are left alone. */
import { Machine } from '../machine';

/** MOV, MOVZX, MOVSX, LEA: dst <- src. The operand class widens the source, or gives its address. */
export function mov<M extends Machine>(m: M): void {
  m.put(m.src());
}

/** XCHG: dst <-> src, a register. */
export function xchg<M extends Machine>(m: M): void {
  const at = m.place();
  const b = m.src();
  const a = m.get(at);
  m.set(at, b);
  m.putSrc(a);
}

/** SETcc: dst <- 1 if the condition holds, else 0. */
export function setcc<M extends Machine>(m: M): void {
  m.put(m.truth(m.condition()));
}

/** CMOVcc: dst <- src if the condition holds; src is read in any case. */
export function cmov<M extends Machine>(m: M): void {
  const value = m.src();
  const before = m.dst();
  m.put(m.select(m.condition(), value, before));
}

/** BSWAP: dst's bytes in the other order. */
export function byteSwap<M extends Machine>(m: M): void {
  m.put(m.bswap(m.dst()));
}

/** CWD, CDQ: DX or EDX <- the sign of the accumulator, in every bit. */
export function cwd<M extends Machine>(m: M): void {
  m.setUpper(m.sar(m.accumulator(), m.imm(m.bits - 1)));
}

/** CBW, CWDE: the accumulator <- its lower half, sign-extended. */
export function cbw<M extends Machine>(m: M): void {
  const half = m.imm(m.bits >> 1);
  m.setAccumulator(m.sar(m.shl(m.accumulator(), half), half));
}

/** NOP, and every hint. */
export function nop<M extends Machine>(m: M): void {}
