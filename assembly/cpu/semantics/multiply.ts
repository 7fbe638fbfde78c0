/** Multiplication and division. */
import { Vector } from '../../abi/vector';
import { Machine } from '../machine';

/** MUL: upper:accumulator <- accumulator * src. Flags: CF = OF = the upper half is not 0. */
export function mul<M extends Machine>(m: M): void {
  const b = m.src();
  const a = m.accumulator();
  const low = m.mulLow(a, b);
  const high = m.mulHigh(a, b);
  const lost = m.differ(high, m.imm(0));
  m.setAccumulator(low);
  m.setUpper(high);
  m.flags(low, lost, lost, m.imm(0));
}

/** IMUL src: upper:accumulator <- accumulator * src, signed. Flags: CF = OF = the upper half is not the lower one's sign. */
export function imul1<M extends Machine>(m: M): void {
  const b = m.src();
  const a = m.accumulator();
  const low = m.mulLow(a, b);
  const high = m.mulHighSigned(a, b);
  const lost = m.differ(high, m.sar(low, m.imm(m.bits - 1)));
  m.setAccumulator(low);
  m.setUpper(high);
  m.flags(low, lost, lost, m.imm(0));
}

/** IMUL dst, src: dst <- low half of dst * src. Flags: CF = OF = the product did not fit. */
export function imul2<M extends Machine>(m: M): void {
  const b = m.src();
  const a = m.dst();
  const low = m.mulLow(a, b);
  const lost = m.differ(m.mulHighSigned(a, b), m.sar(low, m.imm(m.bits - 1)));
  m.put(low);
  m.flags(low, lost, lost, m.imm(0));
}

/** IMUL dst, src, imm: dst <- low half of src * imm. Flags as IMUL dst, src. */
export function imul3<M extends Machine>(m: M): void {
  const a = m.src();
  const b = m.third();
  const low = m.mulLow(a, b);
  const lost = m.differ(m.mulHighSigned(a, b), m.sar(low, m.imm(m.bits - 1)));
  m.put(low);
  m.flags(low, lost, lost, m.imm(0));
}

/** DIV: accumulator <- upper:accumulator / src, upper <- the rest. Flags: undefined, left alone. Errors: #DE if the quotient does not fit. */
export function div<M extends Machine>(m: M): void {
  const b = m.src();
  const low = m.accumulator();
  const high = m.upper();
  if (!m.divides(high, low, b)) m.raise(Vector.Divide);
  m.setAccumulator(m.quotient(high, low, b));
  m.setUpper(m.remainder(high, low, b));
}

/** IDIV: as DIV, signed; the quotient is rounded towards 0 and the rest has the dividend's sign. */
export function idiv<M extends Machine>(m: M): void {
  const b = m.src();
  const low = m.accumulator();
  const high = m.upper();
  if (!m.dividesSigned(high, low, b)) m.raise(Vector.Divide);
  m.setAccumulator(m.quotientSigned(high, low, b));
  m.setUpper(m.remainderSigned(high, low, b));
}
