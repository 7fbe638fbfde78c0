/** Which flags an instruction may read and write. Intel SDM Vol. 1, appendix A, and the silicon for what the manual calls undefined. */
import { Op } from '../../../assembly/isa/op';
import type { Decoded } from '../disassembler/decode';

/** Bits of EFLAGS. */
export const FLAG = {
  cf: 0x1,
  pf: 0x4,
  af: 0x10,
  zf: 0x40,
  sf: 0x80,
  tf: 0x100,
  if: 0x200,
  df: 0x400,
  of: 0x800,
} as const;

/** All six that arithmetic sets. */
export const ARITHMETIC = 0x8d5;
const ALL = 0xffffffff;
const { cf: CF, zf: ZF, af: AF, of: OF, sf: SF, pf: PF, if: IF, df: DF } = FLAG;

/** Flags that the sixteen conditions look at, by pairs. Intel SDM Vol. 1, appendix B. */
const CONDITIONS = [OF, CF, ZF, CF | ZF, SF, PF, SF | OF, ZF | SF | OF];

/** Sets of operations that use flags alike: read, written. */
const ROWS: readonly (readonly [readonly Op[], read: number, written: number])[] = [
  [[Op.Add, Op.Sub, Op.Cmp, Op.Neg, Op.Xadd, Op.Cmpxchg, Op.Cmps, Op.Scas], 0, ARITHMETIC],
  [[Op.And, Op.Or, Op.Xor, Op.Test, Op.Bsf, Op.Bsr], 0, ARITHMETIC],
  [[Op.Mul, Op.Imul1, Op.Imul2, Op.Imul3, Op.Aam, Op.Aad], 0, ARITHMETIC],
  [[Op.Adc, Op.Sbb], CF, ARITHMETIC],
  [[Op.Inc, Op.Dec], 0, ARITHMETIC & ~CF],
  [[Op.Shl, Op.Shr, Op.Sar, Op.Shld, Op.Shrd], 0, ARITHMETIC],
  [[Op.Rol, Op.Ror], 0, CF | OF],
  [[Op.Rcl, Op.Rcr], CF, CF | OF],
  [[Op.Bt, Op.Bts, Op.Btr, Op.Btc], 0, CF],
  [[Op.Clc, Op.Stc], 0, CF],
  [[Op.Cmc], CF, CF],
  [[Op.Cld, Op.Std], 0, DF],
  [[Op.Cli, Op.Sti], 0, IF],
  [[Op.Lahf], ARITHMETIC & ~OF, 0],
  [[Op.Sahf], 0, ARITHMETIC & ~OF],
  [[Op.Salc], CF, 0],
  [[Op.Daa, Op.Das], CF | AF, ARITHMETIC],
  [[Op.Aaa, Op.Aas], AF, ARITHMETIC],
  [[Op.Cmpxchg8b, Op.Lar, Op.Lsl, Op.Verr, Op.Verw, Op.Arpl], 0, ZF],
  [[Op.Loope, Op.Loopne], ZF, 0],
  [[Op.Pushf], ALL, 0],
  [[Op.Popf, Op.Iret], 0, ALL],
  [[Op.Into], OF, 0],
  [[Op.Sysenter], 0, IF],
  [[Op.Fcmovb, Op.Fcmovnb], CF, 0],
];
const BY_OP = new Map(ROWS.flatMap(([ops, read, written]) => ops.map((op) => [op, [read, written] as const] as const)));
/** They go up or down by DF. */
const DIRECTED = new Set<Op>([Op.Movs, Op.Cmps, Op.Stos, Op.Lods, Op.Scas, Op.Ins, Op.Outs]);

/** Flags an instruction may read and write. */
export function flagsOf({ op, opcode }: Decoded): { flagsRead: number; flagsWritten: number } {
  if (op === Op.Jcc || op === Op.Setcc || op === Op.Cmov)
    return { flagsRead: CONDITIONS[(opcode >> 1) & 7] ?? 0, flagsWritten: 0 };
  const [read, written] = BY_OP.get(op) ?? [0, 0];
  return { flagsRead: DIRECTED.has(op) ? read | DF : read, flagsWritten: written };
}
