import { Op } from '../../../assembly/isa/op';

/** Operations of the x87 on floating-point memory: 4, 8 or 10 bytes. */
const FLOAT: ReadonlySet<Op> = new Set([
  Op.Fld,
  Op.Fst,
  Op.Fstp,
  Op.Fadd,
  Op.Fmul,
  Op.Fcom,
  Op.Fcomp,
  Op.Fsub,
  Op.Fsubr,
  Op.Fdiv,
  Op.Fdivr,
]);

/** Operations of the x87 on integers in memory: 2, 4 or 8 bytes. */
const INTEGER: ReadonlySet<Op> = new Set([
  Op.Fild,
  Op.Fist,
  Op.Fistp,
  Op.Fiadd,
  Op.Fimul,
  Op.Ficom,
  Op.Ficomp,
  Op.Fisub,
  Op.Fisubr,
  Op.Fidiv,
  Op.Fidivr,
]);

const FLOAT_LETTERS: Readonly<Record<number, string>> = { 4: 's', 8: 'l', 10: 't' };
const INTEGER_LETTERS: Readonly<Record<number, string>> = { 2: 's', 4: 'l', 8: 'll' };

/** AT&T's letters for the memory of an x87 operation; empty for those whose memory has one size only. */
export function x87Letter(op: Op, size: number): string {
  if (FLOAT.has(op)) return FLOAT_LETTERS[size] ?? '';
  return INTEGER.has(op) ? (INTEGER_LETTERS[size] ?? '') : '';
}

/** The memory of an x87 operation comes in several sizes. */
export function hasX87Size(op: Op): boolean {
  return FLOAT.has(op) || INTEGER.has(op) || op === Op.Fbld || op === Op.Fbstp;
}

/** An operation of the x87. */
export function isX87(op: Op): boolean {
  return op >= Op.Fwait && op < Op.Count && op !== Op.Fxsave && op !== Op.Fxrstor;
}
