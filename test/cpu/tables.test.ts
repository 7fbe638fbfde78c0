import { beforeEach, describe, expect, test } from 'vitest';
import { Exit } from '../../assembly/abi/exit';
import { Vector } from '../../assembly/abi/vector';
import { Engine } from './support/engine';

// Stores to page tables take effect with the next instruction, whatever stores them and whatever of the table is cached.

const CODE = 0x1000;
const DIRECTORY = 0x8000;
const TABLE = 0x9000;
/** A page that is looked at through its table entry. */
const WINDOW = 0x20000;
const ENTRY = TABLE + (WINDOW >>> 12) * 4;
const [FIRST, SECOND] = [0x30000, 0x31000];
const PRESENT_WRITABLE_USER = 7;
const ACCESSED_DIRTY = 0x60;

const le = (value: number) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
const HLT = 0xf4;
/** mov WINDOW, %eax */
const LOOK = [0xa1, ...le(WINDOW)];
/** mov %al, %bl; mov %al, %cl */
const [TO_BL, TO_CL] = [
  [0x88, 0xc3],
  [0x88, 0xc1],
];

let engine: Engine;

beforeEach(() => {
  engine = new Engine(64);
  const table = Uint32Array.from({ length: 1024 }, (_, page) => (page << 12) | PRESENT_WRITABLE_USER);
  table[WINDOW >>> 12] = FIRST | PRESENT_WRITABLE_USER;
  engine.load(TABLE, new Uint8Array(table.buffer));
  engine.load(DIRECTORY, le(TABLE | PRESENT_WRITABLE_USER));
  engine.load(FIRST, [1]);
  engine.load(SECOND, [2]);
  engine.cpu.cr3 = BigInt(DIRECTORY);
  engine.cpu.cr0 = 0x80010011n;
  engine.cpu.esp = 0x10000n;
});

function run(code: readonly number[]): Exit {
  engine.load(CODE, code);
  engine.cpu.ip = BigInt(CODE);
  return engine.run(1000);
}

/** Ways to make the entry name the second frame. */
const CHANGES: [string, number[]][] = [
  ['mov', [0xc7, 0x05, ...le(ENTRY), ...le(SECOND | PRESENT_WRITABLE_USER)]],
  ['add', [0x81, 0x05, ...le(ENTRY), ...le(SECOND - FIRST)]],
  ['xor', [0x81, 0x35, ...le(ENTRY), ...le(SECOND ^ FIRST)]],
  ['lock xadd', [0xbe, ...le(SECOND - FIRST), 0xf0, 0x0f, 0xc1, 0x35, ...le(ENTRY)]],
  ['bts', [0x0f, 0xba, 0x2d, ...le(ENTRY), 12]],
  ['mov of the byte in the middle', [0xc6, 0x05, ...le(ENTRY + 1), 0x10]],
  ['stos', [0xb8, ...le(SECOND | PRESENT_WRITABLE_USER), 0xbf, ...le(ENTRY), 0xab]],
];

describe.each(CHANGES)('%s to an entry', (_, change) => {
  test('in one block with what looks through it, before and after', () => {
    expect(run([...LOOK, ...TO_BL, ...change, ...LOOK, ...TO_CL, HLT])).toBe(Exit.Halt);
    expect([engine.cpu.ebx & 0xffn, engine.cpu.ecx & 0xffn]).toEqual([1n, 2n]);
  });

  test('again when the table is known to the TLB', () => {
    const back = [0xc7, 0x05, ...le(ENTRY), ...le(FIRST | PRESENT_WRITABLE_USER)];
    expect(run([...LOOK, ...back, ...LOOK, ...back, ...LOOK, ...TO_BL, ...change, ...LOOK, ...TO_CL, HLT])).toBe(
      Exit.Halt,
    );
    expect([engine.cpu.ebx & 0xffn, engine.cpu.ecx & 0xffn]).toEqual([1n, 2n]);
  });
});

test('clearing D is noticed: the next store through the entry sets it again', () => {
  const store = [0xc6, 0x05, ...le(WINDOW), 9];
  const clear = [0x83, 0x25, ...le(ENTRY), ~ACCESSED_DIRTY & 0xff];
  expect(run([...store, ...clear, ...store, HLT])).toBe(Exit.Halt);
  expect(engine.bytes[0x2000000 + ENTRY]).toBe(PRESENT_WRITABLE_USER | ACCESSED_DIRTY);
});

test('a table that becomes read-only refuses the store behind that', () => {
  const tableEntry = TABLE + (TABLE >>> 12) * 4;
  const write = [0xc7, 0x05, ...le(ENTRY), ...le(SECOND | PRESENT_WRITABLE_USER)];
  const protect = [0x83, 0x25, ...le(tableEntry), 0xfd];
  expect(run([...write, ...write, ...protect, ...write, HLT])).toBe(Exit.Exception);
  expect(engine.machine.vector).toBe(Vector.PageFault);
  expect(engine.machine.errorCode).toBe(3);
  expect(engine.machine.count).toBe(3n);
});

describe('INVLPG', () => {
  const invlpg = [0x0f, 0x01, 0x3d, ...le(WINDOW)];

  test('stands amid a block at level 0', () => {
    expect(run([...LOOK, ...invlpg, ...invlpg, ...TO_BL, HLT])).toBe(Exit.Halt);
    expect(engine.machine.count).toBe(5n);
    expect(engine.cpu.ebx & 0xffn).toBe(1n);
  });

  test.each([1, 2, 3])('is refused at level %d, exactly where it stands', (level) => {
    engine.cpu.cpl = level;
    expect(run([...LOOK, 0x90, ...invlpg, HLT])).toBe(Exit.Exception);
    expect(engine.machine.vector).toBe(Vector.Protection);
    expect(engine.cpu.ip).toBe(BigInt(CODE + LOOK.length + 1));
    expect(engine.machine.count).toBe(2n);
  });
});

test('data beside code in one page is changed without leaving the block', () => {
  // inc of a counter in the code's own page, a hundred times
  const counter = CODE + 0x800;
  const loop = [0xff, 0x05, ...le(counter), 0xe2, 0xf8];
  engine.cpu.ecx = 100n;
  expect(run([...loop, HLT])).toBe(Exit.Halt);
  expect(engine.bytes[0x2000000 + counter]).toBe(100);
  expect(engine.unwinds).toBe(0);
});
