import { describe, expect, it } from 'vitest';
import { Exit } from '../../../assembly/abi/exit';
import { Op } from '../../../assembly/isa/op';
import { findRow } from '../../../assembly/isa/opcode-map';
import { Attr, attrOf, hasModrm, opOf } from '../../../assembly/isa/operands';
import { RAM } from '../../../web/core/layout.gen';
import { decode } from '../../../web/explain/disassembler/decode';
import { holds } from '../../../web/explain/step/branch';
import { ARITHMETIC } from '../../../web/explain/step/flag-uses';
import { generalOf, type Uses, usesOf } from '../../../web/explain/step/uses';
import { Engine, REGISTERS } from '../../cpu/support/engine';
import { random } from '../../cpu/support/random';

// What explain/ says an instruction reads and writes is held against the processor, by changing what it is said not to read: nothing else
// may come out otherwise. And what it is said to read must matter in some case, or nobody could tell.

const FRAMES = 64;
const CODE = 0x30000;
/** Instructions tried of an encoding, and of one without operands in a ModRM byte, which has fewer others like it. */
const [SAMPLES, MORE_SAMPLES] = [8, 32];
/** Registers point into this: addresses of most forms stay within it. */
const [DATA, BYTES] = [0x10000, 0x1000];
const FLAGS = [0x1, 0x4, 0x10, 0x40, 0x80, 0x800, 0x400];

const engine = new Engine(FRAMES);
/** A value that registers and memory often hold both. */
const COMMON = DATA + 0x100;
/** What instructions may reach: around DATA and, through small numbers, the beginning; bit strings go 8 KB further. */
const area = new Int32Array(engine.bytes.buffer, RAM + DATA - 0x4000, 0x2800);
const low = new Int32Array(engine.bytes.buffer, RAM, 0xc00);
const FILLED = Int32Array.from(area, (_, i) => (i & 4 ? DATA + (Math.imul(i, 0x9e3779b1) >>> 20) : COMMON));

/** A state to run one instruction from. */
interface Start {
  code: Uint8Array;
  registers: number[];
  flags: number;
}

/** What came out. */
interface End {
  registers: number[];
  flags: number;
  rest: string;
}

function run({ code, registers, flags }: Start): End {
  const { cpu, machine } = engine;
  area.set(FILLED);
  low.fill(0);
  engine.load(CODE, code);
  for (const [i, name] of REGISTERS.entries()) cpu[name] = BigInt(registers[i] as number);
  engine.exports.setFlags(flags);
  cpu.ip = BigInt(CODE);
  machine.count = 0n;
  const exit = engine.run(1);
  let sum = low.reduce((all, word) => (Math.imul(all, 31) + word) | 0, 0);
  for (let i = 0; i < area.length; i++) sum = (Math.imul(sum, 31) + ((area[i] as number) ^ (FILLED[i] as number))) | 0;
  const vector = exit === Exit.Exception ? machine.vector : 0;
  return {
    registers: REGISTERS.map((name) => Number(cpu[name])),
    flags: engine.exports.eflags(),
    rest: [exit, machine.count, vector, cpu.ip, sum].join(' '),
  };
}

/** Did the same come out, but for one bit of a register that was changed, and flags outside of a mask? */
function isSame(a: End, b: End, changed: number, bit: number, flagMask: number): boolean {
  if (a.rest !== b.rest || ((a.flags ^ b.flags) & flagMask) !== 0) return false;
  return a.registers.every((value, i) => ((value ^ (b.registers[i] as number)) & (i === changed ? ~bit : -1)) === 0);
}

/** Values of registers: addresses, small numbers, and some that are there more than once. */
function drawValue(next: () => number): number {
  const choice = next() % 8;
  return choice < 4 ? DATA + (next() % BYTES) : choice < 6 ? next() % 0x30 : choice === 6 ? next() % 3 : COMMON;
}

/** What answers differently each time, or leaves for somebody. */
const LEFT_OUT: ReadonlySet<Op> = new Set([Op.Undefined, Op.Prefix, Op.TwoByte, Op.Ins, Op.Outs]);

