#!/usr/bin/env node
// @ts-check
// Makes the interpreter's switch (assembly/cpu/interpreter.gen.ts) and the table of its cases (assembly/cpu/uops.gen.ts).
//
// A case is one instruction on operands in known places. Which combinations get one is said here; every other runs through the generic
// case, six to eight times slower. The meaning of instructions is not here: it is in assembly/cpu/semantics/.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

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
/** @type {Record<string, string>} */
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
/** @type {Record<string, string>} */
const NARROW = { MovZx8: 'u8', MovZx16: 'u16', MovSx8: 'i8', MovSx16: 'i16' };

const TWO = 'Reg From,Reg Imm,Reg Mem,Reg Idx,Mem From,Idx From,Mem Imm,Idx Imm';
const LOAD = 'Reg From,Reg Mem,Reg Idx';
const SOURCE = 'None From,None Mem,None Idx';
const STORED = 'None From,None Imm';
const COPIED = 'None Mem,None Idx';

/**
 * Operations, widths, "destination source" places, traits. flags: sets flags, so it has a twin for dead ones; cc: one case a condition;
 * equal: only for the conditions Z and NZ; end: ends its block.
 *
 * These cases may be left amid their instruction (mmu/leave.ts): one access to memory at most, before anything they change, and none ends its
 * block.
 */
const LEAVABLE = [
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
  ['Push', 'u32', STORED, ''],
  ['Pop', 'u32', 'Reg None', ''],
];

/** The same of cases that have more than one access to memory, or end their block. */
const OTHERS = [
  ['Push', 'u32', COPIED, ''],
  ['Jmp Call Ret', 'u32', 'None None', 'end'],
  ['JmpTo CallTo', 'u32', SOURCE, 'end'],
  ['Jcc', 'u32', 'None None', 'end cc'],
  ['CmpJcc', 'u32', 'Reg From,Reg Imm', 'end cc'],
  ['CmpJcc', 'u32', 'Reg Mem,Mem Imm', 'end equal'],
  ['CmpJcc', 'u8', 'Reg Imm,Mem Imm,Idx Imm', 'end equal'],
  ['TestJcc', 'u32', 'Reg From', 'end cc'],
  ['TestJcc', 'u8', 'Reg From,Mem Imm', 'end equal'],
];

/** The cases of one operation of one width on operands in one pair of places. */
function variants(
  /** @type {string} */ op,
  /** @type {string} */ width,
  /** @type {string} */ shape,
  /** @type {string} */ traits,
) {
  const [dst = '', src = ''] = shape.split(' ');
  const flags = traits === 'flags';
  const equal = traits.includes('equal');
  const names = traits.includes('cc') ? CONDITIONS : equal ? ['Z', 'NZ'] : flags ? ['Live', 'Dead'] : ['Live'];
  const ends = traits.includes('end');
  return names.map((variant, i) => ({
    op,
    width,
    dst,
    src,
    variant,
    first: i === 0,
    twin: flags && i === 0,
    ends,
    equal,
  }));
}

/** One entry per case. */
function expand(/** @type {string[][]} */ rows) {
  return rows.flatMap(([ops = '', widths = '', shapes = '', traits = '']) =>
    ops
      .split(' ')
      .flatMap((op) =>
        widths.split(' ').flatMap((width) => shapes.split(',').flatMap((shape) => variants(op, width, shape, traits))),
      ),
  );
}

/** @typedef {ReturnType<typeof variants>[number]} Uop */

const leavable = expand(LEAVABLE);
if (leavable.some(({ ends }) => ends)) throw new Error('A case that ends its block cannot be left.');
const uops = [...leavable, ...expand(OTHERS)];

/** Operations with cases of their own, numbered from 1. */
const hotOps = [...new Set(uops.map(({ op }) => op))];

/** Where a combination stands in UOP_OF: cpu/hot-uop.ts computes the same. */
function place(/** @type {Uop} */ { op, width, dst, src }) {
  return (((hotOps.indexOf(op) + 1) * 3 + WIDTHS.indexOf(width)) * 8 + PLACES.indexOf(dst)) * 8 + PLACES.indexOf(src);
}

const LOOKS_AT_FLAGS = 1 << 19;
/** Operations that read flags whatever follows, and those that set every flag without reading one. */
const READ_FLAGS = 'Adc Sbb Setcc Cmov'.split(' ');
const SET_FLAGS = 'Add Or And Sub Xor Cmp Test Neg Mul Imul1 Imul2 Imul3 CmpJcc TestJcc'.split(' ');
const USE_STACK = 'Push Pop Leave'.split(' ');

