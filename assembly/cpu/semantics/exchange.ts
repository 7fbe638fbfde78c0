/** Read-modify-write of two operands at once. After `place` the store cannot fault, so registers may change before it. */
import { Machine } from '../machine';

/** XADD: dst <- dst + src, src <- what dst was. Flags: all six, as ADD. */
export function xadd<M extends Machine>(m: M): void {
  const at = m.place();
  const b = m.src();
  const a = m.get(at);
  const sum = m.add(a, b);
  m.putSrc(a);
  m.set(at, sum);
  m.flagsOfAdd(a, b, sum);
}

/** CMPXCHG: if the accumulator equals dst, dst <- src, else the accumulator <- dst. Flags: all six, as CMP accumulator, dst. */
export function cmpxchg<M extends Machine>(m: M): void {
  const at = m.place();
  const b = m.src();
  const a = m.get(at);
  const expected = m.accumulator();
  const equal = m.equal(expected, a);
  m.setAccumulator(m.select(equal, expected, a)); // first: dst may be the accumulator
  m.set(at, m.select(equal, b, a));
  m.flagsOfSub(expected, a, m.sub(expected, a));
}
