/** The last instruction of a block: each gives the block that comes next. */
import { Machine } from '../machine';
import { Block } from '../record';

/** JMP, and the end of a block that was cut: go to the taken address. */
export function jmp<M extends Machine>(m: M): Block {
  return m.jump();
}

/** JMP through a register or memory. */
export function jmpTo<M extends Machine>(m: M): Block {
  const target = m.src();
  m.checkTarget(target);
  return m.jumpTo(target);
}

/** Jcc: on the flags as they stand. */
export function jcc<M extends Machine>(m: M): Block {
  return m.branch(m.condition());
}

/** CMP then Jcc, as one. */
export function cmpJcc<M extends Machine>(m: M): Block {
  const b = m.src();
  const a = m.dst();
  m.flagsOfSub(a, b, m.sub(a, b));
  return m.branch(m.conditionOf(a, b));
}

/** TEST then Jcc, as one: no carry and no overflow, so the conditions are those of comparing the result with 0. */
export function testJcc<M extends Machine>(m: M): Block {
  const r = m.and(m.dst(), m.src());
  m.flagsOfLogic(r);
  return m.branch(m.conditionOf(r, m.imm(0)));
}

/** CALL: push the next instruction's address. */
export function call<M extends Machine>(m: M): Block {
  m.checkJump();
  m.push(m.returnAddress());
  return m.jump();
}

/** CALL through a register or memory: the target is read before the push. */
export function callTo<M extends Machine>(m: M): Block {
  const target = m.src();
  m.checkTarget(target);
  m.push(m.returnAddress());
  return m.jumpTo(target);
}

/** RET: pop the target, then drop imm bytes of arguments. */
export function ret<M extends Machine>(m: M): Block {
  const target = m.peek();
  m.checkTarget(target);
  m.dropStack(m.imm(m.bits >> 3));
  m.dropStack(m.third());
  return m.jumpTo(target);
}
