import { describe, expect, it } from 'vitest';
import { Exit } from '../../assembly/abi/exit';
import { Vector } from '../../assembly/abi/vector';
import { Engine } from './support/engine';

// Straight-line code that runs past its segment's end. Intel SDM Vol. 3A, 6.15, "Interrupt 13": exceeding the segment limit when accessing CS.

const CODE = 0x2000;
const LAST = 0x2056;
const engine = new Engine(8);

/** Runs `code`, laid out again and again, with CS ending at LAST. */
function runTo(base: number, code: readonly number[]): { exit: Exit; vector: number; ip: number; count: number } {
  engine.clear();
  engine.segment(1).limit = LAST;
  engine.segment(1).base = BigInt(base);
  for (let at = CODE; at < CODE + 0x100; at += code.length) engine.load(base + at, code);
  engine.cpu.ip = BigInt(CODE);
  const exit = engine.run(1000);
  const { vector, count } = engine.machine;
  return { exit, vector, ip: Number(engine.cpu.ip), count: Number(count) };
}

describe.each([
  ['from 0, flat', 0],
  ['from elsewhere', 0x1000],
])('code that reaches the end of a segment %s', (_, base) => {
  it.each([
    ['inc %eax', [0x40]],
    ['add %eax, %ebx', [0x01, 0xc3]],
    ['add $1, %eax', [0x83, 0xc0, 0x01]],
    ['mov $1, %eax', [0xb8, 1, 0, 0, 0]],
    ['addl $1, 16(%ebp,%eax,4)', [0x81, 0x44, 0x85, 0x10, 1, 0, 0, 0]],
  ])('%s: #GP in the first that lies behind it in part or whole', (_name, code) => {
    const { exit, vector, ip, count } = runTo(base, code);
    expect(exit).toBe(Exit.Exception);
    expect(vector).toBe(Vector.Protection);
    const whole = Math.floor((LAST + 1 - CODE) / code.length);
    expect(count).toBe(whole);
    expect(ip).toBe(CODE + whole * code.length);
  });
});
