import { beforeEach, describe, expect, test } from 'vitest';
import { Exit } from '../../assembly/abi/exit';
import { Vector } from '../../assembly/abi/vector';
import { Engine } from './support/engine';

// A fault leaves everything as it was when its instruction began: registers, flags, ip, and the count of what was retired before it.

const CODE = 0x1000;
/** Nothing is mapped here: DS ends before. */
const BAD = 0x50000;
const le = (value: number) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];

let engine: Engine;

beforeEach(() => {
  engine = new Engine(64);
  engine.cpu.esp = 0x8000n;
  engine.cpu.ebp = 0x7000n;
  for (const index of [0, 2, 3]) engine.segment(index).limit = BAD - 1;
});

interface Case {
  name: string;
  bytes: number[];
  /** Registers that lead to the bad place. */
  registers?: Partial<Record<'eax' | 'ebx' | 'esp' | 'ebp' | 'edi' | 'esi' | 'ecx' | 'edx', number>>;
  vector: Vector;
}

const CASES: Case[] = [
  { name: 'load', bytes: [0x8b, 0x03], registers: { ebx: BAD }, vector: Vector.Protection },
  { name: 'store', bytes: [0x89, 0x03], registers: { ebx: BAD }, vector: Vector.Protection },
  { name: 'read, change, write', bytes: [0x01, 0x03], registers: { ebx: BAD }, vector: Vector.Protection },
  { name: 'exchange', bytes: [0x87, 0x03], registers: { ebx: BAD }, vector: Vector.Protection },
  { name: 'exchange and add', bytes: [0x0f, 0xc1, 0x03], registers: { ebx: BAD }, vector: Vector.Protection },
  { name: 'push', bytes: [0x50], registers: { esp: 0xfffffff0 }, vector: Vector.Stack },
  { name: 'pop', bytes: [0x58], registers: { esp: BAD }, vector: Vector.Stack },
  { name: 'pop to memory', bytes: [0x8f, 0x03], registers: { ebx: BAD }, vector: Vector.Protection },
  {
    name: 'pop to memory on the stack',
    bytes: [0x8f, 0x44, 0x24, 0x00],
    registers: { esp: BAD - 4 },
    vector: Vector.Stack,
  },
  { name: 'call', bytes: [0xe8, 0, 0, 0, 0], registers: { esp: 0xfffffff0 }, vector: Vector.Stack },
  { name: 'call through memory', bytes: [0xff, 0x13], registers: { ebx: BAD }, vector: Vector.Protection },
  { name: 'return', bytes: [0xc3], registers: { esp: BAD }, vector: Vector.Stack },
  { name: 'leave', bytes: [0xc9], registers: { ebp: BAD }, vector: Vector.Stack },
  { name: 'enter', bytes: [0xc8, 0, 0, 3], registers: { ebp: BAD + 8 }, vector: Vector.Stack },
  { name: 'push all', bytes: [0x60], registers: { esp: 0xfffffff0 }, vector: Vector.Stack },
  { name: 'pop all', bytes: [0x61], registers: { esp: BAD - 8 }, vector: Vector.Stack },
  { name: 'divide', bytes: [0xf7, 0xf3], registers: { ebx: 0 }, vector: Vector.Divide },
  {
    name: 'divide what does not fit',
    bytes: [0xf7, 0xfb],
    registers: { eax: 0, edx: 0x80000000, ebx: 0xffffffff },
    vector: Vector.Divide,
  },
  { name: 'string copy', bytes: [0xa4], registers: { esi: BAD, edi: 0x4000 }, vector: Vector.Protection },
  { name: 'compare and branch', bytes: [0x3b, 0x03, 0x74, 0x00], registers: { ebx: BAD }, vector: Vector.Protection },
  { name: 'undefined', bytes: [0x0f, 0x0b], vector: Vector.InvalidOpcode },
];

/** Registers and flags, without count and hash. */
const registers = () => engine.state().replace(/ count.*/, '');

describe.each(CASES)('$name', ({ bytes, registers: chosen = {}, vector }) => {
  test.each([0, 1, 5])('behind %d others', (before) => {
    for (const [name, value] of Object.entries(chosen)) engine.cpu[name as 'eax'] = BigInt(value);
    // cmp $1, %cl: flags that are not the default ones
    engine.load(CODE, [0x80, 0xf9, 1, ...Array<number>(before).fill(0x90), ...bytes, 0xf4]);
    engine.cpu.ip = BigInt(CODE);
    engine.run(before + 1);
    const expected = registers();
    expect(engine.run(10)).toBe(Exit.Exception);
    expect(engine.machine.vector).toBe(vector);
    expect(registers()).toBe(expected);
    expect(engine.machine.count).toBe(BigInt(before + 1));
    expect(engine.cpu.ip).toBe(BigInt(CODE + 3 + before));
  });
});

test('a repeated string instruction stops where it got to', () => {
  engine.load(CODE, [0x90, 0xf3, 0xaa, 0xf4]);
  engine.cpu.ip = BigInt(CODE);
  engine.cpu.edi = BigInt(BAD - 3);
  engine.cpu.ecx = 10n;
  expect(engine.run(100)).toBe(Exit.Exception);
  expect(engine.cpu.edi).toBe(BigInt(BAD));
  expect(engine.cpu.ecx).toBe(7n);
  expect(engine.machine.count).toBe(4n);
  expect(engine.cpu.ip).toBe(BigInt(CODE + 1));
});

test('a branch beyond the code segment faults at the branch', () => {
  engine.segment(1).limit = 0x1fff;
  engine.load(CODE, [0x90, 0xe8, ...le(0x5000)]);
  engine.cpu.ip = BigInt(CODE);
  expect(engine.run(100)).toBe(Exit.Exception);
  expect(engine.machine.vector).toBe(Vector.Protection);
  expect(engine.cpu.ip).toBe(BigInt(CODE + 1));
  expect(engine.cpu.esp).toBe(0x8000n);
});
