import { Op } from '../../../assembly/isa/op';
import type { Decoded } from './decode';

/** Conditions, by the low four bits of the opcode. Intel SDM Vol. 1, appendix B. */
const CONDITIONS = ['o', 'no', 'b', 'ae', 'e', 'ne', 'be', 'a', 's', 'ns', 'p', 'np', 'l', 'ge', 'le', 'g'] as const;

/** Intel's mnemonic of every operation; a condition or a size letter follows where the name ends in `?`. */
const NAMES = {
  [Op.Ud]: '(bad)',
  [Op.Add]: 'add',
  [Op.Or]: 'or',
  [Op.Adc]: 'adc',
  [Op.Sbb]: 'sbb',
  [Op.And]: 'and',
  [Op.Sub]: 'sub',
  [Op.Xor]: 'xor',
  [Op.Cmp]: 'cmp',
  [Op.Test]: 'test',
  [Op.Inc]: 'inc',
  [Op.Dec]: 'dec',
  [Op.Not]: 'not',
  [Op.Neg]: 'neg',
  [Op.Imul2]: 'imul',
  [Op.Imul3]: 'imul',
  [Op.Rol]: 'rol',
  [Op.Ror]: 'ror',
  [Op.Rcl]: 'rcl',
  [Op.Rcr]: 'rcr',
  [Op.Shl]: 'shl',
  [Op.Shr]: 'shr',
  [Op.Sar]: 'sar',
  [Op.Shld]: 'shld',
  [Op.Shrd]: 'shrd',
  [Op.Mov]: 'mov',
  [Op.MovZx8]: 'movzx',
  [Op.MovZx16]: 'movzx',
  [Op.MovSx8]: 'movsx',
  [Op.MovSx16]: 'movsx',
  [Op.Lea]: 'lea',
  [Op.Xchg]: 'xchg',
  [Op.Setcc]: 'set?',
  [Op.Cmov]: 'cmov?',
  [Op.Bswap]: 'bswap',
  [Op.Cwd]: 'cdq',
  [Op.Cbw]: 'cwde',
  [Op.Xlat]: 'xlat',
  [Op.Nop]: 'nop',
  [Op.Mul]: 'mul',
  [Op.Imul1]: 'imul',
  [Op.Div]: 'div',
  [Op.Idiv]: 'idiv',
  [Op.Aaa]: 'aaa',
  [Op.Aas]: 'aas',
  [Op.Aam]: 'aam',
  [Op.Aad]: 'aad',
  [Op.Daa]: 'daa',
  [Op.Das]: 'das',
  [Op.Bt]: 'bt',
  [Op.Bts]: 'bts',
  [Op.Btr]: 'btr',
  [Op.Btc]: 'btc',
  [Op.Bsf]: 'bsf',
  [Op.Bsr]: 'bsr',
  [Op.Cmpxchg]: 'cmpxchg',
  [Op.Cmpxchg8b]: 'cmpxchg8b',
  [Op.Xadd]: 'xadd',
  [Op.Clc]: 'clc',
  [Op.Stc]: 'stc',
  [Op.Cmc]: 'cmc',
  [Op.Cld]: 'cld',
  [Op.Std]: 'std',
  [Op.Lahf]: 'lahf',
  [Op.Sahf]: 'sahf',
  [Op.Push]: 'push',
  [Op.Pop]: 'pop',
  [Op.Pusha]: 'pusha',
  [Op.Popa]: 'popa',
  [Op.Enter]: 'enter',
  [Op.Leave]: 'leave',
  [Op.Pushf]: 'pushf',
  [Op.Jmp]: 'jmp',
  [Op.JmpTo]: 'jmp',
  [Op.Jcc]: 'j?',
  [Op.CmpJcc]: 'cmp',
  [Op.TestJcc]: 'test',
  [Op.Call]: 'call',
  [Op.CallTo]: 'call',
  [Op.Ret]: 'ret',
  [Op.Loop]: 'loop',
  [Op.Loopz]: 'loope',
  [Op.Loopnz]: 'loopne',
  [Op.Jcxz]: 'jecxz',
  [Op.Movs]: 'movs',
  [Op.Cmps]: 'cmps',
  [Op.Stos]: 'stos',
  [Op.Lods]: 'lods',
  [Op.Scas]: 'scas',
  [Op.MovFromSeg]: 'mov',
  [Op.MovToSeg]: 'mov',
  [Op.PushSeg]: 'push',
  [Op.PopSeg]: 'pop',
  [Op.Les]: 'les',
  [Op.Lds]: 'lds',
  [Op.Lss]: 'lss',
  [Op.Lfs]: 'lfs',
  [Op.Lgs]: 'lgs',
  [Op.JmpFar]: 'jmp far',
  [Op.CallFar]: 'call far',
  [Op.RetFar]: 'retf',
  [Op.Iret]: 'iret',
  [Op.Int]: 'int',
  [Op.Int3]: 'int3',
  [Op.Into]: 'into',
  [Op.Int1]: 'int1',
  [Op.Bound]: 'bound',
  [Op.Popf]: 'popf',
  [Op.Cli]: 'cli',
  [Op.Sti]: 'sti',
  [Op.Hlt]: 'hlt',
  [Op.In]: 'in',
  [Op.Out]: 'out',
  [Op.Ins]: 'ins',
  [Op.Outs]: 'outs',
  [Op.MovFromCr]: 'mov',
  [Op.MovToCr]: 'mov',
  [Op.MovFromDr]: 'mov',
  [Op.MovToDr]: 'mov',
  [Op.Clts]: 'clts',
  [Op.Invd]: 'invd',
  [Op.Wbinvd]: 'wbinvd',
  [Op.Invlpg]: 'invlpg',
  [Op.Sgdt]: 'sgdt',
  [Op.Sidt]: 'sidt',
  [Op.Lgdt]: 'lgdt',
  [Op.Lidt]: 'lidt',
  [Op.Smsw]: 'smsw',
  [Op.Lmsw]: 'lmsw',
  [Op.Sldt]: 'sldt',
  [Op.Str]: 'str',
  [Op.Lldt]: 'lldt',
  [Op.Ltr]: 'ltr',
  [Op.Verr]: 'verr',
  [Op.Verw]: 'verw',
  [Op.Lar]: 'lar',
  [Op.Lsl]: 'lsl',
  [Op.Arpl]: 'arpl',
  [Op.Rdtsc]: 'rdtsc',
  [Op.Rdpmc]: 'rdpmc',
  [Op.Rdmsr]: 'rdmsr',
  [Op.Wrmsr]: 'wrmsr',
  [Op.Cpuid]: 'cpuid',
  [Op.Sysenter]: 'sysenter',
  [Op.Sysexit]: 'sysexit',
  [Op.Fxsave]: 'fxsave',
  [Op.Fxrstor]: 'fxrstor',
  [Op.Fwait]: 'fwait',
  [Op.Esc]: 'esc',
} satisfies Record<Exclude<Op, Op.Count>, string>;

