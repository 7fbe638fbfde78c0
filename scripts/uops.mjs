#!/usr/bin/env node
// @ts-check
// Makes the interpreter's switch (assembly/cpu/interpreter.gen.ts) and the table of its cases (assembly/cpu/uops.gen.ts).
//
// A case is one instruction on operands in known places. Which combinations get one is said here; every other runs through the generic
// case, six to eight times slower. The meaning of instructions is not here: it is in assembly/cpu/semantics/.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const CPU = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../assembly/cpu');

/** The members of a const enum that has no values but running ones. */
function members(/** @type {string} */ file, /** @type {string} */ name) {
  const text = readFileSync(path.resolve(CPU, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const body = text.match(new RegExp(`enum ${name} \\{([^}]*)\\}`))?.[1] ?? '';
  return body
    .split(',')
    .map((member) => member.replace(/=.*/, '').trim())
    .filter(Boolean);
}

const OPS = members('../isa/op.ts', 'Op');
const PLACES = members('place.ts', 'Place');
const WIDTHS = ['u8', 'u16', 'u32'];
const CONDITIONS = ['O', 'NO', 'B', 'NB', 'Z', 'NZ', 'BE', 'A', 'S', 'NS', 'P', 'NP', 'L', 'GE', 'LE', 'G'];

/** Functions of semantics/ whose name is not the operation's. */
const MEANINGS = {
  Bswap: 'byteSwap',
  Leave: 'leaveFrame',
  Lea: 'mov',
  MovZx8: 'mov',
  MovZx16: 'mov',
  MovSx8: 'mov',
  MovSx16: 'mov',
};
/** Types that a narrower source is read as. */
const NARROW = { MovZx8: 'u8', MovZx16: 'u16', MovSx8: 'i8', MovSx16: 'i16' };

const TWO = 'Reg From,Reg Imm,Reg Mem,Reg Idx,Mem From,Idx From,Mem Imm,Idx Imm';
const LOAD = 'Reg From,Reg Mem,Reg Idx';
const SOURCE = 'None From,None Mem,None Idx';

/**
 * Operations, widths, "destination source" places, traits. flags: sets flags, so it has a twin for dead ones; cc: one case a condition;
 * end: ends its block.
 */
const HOT = [
  ['Add And Or Sub Xor', 'u32', TWO, 'flags'],
  ['Add And Or Sub Xor', 'u8', 'Reg From,Reg Imm', 'flags'],
  ['Adc Sbb', 'u32', 'Reg From,Reg Imm', 'flags'],
  ['Cmp Test', 'u32', TWO, ''],
  ['Mov', 'u32 u8', TWO, ''],
  ['Mov', 'u16', 'Mem From,Idx From,Mem Imm,Reg Mem', ''],
  ['Cmp', 'u8', TWO, ''],
  ['Test', 'u8', 'Reg From,Reg Imm,Mem Imm,Idx Imm', ''],
  ['Inc Dec', 'u32', 'Reg None,Mem None', 'flags'],
  ['Neg', 'u32', 'Reg None', 'flags'],
  ['Not', 'u32', 'Reg None', ''],
  ['Shl Shr Sar', 'u32', 'Reg Imm,Reg Cl', 'flags'],
  ['Rol Ror', 'u32', 'Reg Imm,Reg Cl', 'flags'],
  ['Imul2', 'u32', LOAD, 'flags'],
  ['Imul3', 'u32', 'Reg From', 'flags'],
  ['Mul', 'u32', 'None From', ''],
  ['MovZx8 MovZx16 MovSx8', 'u32', LOAD, ''],
  ['MovSx16', 'u32', 'Reg From,Reg Mem', ''],
  ['Lea', 'u32', 'Reg Mem,Reg Idx', ''],
  ['Xchg', 'u32', 'Reg From', ''],
  ['Setcc', 'u8', 'Reg None', 'cc'],
  ['Cmov', 'u32', 'Reg From', 'cc'],
  ['Bswap', 'u32', 'Reg None', ''],
  ['Cwd Cbw Nop Leave', 'u32', 'None None', ''],
  ['Push', 'u32', `${SOURCE},None Imm`, ''],
  ['Pop', 'u32', 'Reg None', ''],
  ['Jmp Call Ret', 'u32', 'None None', 'end'],
  ['JmpTo CallTo', 'u32', SOURCE, 'end'],
  ['Jcc', 'u32', 'None None', 'end cc'],
  ['CmpJcc', 'u32', 'Reg From,Reg Imm', 'end cc'],
  ['TestJcc', 'u32', 'Reg From', 'end cc'],
];

/** One entry per case: the combination, and which of its variants. */
function expand() {
  const uops = [];
  for (const [ops = '', widths = '', shapes = '', traits = ''] of HOT) {
    for (const op of ops.split(' ')) {
      for (const width of widths.split(' ')) {
        for (const shape of shapes.split(',')) {
          const [dst = '', src = ''] = shape.split(' ');
          const variants = traits.includes('cc') ? CONDITIONS : traits === 'flags' ? ['Live', 'Dead'] : ['Live'];
          variants.forEach((variant, i) => {
            uops.push({ op, width, dst, src, variant, first: i === 0, twin: traits === 'flags' && i === 0, ends: traits.includes('end') });
          });
        }
      }
    }
  }
  return uops;
}

const uops = expand();

/** Operations with cases of their own, numbered from 1. */
const hotOps = [...new Set(uops.map(({ op }) => op))];

/** Where a combination stands in UOP_OF: cpu/hot-uop.ts computes the same. */
function place({ op, width, dst, src }) {
  return (((hotOps.indexOf(op) + 1) * 3 + WIDTHS.indexOf(width)) * 8 + PLACES.indexOf(dst)) * 8 + PLACES.indexOf(src);
}

/** What cpu/fuse.ts reads of a case. */
function describe({ op, width, dst, src, twin }) {
  return OPS.indexOf(op) | (WIDTHS.indexOf(width) << 9) | (PLACES.indexOf(dst) << 11) | (PLACES.indexOf(src) << 14) | (twin ? 1 << 17 : 0);
}

/** The body of a case. */
function body({ op, width, dst, src, variant }) {
  const meaning = MEANINGS[op] ?? op[0].toLowerCase() + op.slice(1);
  const source = op === 'Lea' ? `AddressOf<${src}>` : NARROW[op] ? `Wide<${NARROW[op]}, ${src}>` : src;
  return `${meaning}(u.as<Exec<${width}, ${dst}, ${source}, ${variant}>>());`;
}

const NO_UOP = 0xffff;
const general = uops.length;
const index = new Array((hotOps.length + 1) * 3 * 64).fill(NO_UOP);
for (const [i, uop] of uops.entries()) if (uop.first) index[place(uop)] = i;

const rows = (/** @type {number[]} */ values) => values.map((value, i) => (i % 24 ? ' ' : '\n  ') + value + ',').join('');
writeFileSync(
  path.resolve(CPU, 'uops.gen.ts'),
  `// Made by scripts/uops.mjs.
/** Case of a general record that is not the last of its block. */
export const GENERAL_UOP: u32 = ${general};
/** Case of a general record that is. */
export const GENERAL_END_UOP: u32 = ${general + 1};
/** Case of the end of a block that was cut. */
export const CUT_UOP: u32 = ${uops.findIndex(({ op }) => op === 'Jmp')};
/** There is no case. */
export const NO_UOP: u32 = ${NO_UOP};
/** Per case: Op in bits 0-8, width (0 1 2) in 9-10, destination in 11-13, source in 14-16, in 17 whether the next is its twin for dead flags. */
export const UOPS: StaticArray<u32> = [${rows([...uops.map(describe), 0, 0])}\n];
/** Per Op: its number among those with cases of their own, or 0. */
export const HOT_NUMBER: StaticArray<u8> = [${rows(OPS.map((op) => hotOps.indexOf(op) + 1))}\n];
/** First case of (HOT_NUMBER, width, destination, source), or NO_UOP. */
export const UOP_OF: StaticArray<u16> = [${rows(index)}\n];
`,
);

const cases = uops.map((uop, i) =>
  uop.ends
    ? `      case ${i}: block = ${body(uop)} break;`
    : `      case ${i}: ${body(uop)} u = u.next; continue;`,
);
cases.push(`      case ${general}: rare(u); u = u.afterGeneral; continue;`);
cases.push(`      case ${general + 1}: block = rareEnd(u); left = load<i32>(LEFT); break;`);
cases.push('      default: unreachable();');
const template = readFileSync(path.resolve(CPU, 'interpreter.template.ts'), 'utf8');
writeFileSync(
  path.resolve(CPU, 'interpreter.gen.ts'),
  `// Made by scripts/uops.mjs from interpreter.template.ts.\n${template.replace('      // CASES', () => cases.join('\n'))}`,
);
console.log(`${uops.length} cases of their own`);
