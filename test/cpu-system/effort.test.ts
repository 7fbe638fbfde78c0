import { describe, expect, it, test } from 'vitest';
import type { Core } from '../../web/core/core';
import { RAM, VCPU, VcpuState } from '../../web/core/layout.gen';
import { coreModule } from '../support/machine';
import { bareMachine } from './support/bare-machine';
import { tinyKernel } from './support/tiny-kernel';

// Whatever a guest asks for, one call into the core does a bounded amount of work, and each call gets on. Work is counted, not timed.

const module = coreModule();
const NEVER = 2n ** 63n;
const SLICE = 2_000_000;
/** Times that all wasm frames may be left in one call (assembly/mmu/effort.ts counts two units for each). */
const MOST_UNWINDS = 510;
const CALLS = 12;
const INSTRUCTIONS = 4000n;

const le = (value: number): number[] => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
/** movl $value, address */
const store = (address: number, value: number): number[] => [0xc7, 0x05, ...le(address), ...le(value)];

const [GDT, IDT, POINTER, STACK, DIRECTORY, TABLE] = [0x200000, 0x201000, 0x202000, 0x208000, 0x20a000, 0x20b000];
const HANDLER = 0x210000;
/** A descriptor table with flat segments, and every vector of the IDT at the handler. */
const TRAPS = [
  ...[
    ...store(GDT + 8, 0xffff),
    ...store(GDT + 12, 0x00cf9b00),
    ...store(GDT + 16, 0xffff),
    ...store(GDT + 20, 0x00cf9300),
  ],
  ...[0xbf, ...le(IDT), 0xb9, ...le(256)], // mov $IDT, %edi; mov $256, %ecx
  ...[0xc7, 0x07, ...le(0x00080000 | (HANDLER & 0xffff)), 0xc7, 0x47, 4, ...le((HANDLER & 0xffff0000) | 0x8e00)],
  ...[0x83, 0xc7, 8, 0xe2, 0xee], // add $8, %edi; loop
  ...[
    ...store(POINTER, 0x0fff0000),
    ...store(POINTER + 4, GDT),
    ...store(POINTER + 8, 0x07ff0000),
    ...store(POINTER + 12, IDT),
  ],
  ...[0x0f, 0x01, 0x15, ...le(POINTER + 2), 0x0f, 0x01, 0x1d, ...le(POINTER + 10)],
  ...[0xbc, ...le(STACK)],
];
/** The first 4 MB mapped to themselves, the next 4 MB by tables where there is no RAM; paging on. */
const PAGING = [
  ...[0xbf, ...le(TABLE), 0xb8, ...le(7), 0xb9, ...le(1024)], // edi: table, eax: entry, ecx: how many
  ...[0xab, 0x05, ...le(0x1000), 0xe2, 0xf8], // stos; add $0x1000, %eax; loop
  ...[...store(DIRECTORY, TABLE | 7), ...store(DIRECTORY + 4, 0x70000007)],
  ...[0xb8, ...le(DIRECTORY), 0x0f, 0x22, 0xd8, 0x0f, 0x20, 0xc0, 0x0d, ...le(0x80000000), 0x0f, 0x22, 0xc0],
];
const IRET = [0xcf];
/** add $4, %esp; iret: of an exception with an error code. */
const IRET_FROM_FAULT = [0x83, 0xc4, 4, 0xcf];
/** addl $by, (%esp); iret: on behind the instruction. */
const SKIP = (by: number): number[] => [0x83, 0x04, 0x24, by, 0xcf];
const jumpBack = (length: number): number[] => [0xe9, ...le(-(length + 5))];
const loop = (body: number[]): number[] => [...body, ...jumpBack(body.length)];

/** mov $value, %al; out %al, $port */
const out = (port: number, value: number): number[] => [0xb0, value, 0xe6, port];
/** mov $port, %edx; mov $value, %al; out %al, %dx */
const outFar = (port: number, value: number): number[] => [0xba, ...le(port), 0xb0, value, 0xee];
/** The first 8259 begun with its lines from vector 32 on, of which `mask` are held back; interrupts on. */
const interruptsOn = (mask: number): number[] => [
  ...[...out(0x20, 0x11), ...out(0x21, 0x20), ...out(0x21, 0x04), ...out(0x21, 0x01), ...out(0x21, mask)],
  0xfb,
];
/** End of interrupt; iret. */
const END_OF_INTERRUPT = [...out(0x20, 0x20), 0xcf];

interface Case {
  name: string;
  code: number[];
  handler?: number[];
}

/** Interrupts without end. */
const STORMS: Case[] = [
  {
    name: 'the timer at its smallest count',
    code: [...TRAPS, ...interruptsOn(0xfe), ...out(0x43, 0x34), ...out(0x40, 2), ...out(0x40, 0), ...loop([0x90])],
    handler: END_OF_INTERRUPT,
  },
  {
    // The handler ends the interrupt and sends a byte, without a look at what the port wants: that it was sent is another interrupt.
    name: 'a serial port that interrupts as soon as it was answered',
    code: [...TRAPS, ...interruptsOn(0xef), ...outFar(0x3fc, 8), ...outFar(0x3f9, 2), ...loop([0x90])],
    handler: [...out(0x20, 0x20), ...outFar(0x3f8, 0), 0xcf],
  },
];

