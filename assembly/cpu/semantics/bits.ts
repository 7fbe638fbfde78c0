/** Single bits. The offset names a bit of a register modulo its width, or a bit of memory relative to the operand's address. */
import { Machine } from '../machine';

/** BT: CF <- the bit. Flags: CF only. */
export function bt<M extends Machine>(m: M): void {
  const n = m.bitNumber();
  m.carryOnly(m.bit(m.bitBase(), n));
}

/** BTS: CF <- the bit, the bit <- 1. */
export function bts<M extends Machine>(m: M): void {
  const n = m.bitNumber();
  const at = m.bitPlace();
  const a = m.get(at);
  m.set(at, m.or(a, m.shl(m.imm(1), n)));
  m.carryOnly(m.bit(a, n));
}

/** BTR: CF <- the bit, the bit <- 0. */
export function btr<M extends Machine>(m: M): void {
  const n = m.bitNumber();
  const at = m.bitPlace();
  const a = m.get(at);
  m.set(at, m.and(a, m.xor(m.shl(m.imm(1), n), m.imm(0xffffffff))));
  m.carryOnly(m.bit(a, n));
}

/** BTC: CF <- the bit, the bit <- the other one. */
export function btc<M extends Machine>(m: M): void {
  const n = m.bitNumber();
  const at = m.bitPlace();
  const a = m.get(at);
  m.set(at, m.xor(a, m.shl(m.imm(1), n)));
  m.carryOnly(m.bit(a, n));
}

/** BSF: dst <- number of the lowest bit of src that is set; if there is none, dst stays. Flags: ZF, the others as the processors' habit is. */
export function bsf<M extends Machine>(m: M): void {
  const a = m.src();
  if (m.when(a)) {
    m.put(m.lowestBit(a));
    m.endWhen();
  }
  m.flagsOfLogic(a);
}

/** BSR: dst <- number of the highest bit of src that is set; as BSF. */
export function bsr<M extends Machine>(m: M): void {
  const a = m.src();
  if (m.when(a)) {
    m.put(m.highestBit(a));
    m.endWhen();
  }
  m.flagsOfLogic(a);
}
