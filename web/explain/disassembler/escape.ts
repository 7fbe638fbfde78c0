import type { Decoded } from './decode';
import { named, type Operand } from './operand';

/** An x87 instruction: its name, AT&T's letter for the size of its memory, and that size in bytes. */
type MemoryForm = readonly [name: string, suffix: string, size: number] | undefined;

const ARITHMETIC = ['fadd', 'fmul', 'fcom', 'fcomp', 'fsub', 'fsubr', 'fdiv', 'fdivr'] as const;

/** The eight instructions of arithmetic on one kind of memory; those on integers have an `i` after the `f`. */
function arithmetic(suffix: string, size: number, integer: boolean): MemoryForm[] {
  return ARITHMETIC.map((name) => [integer ? name.replace('f', 'fi') : name, suffix, size]);
}

/** D8 to DF with memory, by the reg field. Intel SDM Vol. 2D, tables. */
const MEMORY: readonly (readonly MemoryForm[])[] = [
  arithmetic('s', 4, false),
  [
    ['fld', 's', 4],
    undefined,
    ['fst', 's', 4],
    ['fstp', 's', 4],
    ['fldenv', '', 0],
    ['fldcw', '', 0],
    ['fnstenv', '', 0],
    ['fnstcw', '', 0],
  ],
  arithmetic('l', 4, true),
  [
    ['fild', 'l', 4],
    undefined,
    ['fist', 'l', 4],
    ['fistp', 'l', 4],
    undefined,
    ['fld', 't', 10],
    undefined,
    ['fstp', 't', 10],
  ],
  arithmetic('l', 8, false),
  [
    ['fld', 'l', 8],
    undefined,
    ['fst', 'l', 8],
    ['fstp', 'l', 8],
    ['frstor', '', 0],
    undefined,
    ['fnsave', '', 0],
    ['fnstsw', '', 0],
  ],
  arithmetic('s', 2, true),
  [
    ['fild', 's', 2],
    undefined,
    ['fist', 's', 2],
    ['fistp', 's', 2],
    ['fbld', '', 10],
    ['fild', 'll', 8],
    ['fbstp', '', 10],
    ['fistp', 'll', 8],
  ],
];

/** How a register form writes its operands. */
type Shape = 'st,sti' | 'sti,st' | 'sti';
type RegisterForm = readonly [name: string, shape: Shape] | undefined;

const both = (names: readonly (string | undefined)[], shape: Shape): RegisterForm[] =>
  names.map((name) => (name === undefined ? undefined : [name, shape]));

/** D8 to DF with a register, by the reg field, where rm is a register's number. */
const REGISTERS: readonly (readonly RegisterForm[])[] = [
  both(ARITHMETIC, 'st,sti').map((form) => (form && form[0].startsWith('fcom') ? [form[0], 'sti'] : form)),
  both(['fld', 'fxch'], 'sti'),
  both(['fcmovb', 'fcmove', 'fcmovbe', 'fcmovu'], 'st,sti'),
  both(['fcmovnb', 'fcmovne', 'fcmovnbe', 'fcmovnu', undefined, 'fucomi', 'fcomi'], 'st,sti'),
  both(['fadd', 'fmul', undefined, undefined, 'fsubr', 'fsub', 'fdivr', 'fdiv'], 'sti,st'),
  both(['ffree', undefined, 'fst', 'fstp', 'fucom', 'fucomp'], 'sti'),
  both(['faddp', 'fmulp', undefined, undefined, 'fsubrp', 'fsubp', 'fdivrp', 'fdivp'], 'sti,st'),
  both([undefined, undefined, undefined, undefined, undefined, 'fucomip', 'fcomip'], 'st,sti'),
];

/** Whole opcodes without operands, from their second byte. */
const ALONE: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  1: Object.fromEntries(
    [
      [0xd0, 'fnop'],
      [0xe0, 'fchs fabs - - ftst fxam - - fld1 fldl2t fldl2e fldpi fldlg2 fldln2 fldz -'],
      [
        0xf0,
        'f2xm1 fyl2x fptan fpatan fxtract fprem1 fdecstp fincstp fprem fyl2xp1 fsqrt fsincos frndint fscale fsin fcos',
      ],
    ].flatMap(([first, names]) =>
      String(names)
        .split(' ')
        .map((name, i) => [Number(first) + i, name]),
    ),
  ),
  2: { 233: 'fucompp' },
  3: { 226: 'fnclex', 227: 'fninit' },
  6: { 217: 'fcompp' },
};

/** An x87 instruction in words. */
export interface Escape {
  name: string;
  /** AT&T's letter for the size of the memory operand; empty when there is none. */
  suffix: string;
  operands: Operand[];
}

function operandsOf(shape: Shape, rm: number): Operand[] {
  const sti = named(`st(${rm})`);
  if (shape === 'sti') return [sti];
  return shape === 'st,sti' ? [named('st'), sti] : [sti, named('st')];
}

/** Decodes an escape opcode; undefined for those that mean nothing. */
export function decodeEscape({ opcode, modRm }: Decoded): Escape | undefined {
  if (!modRm) return undefined;
  const { mod, reg, rm, memory } = modRm;
  const first = opcode & 7;
  if (memory) {
    const form = MEMORY[first]?.[reg];
    return form && { name: form[0], suffix: form[1], operands: [{ ...memory, size: form[2] }] };
  }
  const second = (mod << 6) | (reg << 3) | rm;
  if (first === 7 && second === 0xe0) return { name: 'fnstsw', suffix: '', operands: [named('ax')] };
  const alone = ALONE[first]?.[second];
  if (alone !== undefined && alone !== '-') return { name: alone, suffix: '', operands: [] };
  const form = REGISTERS[first]?.[reg];
  return form && { name: form[0], suffix: '', operands: operandsOf(form[1], rm) };
}
