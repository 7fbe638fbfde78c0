import { beforeEach, describe, expect, test } from 'vitest';
import { Exit } from '../../assembly/abi/exit';
import { Engine } from './support/engine';

// A store to code takes effect at the next instruction, also inside the running block.

const CODE = 0x1000;
const le = (value: number) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
/** movb $value, address */
const storeByte = (address: number, value: number) => [0xc6, 0x05, ...le(address), value];
const MOV_AL = 0xb0;
const HLT = 0xf4;

let engine: Engine;

function run(bytes: number[], count = 1000): Exit {
  engine.load(CODE, bytes);
  engine.cpu.ip = BigInt(CODE);
  return engine.run(count);
}

beforeEach(() => {
  engine = new Engine(64);
});

describe.each([
  { name: 'in blocks', stepping: 0 },
  { name: 'stepping', stepping: 1 },
])('$name', ({ stepping }) => {
  beforeEach(() => {
    engine.machine.stepping = stepping;
  });

  test('the next instruction of the same block', () => {
    expect(run([...storeByte(CODE + 8, 42), MOV_AL, 1, HLT])).toBe(Exit.Halt);
    expect(engine.cpu.eax & 0xffn).toBe(42n);
    expect(engine.machine.count).toBe(3n);
  });

  test('the instruction itself, when it comes round again', () => {
    // 1: inc byte of the immediate of `mov al`; loop 1b
    const loop = [MOV_AL, 7, 0xfe, 0x05, ...le(CODE + 6), 0xe2, 0xf6, HLT];
    engine.cpu.ecx = 5n;
    expect(run([0xb4, 0, 0x90, 0x90, 0x90, ...loop])).toBe(Exit.Halt);
    expect(engine.cpu.eax & 0xffn).toBe(11n);
  });

  test('by a repeated string instruction that writes behind itself', () => {
    // rep stosb over the two bytes that follow it
    engine.cpu.edi = BigInt(CODE + 2);
    engine.cpu.ecx = 2n;
    engine.cpu.eax = 0x40n; // inc eax
    expect(run([0xf3, 0xaa, HLT, HLT, HLT])).toBe(Exit.Halt);
    expect(engine.cpu.eax).toBe(0x42n);
    expect(engine.machine.count).toBe(5n);
  });

  test('by the host, between two runs', () => {
    const bytes = [MOV_AL, 1, 0xeb, 0xfc];
    run(bytes, 10);
    engine.load(CODE + 1, [9]);
    engine.run(2);
    expect(engine.cpu.eax & 0xffn).toBe(9n);
  });

  test('across the end of a page', () => {
    // jmp to an instruction whose immediate lies in the next page; change it; run it again
    const at = 0x1ffd;
    engine.load(at, [0x90, 0x90, MOV_AL, 3, 0xc3]);
    engine.cpu.esp = 0x8000n;
    const call = (from: number) => [0xe8, ...le(at - (from + 5))];
    const bytes = [...call(CODE), 0x88, 0xc3, ...storeByte(0x2000, 4)];
    expect(run([...bytes, ...call(CODE + bytes.length), HLT])).toBe(Exit.Halt);
    expect(engine.cpu.ebx & 0xffn).toBe(3n);
    expect(engine.cpu.eax & 0xffn).toBe(4n);
  });
});

test('a store near code, but not to it, just happens', () => {
  expect(run([...storeByte(CODE + 0x100, 5), HLT])).toBe(Exit.Halt);
  expect(engine.machine.count).toBe(2n);
});
