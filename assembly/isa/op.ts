/** Every instruction this processor has, by what it means. Read by both compilers. */
// biome-ignore format: grouped by the file that says what they mean
export const enum Op {
  /** No instruction: #UD. */
  Ud,
  // semantics/arithmetic.ts
  Add, Or, Adc, Sbb, And, Sub, Xor, Cmp, Test, Inc, Dec, Not, Neg, Imul2, Imul3,
  // semantics/shift.ts
  Rol, Ror, Rcl, Rcr, Shl, Shr, Sar, Shld, Shrd,
  // semantics/move.ts
  Mov, MovZx8, MovZx16, MovSx8, MovSx16, Lea, Xchg, Setcc, Cmov, Bswap, Cwd, Cbw, Xlat, Nop,
  // semantics/multiply.ts, decimal.ts
  Mul, Imul1, Div, Idiv, Aaa, Aas, Aam, Aad, Daa, Das,
  // semantics/bit.ts, exchange.ts
  Bt, Bts, Btr, Btc, Bsf, Bsr, Cmpxchg, Cmpxchg8b, Xadd,
  // semantics/flag.ts
  Clc, Stc, Cmc, Cld, Std, Lahf, Sahf,
  // semantics/stack.ts
  Push, Pop, Pusha, Popa, Enter, Leave, Pushf,
  // semantics/branch.ts: from here on an instruction ends its block
  Jmp, JmpTo, Jcc, CmpJcc, TestJcc, Call, CallTo, Ret, Loop, Loopz, Loopnz, Jcxz,
  // string.ts
  Movs, Cmps, Stos, Lods, Scas,
  // system/: segments and far transfers
  MovFromSeg, MovToSeg, PushSeg, PopSeg, Les, Lds, Lss, Lfs, Lgs, JmpFar, CallFar, RetFar, Iret, Int, Int3, Into, Int1, Bound,
  // system/: flags, ports, registers of the system
  Popf, Cli, Sti, Hlt, In, Out, Ins, Outs, MovFromCr, MovToCr, MovFromDr, MovToDr, Clts, Invd, Wbinvd, Invlpg,
  Sgdt, Sidt, Lgdt, Lidt, Smsw, Lmsw, Sldt, Str, Lldt, Ltr, Verr, Verw, Lar, Lsl, Arpl,
  Rdtsc, Rdpmc, Rdmsr, Wrmsr, Cpuid, Sysenter, Sysexit, Fxsave, Fxrstor, Fwait, Esc,
  /** How many there are. */
  Count,
}

/** Opcodes whose meaning is chosen by the reg field of their ModRM byte. Intel SDM Vol. 2D, table A-6. */
// biome-ignore format: the manual's numbers
export const enum Group { G1 = 256, G1A, G2, G3b, G3v, G4, G5, G6, G7, G8, G9, G11b, G11v, G15 }
