import { describe, expect, test } from 'vitest';
import { Exit } from '../../assembly/abi/exit';
import { Engine } from '../cpu/support/engine';
import { random } from '../cpu/support/random';

// Random code under random page tables and descriptors: whatever it does, the wasm does not trap, the host does not hang, and every way to
// run ends in the same state.

const FRAMES = 256;
const CODE = 0x10000;
const CODE_BYTES = 0x2000;
const GDT = 0x4000;
const IDT = 0x5000;
const DIRECTORY = 0x8000;
const TABLE = 0x9000;
const INSTRUCTIONS = 3000;

/** One engine for all programs: each begins with a cleared one. */
const engine = new Engine(FRAMES);

/** Opcodes that make a random stream do more than fault: moves, arithmetic, branches, stack, segments, strings. */
const LIKELY = [
  0x01, 0x03, 0x29, 0x31, 0x39, 0x50, 0x53, 0x58, 0x5b, 0x66, 0x74, 0x75, 0x7c, 0x81, 0x83, 0x87, 0x88, 0x89, 0x8a,
  0x8b, 0x8d, 0x8e, 0x90, 0x9c, 0x9d, 0xa4, 0xa5, 0xaa, 0xab, 0xb8, 0xc1, 0xc3, 0xc9, 0xcf, 0xd3, 0xe2, 0xe8, 0xeb,
  0xf3, 0xf7, 0xfb, 0xff, 0x0f,
];

function writeCode(next: () => number): void {
  const code = new Uint8Array(CODE_BYTES);
  for (let i = 0; i < code.length; i++) {
    code[i] = next() % 3 === 0 ? (LIKELY[next() % LIKELY.length] ?? 0) : next() % 7 === 0 ? next() % 8 : next();
  }
  engine.load(CODE, code);
}

/** A descriptor table with a bit of everything, and gates that lead into the code. */
function writeTables(next: () => number): void {
  const gdt = new DataView(new ArrayBuffer(256));
  for (let i = 8; i < 256; i += 8) {
    const flat = next() % 3 !== 0;
    const rights = (next() % 4 === 0 ? next() & 0xff : 0x93 | (next() % 2 ? 8 : 0)) | (next() % 3 === 0 ? 0x60 : 0);
    gdt.setUint32(i, flat ? 0xffff : next(), true);
    gdt.setUint32(i + 4, ((flat ? 0x00cf0000 : next() & 0xffff00ff) | (rights << 8)) >>> 0, true);
  }
  gdt.setUint32(8, 0xffff, true);
  gdt.setUint32(12, 0x00cf9b00, true);
  gdt.setUint32(16, 0xffff, true);
  gdt.setUint32(20, 0x00cf9300, true);
  engine.load(GDT, new Uint8Array(gdt.buffer));
  const idt = new DataView(new ArrayBuffer(2048));
  for (let i = 0; i < 2048; i += 8) {
    const handler = CODE + (next() % CODE_BYTES);
    idt.setUint32(i, (8 << 16) | (handler & 0xffff), true);
    idt.setUint32(i + 4, ((handler & 0xffff0000) | 0x8e00 | (next() % 2 ? 0x6000 : 0)) >>> 0, true);
  }
  engine.load(IDT, new Uint8Array(idt.buffer));
  engine.cpu.gdtBase = BigInt(GDT);
  engine.cpu.gdtLimit = 255;
  engine.cpu.idtBase = BigInt(IDT);
  engine.cpu.idtLimit = 2047;
}

/** The first megabyte mapped to itself, with holes, read-only pages and aliases of code and tables. */
function writePaging(next: () => number): void {
  const table = new Uint32Array(1024);
  for (let i = 0; i < 1024; i++) {
    const frame = next() % 8 === 0 ? next() % FRAMES : i % FRAMES;
    const rights = next() % 16 === 0 ? next() & 7 : 7;
    table[i] = (frame << 12) | rights;
  }
  engine.load(TABLE, new Uint8Array(table.buffer));
  const directory = new Uint32Array(1024);
  for (let i = 0; i < 1024; i++) directory[i] = i < 4 || next() % 4 ? TABLE | 7 : next() % 4 === 0 ? next() : 0;
  engine.load(DIRECTORY, new Uint8Array(directory.buffer));
  engine.cpu.cr3 = BigInt(DIRECTORY);
  engine.cpu.cr0 = 0x80010011n;
}

function setUp(seed: number, paging: boolean): void {
  const next = random(seed);
  engine.clear();
  writeCode(next);
  writeTables(next);
  if (paging) writePaging(next);
  for (const name of ['eax', 'ecx', 'edx', 'ebx', 'ebp', 'esi', 'edi'] as const) {
    engine.cpu[name] = BigInt(next() % 2 ? next() % (FRAMES * 4096) : next());
  }
  engine.cpu.ecx = BigInt(next() % 64);
  engine.cpu.esp = 0x30000n;
  engine.cpu.ip = BigInt(CODE + (next() % 64));
}

interface Way {
  name: string;
  slice: number;
  stepping: number;
  drops: boolean;
  generic?: boolean;
}

const WAYS: Way[] = [
  { name: 'blocks', slice: INSTRUCTIONS, stepping: 0, drops: false },
  { name: 'slices of 7', slice: 7, stepping: 0, drops: false },
  { name: 'steps', slice: INSTRUCTIONS, stepping: 1, drops: false },
  { name: 'the generic path', slice: INSTRUCTIONS, stepping: 0, drops: false, generic: true },
  { name: 'caches dropped', slice: 23, stepping: 0, drops: true },
];

/** Runs until the processor stops for good or the instructions are spent. */
function finalState(seed: number, paging: boolean, way: Way): string {
  setUp(seed, paging);
  engine.machine.stepping = way.stepping;
  engine.genericOnly = way.generic ?? false;
  const next = random(seed + 1);
  let exit = Exit.Budget;
  while (engine.machine.count < INSTRUCTIONS && (exit === Exit.Budget || exit === Exit.Halt)) {
    const left = INSTRUCTIONS - Number(engine.machine.count);
    exit = engine.runDelivering(left, way.slice, () => {
      if (way.drops && next() % 2) engine.exports.dropCaches();
    });
  }
  if (process.env.FUZZ_SAY) console.log(seed, way.name, engine.state());
  return engine.state();
}

const SEEDS = Number(process.env.FUZZ_SEEDS ?? 150);
const FIRST = Number(process.env.FUZZ_FIRST ?? 1);

describe.each([
  { name: 'without paging', paging: false },
  { name: 'under random page tables', paging: true },
])('random code $name', ({ paging }) => {
  test(`${SEEDS} programs end alike however they run`, () => {
    for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
      const [first, ...others] = WAYS.map((way) => finalState(seed * 2654435761, paging, way));
      for (const [i, other] of others.entries())
        expect(`seed ${seed}, ${WAYS[i + 1]?.name}: ${other}`).toBe(`seed ${seed}, ${WAYS[i + 1]?.name}: ${first}`);
    }
  });
});
