import { Op } from '../isa/op';
import { Machine } from './machine';
import { Block } from './record';
import { adc, add, and, cmp, dec, inc, neg, not, or, sbb, sub, test, xor } from './semantics/arithmetic';
import { bsf, bsr, bt, btc, btr, bts } from './semantics/bits';
import { call, callTo, jcc, jmp, jmpTo, ret } from './semantics/branch';
import { cmpxchg, xadd } from './semantics/exchange';
import { byteSwap, cbw, cmov, cwd, mov, setcc, xchg } from './semantics/move';
import { div, idiv, imul1, imul2, imul3, mul } from './semantics/multiply';
import { rcl, rcr, rol, ror, sar, shl, shld, shr, shrd } from './semantics/shift';
import { leave, pop, push } from './semantics/stack';

/**
 * Says to machine `m` what instruction `op` means, if it neither ends a block nor is one of direct.ts. For machines that read the
 * operands' places at run time.
 */
// biome-ignore format: one instruction per line
export function meaning<M extends Machine>(m: M, op: Op): void {
  switch (op) {
    case Op.Add: add(m); break;
    case Op.Or: or(m); break;
    case Op.Adc: adc(m); break;
    case Op.Sbb: sbb(m); break;
    case Op.And: and(m); break;
    case Op.Sub: sub(m); break;
    case Op.Xor: xor(m); break;
    case Op.Cmp: cmp(m); break;
    case Op.Test: test(m); break;
    case Op.Inc: inc(m); break;
    case Op.Dec: dec(m); break;
    case Op.Not: not(m); break;
    case Op.Neg: neg(m); break;
    case Op.Mul: mul(m); break;
    case Op.Imul1: imul1(m); break;
    case Op.Imul2: imul2(m); break;
    case Op.Imul3: imul3(m); break;
    case Op.Div: div(m); break;
    case Op.Idiv: idiv(m); break;
    case Op.Rol: rol(m); break;
    case Op.Ror: ror(m); break;
    case Op.Rcl: rcl(m); break;
    case Op.Rcr: rcr(m); break;
    case Op.Shl: shl(m); break;
    case Op.Shr: shr(m); break;
    case Op.Sar: sar(m); break;
    case Op.Shld: shld(m); break;
    case Op.Shrd: shrd(m); break;
    case Op.Bt: bt(m); break;
    case Op.Bts: bts(m); break;
    case Op.Btr: btr(m); break;
    case Op.Btc: btc(m); break;
    case Op.Bsf: bsf(m); break;
    case Op.Bsr: bsr(m); break;
    case Op.Mov: case Op.MovZx8: case Op.MovZx16: case Op.MovSx8: case Op.MovSx16: case Op.Lea: mov(m); break;
    case Op.Xchg: xchg(m); break;
    case Op.Setcc: setcc(m); break;
    case Op.Cmov: cmov(m); break;
    case Op.Bswap: byteSwap(m); break;
    case Op.Cbw: cbw(m); break;
    case Op.Cwd: cwd(m); break;
    case Op.Xadd: xadd(m); break;
    case Op.Cmpxchg: cmpxchg(m); break;
    case Op.Push: push(m); break;
    case Op.Pop: pop(m); break;
    case Op.Leave: leave(m); break;
    default:
  }
}

/** As `meaning`, for an instruction that ends a block: gives the block that comes next. */
// biome-ignore format: one instruction per line
export function branchMeaning<M extends Machine>(m: M, op: Op): Block {
  switch (op) {
    case Op.JmpTo: return jmpTo(m);
    case Op.Jcc: return jcc(m);
    case Op.Call: return call(m);
    case Op.CallTo: return callTo(m);
    case Op.Ret: return ret(m);
    default: return jmp(m);
  }
}
