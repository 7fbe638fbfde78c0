/**
 * What an instruction does, one name per mnemonic. Read by both compilers: asc for the machine, tsc for the disassembler.
 * Grouped by the file of cpu/ that says what they mean.
 */
// biome-ignore format: grouped by the file that holds their meaning
export const enum Op {
  /** No such instruction: #UD. */
  Undefined,
  // isa only: a prefix, and the escape to the two-byte map
  Prefix, TwoByte,
  // semantics/arithmetic.ts
  Add, Or, Adc, Sbb, And, Sub, Xor, Cmp, Test, Inc, Dec, Not, Neg,
  // semantics/multiply.ts
  Mul, Imul1, Imul2, Imul3, Div, Idiv,
  // semantics/shift.ts
  Rol, Ror, Rcl, Rcr, Shl, Shr, Sar, Shld, Shrd,
  // semantics/bits.ts
  Bt, Bts, Btr, Btc, Bsf, Bsr,
  // semantics/move.ts
  Mov, MovZx8, MovZx16, MovSx8, MovSx16, Lea, Xchg, Setcc, Cmov, Bswap, Cbw, Cwd, Nop,
  // semantics/exchange.ts
  Xadd, Cmpxchg,
  // direct/: flags, decimal digits, memory
  Clc, Stc, Cmc, Cld, Std, Lahf, Sahf, Salc,
  Daa, Das, Aaa, Aas, Aam, Aad,
  Xlat, Cmpxchg8b,
  // semantics/stack.ts and direct/frame.ts
  Push, Pop, Leave, Pusha, Popa, Pushf, Popf, Enter,
  // hints: they do nothing
  Pause, PrefetchNta, PrefetchT0, PrefetchT1, PrefetchT2, Prefetch, PrefetchW, Lfence, Mfence, Sfence,
  // string/; from here on each may end its block
  Movs, Cmps, Stos, Lods, Scas,
  // semantics/branch.ts and direct/loop.ts
  Jmp, JmpTo, Jcc, Call, CallTo, Ret, Loop, Loope, Loopne, Jcxz,
  // cpu/ only: what the decoder makes of two instructions, not in any map
  CmpJcc, TestJcc,
  // system/: strings to and from ports
  Ins, Outs,
  // system/: segments and far transfers
  MovFromSeg, MovToSeg, PushSeg, PopSeg, Lds, Les, Lss, Lfs, Lgs, JmpFar, CallFar, RetFar,
  // system/: interrupts
  Int, Int1, Int3, Into, Iret, Bound, Ud0, Ud1, Ud2,
  // system/: descriptors and selectors
  Arpl, Lar, Lsl, Verr, Verw, Sldt, Str, Lldt, Ltr, Sgdt, Sidt, Lgdt, Lidt,
  // system/: control
  Smsw, Lmsw, Clts, Invd, Wbinvd, Invlpg, MovFromCr, MovToCr, MovFromDr, MovToDr, Cli, Sti, Hlt,
  Rdmsr, Wrmsr, Rdtsc, Rdpmc, Sysenter, Sysexit, Cpuid, In, Out,
  // system/: x87 state
  Fwait, Fnop, Fninit, Fnclex, Fneni, Fndisi, Fnsetpm, Fldcw, Fnstcw, Fnstsw, Fldenv, Fnstenv, Frstor, Fnsave, Fxsave, Fxrstor,
  // system/: x87 data that is not computed with
  Fld, Fst, Fstp, Fild, Fist, Fistp, Fbld, Fbstp, Fxch, Ffree, Ffreep, Fincstp, Fdecstp, Fchs, Fabs,
  Fld1, Fldl2t, Fldl2e, Fldpi, Fldlg2, Fldln2, Fldz,
  Fcmovb, Fcmove, Fcmovbe, Fcmovu, Fcmovnb, Fcmovne, Fcmovnbe, Fcmovnu,
  // system/: x87 arithmetic
  Fadd, Fmul, Fcom, Fcomp, Fsub, Fsubr, Fdiv, Fdivr, Faddp, Fmulp, Fcompp, Fsubp, Fsubrp, Fdivp, Fdivrp,
  Fiadd, Fimul, Ficom, Ficomp, Fisub, Fisubr, Fidiv, Fidivr, Fucom, Fucomp, Fucompp, Fcomi, Fcomip, Fucomi, Fucomip,
  Ftst, Fxam, F2xm1, Fyl2x, Fptan, Fpatan, Fxtract, Fprem1, Fprem, Fyl2xp1, Fsqrt, Fsincos, Frndint, Fscale, Fsin, Fcos,
  /** How many there are. */
  Count,
}