/** The integer instructions of user programs. */
function isTried(row: number): boolean {
  const op = opOf(row) as Op;
  if (LEFT_OUT.has(op) || (attrOf(row) & (Attr.Privileged | Attr.Fpu)) !== 0) return false;
  return op < Op.MovFromSeg || op === Op.Cpuid;
}

/** An encoding: opcode bytes, with a ModRM byte for a member of a group. */
interface Encoding {
  bytes: number[];
  isGroup: boolean;
}

/** Those of one opcode. */
function encodingsOf(escaped: boolean, opcode: number): Encoding[] {
  const rows = Array.from({ length: 8 }, (_, reg) => findRow(escaped, opcode, reg << 3));
  const isGroup = new Set(rows.map(opOf)).size > 1;
  const bytes = escaped ? [0x0f, opcode] : [opcode];
  if (!isGroup) return isTried(rows[0] as number) ? [{ bytes, isGroup }] : [];
  return rows.flatMap((row, reg) => (isTried(row) ? [{ bytes: [...bytes, reg << 3], isGroup }] : []));
}

/** Those of every row that is tried. */
const ENCODINGS = [false, true].flatMap((escaped) =>
  Array.from({ length: 256 }, (_, opcode) => encodingsOf(escaped, opcode)).flat(),
);

/** Prefixes that mostly are none. */
function prefixOf(next: () => number): number[] {
  const choice = next() % 8;
  return choice < 2 ? [0x66] : choice === 2 ? [0xf2] : choice === 3 ? [0xf3] : [];
}

/** A random instruction of an encoding, at random registers. */
function startOf({ bytes, isGroup }: Encoding, next: () => number): Start {
  const code = Uint8Array.from({ length: 20 }, () => next());
  const opcode = [...prefixOf(next), ...bytes];
  code.set(opcode);
  // A register or memory at a register: displacements of 32 bits would lead out of RAM.
  const modRm = next() % 2 ? 0xc0 | (next() & 7) : ([0, 1, 2, 3, 6, 7][next() % 6] as number);
  if (isGroup) code[opcode.length - 1] = (bytes.at(-1) as number) | modRm;
  else code[opcode.length] = ((next() & 7) << 3) | modRm;
  // CMPXCHG8B needs two equal pairs, which chance hardly brings about.
  const isPaired = bytes[1] === 0xc7 && next() % 2 === 0;
  const registers = REGISTERS.map(() => (isPaired ? COMMON : drawValue(next)));
  registers[4] = DATA + 0x800 + (next() % 0x100) * 4;
  return { code, registers, flags: 2 | (next() & ARITHMETIC) | (next() % 4 === 0 ? 0x400 : 0) };
}

/** A bit to change: a low one, a sign, or any. */
function bitOf(next: () => number): number {
  const choice = next() % 3;
  return choice === 0 ? next() % 6 : choice === 1 ? ([7, 8, 15, 31][next() % 4] as number) : next() % 32;
}

/** What is said of an operation, and what was seen to matter. */
class Seen {
  private readonly said = new Set<string>();
  private readonly mattered = new Set<string>();

  /** Notes whether something mattered that was or was not said to be read; what is wrong about that. */
  note(name: string, isSaid: boolean, matters: boolean): string[] {
    if (isSaid) this.said.add(name);
    if (isSaid && matters) this.mattered.add(name);
    return matters && !isSaid ? [`reads ${name}`] : [];
  }

  /** What was said for nothing. */
  get idle(): string[] {
    return [...this.said].filter((name) => !this.mattered.has(name));
  }
}

/** Registers that operands name: which of those matters is for each sample to say, not for the operation. */
function registersNamed(code: Uint8Array): Set<string | undefined> {
  const names = decode(code, CODE).operands.flatMap((operand) =>
    operand.kind === 'register' ? [operand.name] : operand.kind === 'memory' ? [operand.base, operand.index] : [],
  );
  return new Set(names.map(generalOf));
}

