/** The stack. Every store comes before the pointer moves, so a fault changes nothing. */
import { Machine } from '../machine';
import { R } from '../register';

/** PUSH. PUSH ESP stores the pointer as it was. */
export function push<M extends Machine>(m: M): void {
  m.push(m.src());
}

/** POP: the pointer moves before dst is written, so POP ESP gives the popped value and POP [ESP + n] counts from the new top. */
export function pop<M extends Machine>(m: M): void {
  m.put(m.pop());
}

/** LEAVE: ESP <- EBP, then POP EBP. */
export function leave<M extends Machine>(m: M): void {
  m.setReg(R.Ebp, m.popFrame());
}
