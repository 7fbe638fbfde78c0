/** Shifts and rotates. A count of 0 (after masking to 5 bits) changes nothing, flags included, but the destination must be writable. */
import { Machine } from '../machine';

/** SHL: dst <- dst << count. Flags: CF the last bit out, OF its difference from the sign. */
export function shl<M extends Machine>(m: M): void {
  const n = m.src();
  const at = m.place();
  if (m.when(n)) {
    const a = m.get(at);
    const r = m.shl(a, n);
    const carry = m.msb(m.shl(a, m.sub(n, m.imm(1))));
    m.set(at, r);
    m.flags(r, carry, m.xor(m.msb(r), carry), m.imm(0));
    m.endWhen();
  }
}

/** SHR: dst <- dst >> count, filling with 0. Flags: CF the last bit out, OF the old sign. */
export function shr<M extends Machine>(m: M): void {
  const n = m.src();
  const at = m.place();
  if (m.when(n)) {
    const a = m.get(at);
    const r = m.shr(a, n);
    m.set(at, r);
    m.flags(r, m.bit(a, m.sub(n, m.imm(1))), m.msb(a), m.imm(0));
    m.endWhen();
  }
}

/** SAR: dst <- dst >> count, filling with the sign. Flags: CF the last bit out, OF = 0. */
export function sar<M extends Machine>(m: M): void {
  const n = m.src();
  const at = m.place();
  if (m.when(n)) {
    const a = m.get(at);
    const r = m.sar(a, n);
    m.set(at, r);
    m.flags(r, m.bit(m.sar(a, m.sub(n, m.imm(1))), m.imm(0)), m.imm(0), m.imm(0));
    m.endWhen();
  }
}

/** ROL: dst rotated left. Flags: CF the bit that came round, OF its difference from the sign; no others. */
export function rol<M extends Machine>(m: M): void {
  const n = m.src();
  const at = m.place();
  if (m.when(n)) {
    const r = m.rotl(m.get(at), n);
    const carry = m.bit(r, m.imm(0));
    m.set(at, r);
    m.rotateFlags(carry, m.xor(m.msb(r), carry));
    m.endWhen();
  }
}

/** ROR: dst rotated right. Flags: CF the sign, OF its difference from the next bit; no others. */
export function ror<M extends Machine>(m: M): void {
  const n = m.src();
  const at = m.place();
  if (m.when(n)) {
    const r = m.rotr(m.get(at), n);
    const carry = m.msb(r);
    m.set(at, r);
    m.rotateFlags(carry, m.xor(carry, m.bit(r, m.imm(m.bits - 2))));
    m.endWhen();
  }
}

/** RCL: dst and CF rotated left as one. Flags: CF, and OF its difference from the sign. */
export function rcl<M extends Machine>(m: M): void {
  const n = m.throughCount(m.src());
  const at = m.place();
  if (m.when(n)) {
    const a = m.get(at);
    const c = m.carry();
    const r = m.rotateThroughLeft(a, c, n);
    const carry = m.bit(a, m.sub(m.imm(m.bits), n));
    m.set(at, r);
    m.rotateFlags(carry, m.xor(m.msb(r), carry));
    m.endWhen();
  }
}

/** RCR: dst and CF rotated right as one. Flags: CF, and OF the difference of the two highest bits. */
export function rcr<M extends Machine>(m: M): void {
  const n = m.throughCount(m.src());
  const at = m.place();
  if (m.when(n)) {
    const a = m.get(at);
    const c = m.carry();
    const r = m.rotateThroughRight(a, c, n);
    m.set(at, r);
    m.rotateFlags(m.bit(a, m.sub(n, m.imm(1))), m.xor(m.msb(r), m.bit(r, m.imm(m.bits - 2))));
    m.endWhen();
  }
}

/** SHLD: dst <- dst << count, filled from the top of src. Flags: CF the last bit out, OF a changed sign. */
export function shld<M extends Machine>(m: M): void {
  const n = m.and(m.third(), m.imm(31));
  const at = m.place();
  if (m.when(n)) {
    const b = m.src();
    const a = m.get(at);
    const r = m.doubleLeft(a, b, n);
    m.set(at, r);
    m.flags(r, m.msb(m.doubleLeft(a, b, m.sub(n, m.imm(1)))), m.xor(m.msb(a), m.msb(r)), m.imm(0));
    m.endWhen();
  }
}

/** SHRD: dst <- dst >> count, filled from the bottom of src. Flags: as SHLD. */
export function shrd<M extends Machine>(m: M): void {
  const n = m.and(m.third(), m.imm(31));
  const at = m.place();
  if (m.when(n)) {
    const b = m.src();
    const a = m.get(at);
    const r = m.doubleRight(a, b, n);
    m.set(at, r);
    m.flags(r, m.bit(m.doubleRight(a, b, m.sub(n, m.imm(1))), m.imm(0)), m.xor(m.msb(a), m.msb(r)), m.imm(0));
    m.endWhen();
  }
}