/** Changes each register in turn; gives what is wrong. */
function tryRegisters(start: Start, end: End, uses: Uses, next: () => number, seen: Seen): string[] {
  const named = registersNamed(start.code);
  return REGISTERS.flatMap((name, i) => {
    const bit = 1 << bitOf(next);
    const registers = start.registers.map((value, at) => (at === i ? (value ^ bit) >>> 0 : value));
    const matters = !isSame(end, run({ ...start, registers }), i, bit, -1);
    const isWritten = end.registers[i] !== start.registers[i];
    const wrong = isWritten && !uses.writes.has(name) ? [`writes ${name}`] : [];
    const said = uses.reads.has(name);
    return [...wrong, ...(named.has(name) && said ? [] : seen.note(name, said, matters))];
  });
}

/** Changes each flag in turn; gives what is wrong. */
function tryFlags(start: Start, end: End, uses: Uses, seen: Seen): string[] {
  const changed = (end.flags ^ start.flags) & ~uses.flagsWritten;
  const wrong = FLAGS.flatMap((flag) => {
    const matters = !isSame(end, run({ ...start, flags: start.flags ^ flag }), -1, 0, ~flag);
    return seen.note(`flag ${flag.toString(16)}`, (uses.flagsRead & flag) !== 0, matters);
  });
  return changed ? [`writes flags ${(changed >>> 0).toString(16)}`, ...wrong] : wrong;
}

const hexOf = (code: Uint8Array, length: number): string =>
  [...code.subarray(0, length)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** Said to be read, but not to be seen like this: CPUID has no leaf with parts here, CMC turns over what it read. */
const WITHOUT_EFFECT: Readonly<Partial<Record<Op, readonly string[]>>> = { [Op.Cpuid]: ['ecx'], [Op.Cmc]: ['flag 1'] };

describe('what an instruction reads and writes', () => {
  const seenOf = new Map<Op, Seen>();

  /** One random instruction; what is wrong with what is said of it. */
  function tryOne(encoding: Encoding, next: () => number): string[] {
    const start = startOf(encoding, next);
    const decoded = decode(start.code, CODE);
    if (decoded.op === Op.Undefined) return [];
    const seen = seenOf.get(decoded.op) ?? new Seen();
    seenOf.set(decoded.op, seen);
    const [uses, end] = [usesOf(decoded), run(start)];
    const wrong = new Set([...tryRegisters(start, end, uses, next, seen), ...tryFlags(start, end, uses, seen)]);
    return [...wrong].map((what) => `${hexOf(start.code, decoded.length)} (op ${decoded.op}): ${what}`);
  }

  it('is what the processor reads and writes, for every integer instruction', { timeout: 120_000 }, () => {
    const next = random(77);
    const wrong = ENCODINGS.flatMap((encoding) => {
      const isPlain = !hasModrm(
        findRow(encoding.bytes[0] === 0x0f, encoding.bytes.find((byte) => byte !== 0x0f) ?? 0, 0),
      );
      return Array.from({ length: isPlain ? MORE_SAMPLES : SAMPLES }, () => tryOne(encoding, next)).flat();
    });
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(seenOf.size).toBeGreaterThan(80);
  });

  it('says nothing that never matters', () => {
    const idle = [...seenOf].flatMap(([op, { idle: names }]) =>
      names.filter((name) => !WITHOUT_EFFECT[op]?.includes(name)).map((name) => `op ${op}: ${name}`),
    );
    expect(idle).toEqual([]);
  });
});

it('knows the sixteen conditions as the processor does', () => {
  for (let condition = 0; condition < 16; condition++) {
    for (let bits = 0; bits < 64; bits++) {
      const flags = [0x1, 0x4, 0x10, 0x40, 0x80, 0x800].reduce((sum, flag, i) => sum | (bits & (1 << i) ? flag : 0), 2);
      const code = Uint8Array.of(0x0f, 0x90 | condition, 0xc0);
      const { registers } = run({ code, registers: REGISTERS.map(() => 0), flags });
      expect(holds(condition, flags)).toBe(registers[0] === 1);
    }
  }
});