/** Undefined on purpose: the opcodes that will never be anything else. */
const UNDEFINED: Readonly<Record<number, string>> = { 267: 'ud2', 441: 'ud1', 511: 'ud0' };

/** Hints share an operation: they do nothing here. By opcode, then by the reg field. */
const HINTS: Readonly<Record<number, readonly string[]>> = {
  269: ['prefetch', 'prefetchw', 'prefetch', 'prefetch', 'prefetch', 'prefetch', 'prefetch', 'prefetch'],
  280: ['prefetchnta', 'prefetcht0', 'prefetcht1', 'prefetcht2'],
};

/** Intel's mnemonic without size letters. */
export function mnemonicOf({ op, opcode, modRm, prefixes }: Decoded): string {
  if (op === Op.Ud) return UNDEFINED[opcode] ?? NAMES[Op.Ud];
  if (op === Op.Nop) {
    if (opcode === 0x90 && prefixes.repeat === 0xf3) return 'pause';
    return (modRm?.memory ? HINTS[opcode]?.[modRm.reg] : undefined) ?? 'nop';
  }
  const name = (NAMES as Record<number, string>)[op] ?? '(bad)';
  return name.replace('?', CONDITIONS[opcode & 15] ?? '');
}

/** String instructions: the ones that REP repeats. */
const STRINGS: ReadonlySet<Op> = new Set([Op.Movs, Op.Cmps, Op.Stos, Op.Lods, Op.Scas, Op.Ins, Op.Outs]);
/** Those whose repetition also ends by ZF. */
const COMPARING: ReadonlySet<Op> = new Set([Op.Cmps, Op.Scas]);

/** An instruction on strings. */
export function isString(op: Op): boolean {
  return STRINGS.has(op);
}

/** The prefixes that are written before the mnemonic, with a blank after each. */
export function prefixText({ op, prefixes }: Decoded): string {
  if (op === Op.Ud) return '';
  const lock = prefixes.lock ? 'lock ' : '';
  if (prefixes.repeat === 0 || !isString(op)) return lock;
  if (prefixes.repeat === 0xf2) return `${lock}repne `;
  return `${lock}${COMPARING.has(op) ? 'repe' : 'rep'} `;
}