function touchesMemory(/** @type {Uop} */ { op, dst, src }) {
  const isInMemory = (/** @type {string} */ at) => at === 'Mem' || at === 'Idx';
  return USE_STACK.includes(op) || (op !== 'Lea' && (isInMemory(dst) || isInMemory(src)));
}

/** What cpu/fuse.ts reads of a case. A fault shows the flags as they are, so that what may fault looks at them. */
function describe(/** @type {Uop} */ uop) {
  const { op, width, dst, src, twin, equal } = uop;
  return (
    OPS.indexOf(op) |
    (WIDTHS.indexOf(width) << 9) |
    (PLACES.indexOf(dst) << 11) |
    (PLACES.indexOf(src) << 14) |
    (twin ? 1 << 17 : 0) |
    (equal ? 1 << 18 : 0) |
    (touchesMemory(uop) || READ_FLAGS.includes(op) ? LOOKS_AT_FLAGS : 0) |
    (SET_FLAGS.includes(op) ? 1 << 20 : 0)
  );
}

/** The body of a case. */
function body(/** @type {Uop} */ { op, width, dst, src, variant }) {
  const meaning = MEANINGS[op] ?? op.charAt(0).toLowerCase() + op.slice(1);
  const source = op === 'Lea' ? `AddressOf<${src}>` : NARROW[op] ? `Wide<${NARROW[op]}, ${src}>` : src;
  return `${meaning}(u.as<Exec<${width}, ${dst}, ${source}, ${variant}>>());`;
}

const NO_UOP = 0xffff;
const general = uops.length;
const index = new Array((hotOps.length + 1) * 3 * 64).fill(NO_UOP);
for (const [i, uop] of uops.entries()) if (uop.first) index[place(uop)] = i;

const rows = (/** @type {number[]} */ values) => values.map((value, i) => `${i % 24 ? ' ' : '\n  '}${value},`).join('');

/** Writes a file only if it would change: another process may be reading it. */
function writeIfChanged(/** @type {string} */ name, /** @type {string} */ text) {
  const file = path.resolve(CPU, name);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}

/** Makes both files. */
export function generateUops() {
  writeIfChanged(
    'uops.gen.ts',
    `// Made by scripts/uops.mjs.
/** Case of a general record that is not the last of its block. */
export const GENERAL_UOP: u32 = ${general};
/** Case of a general record that is. */
export const GENERAL_END_UOP: u32 = ${general + 1};
/** Case that leaves the interpreter. */
export const LEAVE_UOP: u32 = ${general + 2};
/** Records with lower cases may be left amid their instruction (mmu/leave.ts). */
export const LEAVABLE_UOPS: u32 = ${leavable.length};
/** Case of the end of a block that was cut. */
export const CUT_UOP: u32 = ${uops.findIndex(({ op }) => op === 'Jmp')};
/** There is no case. */
export const NO_UOP: u32 = ${NO_UOP};
/** Per case: Op in bits 0-8, width (0 1 2) in 9-10, destination in 11-13, source in 14-16, in 17 whether the next is its twin for dead flags, in 18 whether it and the next stand for Z and NZ alone, in 19 whether it looks at flags in any case, in 20 whether it sets them all. */
export const UOPS: StaticArray<u32> = [${rows([...uops.map(describe), LOOKS_AT_FLAGS, LOOKS_AT_FLAGS, 0])}\n];
/** Per Op: its number among those with cases of their own, or 0. */
export const HOT_NUMBER: StaticArray<u8> = [${rows(OPS.map((op) => hotOps.indexOf(op) + 1))}\n];
/** First case of (HOT_NUMBER, width, destination, source), or NO_UOP. */
export const UOP_OF: StaticArray<u16> = [${rows(index)}\n];
`,
  );

  const cases = uops.map((uop, i) =>
    uop.ends ? `      case ${i}: block = ${body(uop)} break;` : `      case ${i}: ${body(uop)} u = u.next; continue;`,
  );
  cases.push(`      case ${general}: rare(u); u = u.afterGeneral; continue;`);
  cases.push(`      case ${general + 1}: block = rareEnd(u); left = load<i32>(LEFT); break;`);
  cases.push(`      case ${general + 2}: block = stopAt(0); break;`);
  cases.push('      default: unreachable();');
  const template = readFileSync(path.resolve(CPU, 'interpreter.template.ts'), 'utf8');
  writeIfChanged(
    'interpreter.gen.ts',
    `// Made by scripts/uops.mjs from interpreter.template.ts.\n${template.replace('      // CASES', () => cases.join('\n'))}`,
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) generateUops();
