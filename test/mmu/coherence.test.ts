import { beforeEach, describe, expect, test } from 'vitest';
import { Exit } from '../../assembly/abi/exit';
import { Vector } from '../../assembly/abi/vector';
import { RAM } from '../../assembly/base/memory-map';
import { Engine } from '../cpu/support/engine';

// A store to a page table counts at once, whether or not the program flushes: translations are caches that nobody can see.

const DIRECTORY = 0x10000;
const TABLE = 0x11000;
const CODE = 0x1000;
/** A page that the tests map here and there, and two frames for it. */
const WINDOW = 0x80000;
const FIRST = 0x20000;
const SECOND = 0x30000;
const PRESENT = 1;
const WRITE = 2;
const ACCESSED = 0x20;
const DIRTY = 0x40;

let engine: Engine;

const word = (maddr: number) => engine.view.getUint32(RAM + maddr, true);
const setWord = (maddr: number, value: number) => engine.load(maddr, new Uint8Array(new Uint32Array([value]).buffer));
const slot = (va: number) => TABLE + (va >>> 12) * 4;

/** Runs machine code from CODE on until it halts or faults. */
function run(...bytes: number[]): Exit {
  engine.load(CODE, [...bytes, 0xf4]);
  engine.cpu.ip = BigInt(CODE);
  return engine.run(1000);
}

const le = (value: number) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
/** mov address, %eax; mov $value, address; mov $value, (%ecx) */
const loadEax = (address: number) => [0xa1, ...le(address)];
const storeWord = (address: number, value: number) => [0xc7, 0x05, ...le(address), ...le(value)];

beforeEach(() => {
  engine = new Engine(256);
  const table = new Uint32Array(1024).map((_, i) => (i << 12) | PRESENT | WRITE);
  engine.load(TABLE, new Uint8Array(table.buffer));
  setWord(DIRECTORY, TABLE | PRESENT | WRITE);
  setWord(FIRST, 0x11111111);
  setWord(SECOND, 0x22222222);
  setWord(slot(WINDOW), FIRST | PRESENT | WRITE);
  engine.cpu.cr3 = BigInt(DIRECTORY);
  engine.cpu.cr0 = 0x80010011n;
});

describe('a store to a page table', () => {
  test('moves the page for the next access', () => {
    run(...loadEax(WINDOW), 0x89, 0xc3, ...storeWord(slot(WINDOW), SECOND | PRESENT | WRITE), ...loadEax(WINDOW));
    expect(engine.cpu.ebx).toBe(0x11111111n);
    expect(engine.cpu.eax).toBe(0x22222222n);
  });

  test('takes the page away', () => {
    expect(run(...loadEax(WINDOW), ...storeWord(slot(WINDOW), 0), ...loadEax(WINDOW))).toBe(Exit.Exception);
    expect(engine.machine.vector).toBe(Vector.PageFault);
    expect(engine.machine.address).toBe(BigInt(WINDOW));
    expect(engine.machine.errorCode).toBe(0);
    expect(engine.cpu.ip).toBe(BigInt(CODE + 5 + 10));
    expect(engine.machine.count).toBe(2n);
  });

  test('takes the right to write away', () => {
    const bytes = [...storeWord(WINDOW, 1), ...storeWord(slot(WINDOW), FIRST | PRESENT), ...storeWord(WINDOW, 2)];
    expect(run(...bytes)).toBe(Exit.Exception);
    expect(engine.machine.errorCode).toBe(PRESENT | WRITE);
    expect(word(FIRST)).toBe(1);
  });

  test('that clears A and D is seen: the next access sets them again', () => {
    run(...storeWord(WINDOW, 1));
    expect(word(slot(WINDOW)) & (ACCESSED | DIRTY)).toBe(ACCESSED | DIRTY);
    run(...storeWord(slot(WINDOW), FIRST | PRESENT | WRITE), ...loadEax(WINDOW));
    expect(word(slot(WINDOW)) & (ACCESSED | DIRTY)).toBe(ACCESSED);
    run(...storeWord(WINDOW, 2));
    expect(word(slot(WINDOW)) & (ACCESSED | DIRTY)).toBe(ACCESSED | DIRTY);
  });

  test('through another mapping of the table counts too', () => {
    const alias = WINDOW + 0x1000;
    setWord(slot(alias), TABLE | PRESENT | WRITE);
    run(...loadEax(WINDOW), ...storeWord(alias + (slot(WINDOW) - TABLE), SECOND | PRESENT | WRITE), ...loadEax(WINDOW));
    expect(engine.cpu.eax).toBe(0x22222222n);
  });

  test('to the directory drops what hung below', () => {
    expect(run(...loadEax(WINDOW), ...storeWord(DIRECTORY, 0), 0x90, 0x90)).toBe(Exit.Exception);
    // The very next instruction is fetched through the directory that maps nothing now.
    expect(engine.machine.address).toBe(BigInt(CODE + 5 + 10));
    expect(engine.machine.count).toBe(2n);
  });
});

describe('an access that crosses a page', () => {
  const EDGE = WINDOW + 0xffe;

  test('writes all of it', () => {
    setWord(slot(WINDOW + 0x1000), SECOND | PRESENT | WRITE);
    run(...storeWord(EDGE, 0xaabbccdd));
    expect(engine.bytes.slice(RAM + FIRST + 0xffe, RAM + FIRST + 0x1000)).toEqual(new Uint8Array([0xdd, 0xcc]));
    expect(engine.bytes.slice(RAM + SECOND, RAM + SECOND + 2)).toEqual(new Uint8Array([0xbb, 0xaa]));
  });

  test('or nothing', () => {
    setWord(slot(WINDOW + 0x1000), 0);
    expect(run(...storeWord(EDGE, 0xaabbccdd))).toBe(Exit.Exception);
    expect(engine.machine.address).toBe(BigInt(WINDOW + 0x1000));
    expect(engine.bytes.slice(RAM + FIRST + 0xffe, RAM + FIRST + 0x1000)).toEqual(new Uint8Array([0, 0]));
  });

  test('reads, changes and writes', () => {
    setWord(slot(WINDOW + 0x1000), SECOND | PRESENT | WRITE);
    run(...storeWord(EDGE, 0x0001ffff), 0x83, 0x05, ...le(EDGE), 1); // addl $1, EDGE
    expect(run(...loadEax(EDGE))).toBe(Exit.Halt);
    expect(engine.cpu.eax).toBe(0x00020000n);
  });
});

test('beyond RAM every bit is 1 and stores are lost', () => {
  setWord(slot(WINDOW), 0x7ff00000 | PRESENT | WRITE);
  expect(run(...storeWord(WINDOW, 5), ...loadEax(WINDOW))).toBe(Exit.Halt);
  expect(engine.cpu.eax).toBe(0xffffffffn);
});