const CASES: Case[] = [
  {
    name: 'one page fault after another, each returned to',
    code: [...TRAPS, ...PAGING, 0xa1, ...le(0x800000)],
    handler: IRET_FROM_FAULT,
  },
  { name: 'undefined instructions that are stepped over', code: [...TRAPS, ...loop([0x0f, 0x0b])], handler: SKIP(2) },
  {
    name: 'walks through tables beyond RAM',
    handler: IRET_FROM_FAULT,
    code: [...TRAPS, ...PAGING, ...loop([0xa1, ...le(0x400000), 0xa1, ...le(0x7fffff)])],
  },
  {
    name: 'REP over a page fault, again and again',
    code: [...TRAPS, ...PAGING, 0xbf, ...le(0x7ffffc), 0xb9, ...le(-1), 0xf3, 0xaa],
    handler: IRET_FROM_FAULT,
  },
  { name: 'REP without end beyond RAM', code: loop([0xbf, ...le(0x70000000), 0xb9, ...le(-1), 0xf3, 0xab]) },
  {
    name: 'code that rewrites the instruction behind it',
    code: loop([0xfe, 0x05, ...le(0x100020 + 7), 0xb0, 0]), // incb of the immediate of mov $n, %al
  },
  {
    name: 'code that rewrites its own page through another place each time',
    code: [0xbf, ...le(0x100080), ...loop([0xfe, 0x07, 0x47, 0x81, 0xe7, ...le(0x1000ff), 0x90])],
  },
  {
    name: 'CR3 loaded all the time',
    code: [...PAGING, ...loop([0xb8, ...le(DIRECTORY), 0x0f, 0x22, 0xd8, 0xa1, ...le(0x100000)])],
  },
  {
    name: 'the upper table written all the time',
    code: [...PAGING, ...loop([...store(DIRECTORY, TABLE | 7), 0xa1, ...le(0x100000)])],
  },
  {
    name: 'single steps',
    code: [...TRAPS, 0x9c, 0x81, 0x0c, 0x24, ...le(0x100), 0x9d, ...loop([0x90, 0x90])],
    handler: IRET,
  },
  { name: 'a jump beyond RAM, fetched for ever', code: [...TRAPS, 0xe9, ...le(0x60000000)], handler: IRET },
  {
    name: 'a segment at whose limit everything faults',
    code: [
      ...TRAPS,
      ...store(GDT + 24, 0x0fff),
      ...store(GDT + 28, 0x00409300),
      0xb8,
      ...le(24),
      0x8e,
      0xe0,
      0x64,
      0xa1,
      ...le(0xffd),
    ],
    handler: IRET_FROM_FAULT,
  },
  ...STORMS,
];

/** A machine with a case's code and handler. */
function machineOf({ code, handler = IRET }: Case): Core {
  const core = bareMachine(module, tinyKernel(code));
  core.bytes.set(handler, RAM + HANDLER);
  core.exports.touch(HANDLER >>> 12);
  return core;
}

/** Runs calls of a whole slice each; gives the most unwindings of one, and how many calls did not get on. */
function drive(core: Core): { unwinds: number; stuck: number } {
  const unwound = core.exports.unwound.bind(core.exports);
  let [unwinds, stuck, most] = [0, 0, 0];
  const counted = (): void => {
    unwinds++;
    unwound();
  };
  Object.defineProperty(core, 'exports', { value: { ...core.exports, unwound: counted } });
  for (let calls = 0; calls < CALLS; calls++) {
    const before = core.machine.count;
    unwinds = 0;
    core.run(SLICE, NEVER);
    most = Math.max(most, unwinds);
    if (core.machine.count === before) stuck++;
  }
  return { unwinds: most, stuck };
}

/** The state after so many instructions, in calls of `slice`. */
function stateAfter(what: Case, slice: number): bigint {
  const core = machineOf(what);
  for (let calls = 0; core.machine.count < INSTRUCTIONS; calls++) {
    if (calls > 2 * Number(INSTRUCTIONS)) throw new Error(`${what.name} gets nowhere`);
    core.run(Math.min(slice, Number(INSTRUCTIONS - core.machine.count)), NEVER);
  }
  return core.exports.stateHash();
}

/** Instructions in which a storm has entered its handler some times, tables and all. */
const STORM = 20_000;

/** How often the handler is entered in them. */
function timesHandled(what: Case): number {
  const core = machineOf(what);
  const vcpu = new VcpuState(core.memory, VCPU);
  let times = 0;
  for (let i = 0; i < STORM; i++) {
    core.run(1, NEVER);
    if (Number(vcpu.ip) === HANDLER) times++;
  }
  return times;
}

test.each(STORMS)('$name is a storm', (what) => {
  expect(timesHandled(what)).toBeGreaterThan(5);
});

describe('one call is bounded', () => {
  it.each(CASES)('$name', (what) => {
    const { unwinds, stuck } = drive(machineOf(what));
    expect(unwinds).toBeLessThanOrEqual(MOST_UNWINDS);
    expect(stuck).toBe(0);
  });

  it.each(CASES)('$name: how a run is cut by it changes nothing', (what) => {
    const states = [7, 1000, SLICE].map((slice) => stateAfter(what, slice));
    expect(new Set(states).size).toBe(1);
  });
});
