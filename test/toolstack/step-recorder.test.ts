import { describe, expect, it } from 'vitest';
import type { StepEvent, StepRecord } from '../../web/core/step-record';
import { stepWords } from '../../web/explain/step/words';
import { History } from '../../web/toolstack/history';
import type { Goal, Machine, Outcome } from '../../web/toolstack/machine';
import { StepRecorder } from '../../web/toolstack/step-recorder';
import { TINY_ENTRY, tinyKernel } from '../cpu-system/support/tiny-kernel';
import { coreModule, runTo, scenario, watched } from '../support/machine';

const module = coreModule();
const le = (value: number): number[] => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
const DATA = 0x200000;

/** What a step of a machine does, without changing it. */
function recordOf(machine: Machine): StepRecord {
  const run = async (goal: Goal): Promise<Outcome> => runTo(machine, goal);
  return new StepRecorder(new History(machine, run)).record();
}

/** The record of the last of some instructions on the bare machine, after those before it. */
function bareStep(code: number[], instructions: number): { machine: Machine; record: StepRecord } {
  const image = tinyKernel(code);
  const { machine } = watched(module, scenario('hello', { image, name: 'tiny', memory: 4, bare: true }));
  runTo(machine, { count: BigInt(instructions - 1) });
  return { machine, record: recordOf(machine) };
}

const plain = (event: StepEvent): unknown => {
  const { walk: _walk, ...rest } = { walk: undefined, ...event };
  return rest;
};

describe('a step on the bare machine', () => {
  // mov $5, %eax; mov $DATA, %ebx; mov %eax, 4(%ebx); add %eax, 4(%ebx)
  const code = [0xb8, ...le(5), 0xbb, ...le(DATA), 0x89, 0x43, 4, 0x01, 0x43, 4, 0xf4];

  it('says what was read and written, in order, with what stood there', () => {
    const { record } = bareStep(code, 4);
    expect(record.events.map(plain)).toEqual([
      { kind: 'read', address: DATA + 4, maddr: DATA + 4, bytes: 4, value: 5n },
      { kind: 'write', address: DATA + 4, maddr: DATA + 4, bytes: 4, value: 10n, before: 5n },
    ]);
    expect(stepWords(record, 'att')).toEqual({
      instruction: 'add %eax,0x4(%ebx)',
      read: ['ebx = 0x200000', 'eax = 0x5', '4 bytes at 00200004 = 0x5'],
      wrote: ['ZF 1 → 0', '4 bytes at 00200004 0x5 → 0xa'],
      decided: [],
    });
  });

  it('leaves the machine exactly where it stood', () => {
    const { machine } = bareStep(code, 4);
    const [position, hash] = [machine.position, machine.hash];
    recordOf(machine);
    expect([machine.position, machine.hash]).toEqual([position, hash]);
    runTo(machine, { count: 5n });
    const { machine: other } = bareStep(code, 1);
    runTo(other, { count: 5n });
    expect(machine.hash).toBe(other.hash);
  });

  it('says whether a branch is taken', () => {
    const branches = [0x31, 0xc0, 0x74, 1, 0xf4, 0x75, 1, 0x90, 0xf4]; // xor; jz +1; hlt; jnz +1; nop; hlt
    expect(stepWords(bareStep(branches, 2).record, 'att').decided).toEqual(['taken: goes on at 00100025']);
    expect(stepWords(bareStep(branches, 3).record, 'att').decided).toEqual(['not taken: goes on at 00100027']);
    expect(stepWords(bareStep(branches, 2).record, 'att').read).toEqual(['ZF=1']);
  });

  it('takes a repeated instruction one iteration at a time', () => {
    const fill = [0xb9, ...le(2), 0xbf, ...le(DATA), 0xf3, 0xab];
    expect(stepWords(bareStep(fill, 3).record, 'att').decided).toEqual(['0x1 more to come']);
    expect(stepWords(bareStep(fill, 4).record, 'att').decided).toEqual(['the last one']);
    expect(bareStep(fill, 4).record.events).toHaveLength(1);
  });

  it('tells of a port', () => {
    const { record } = bareStep([0xb0, 0x41, 0x66, 0xba, 0xf8, 0x03, 0xee, 0xf4], 3);
    expect(record.events).toMatchObject([{ kind: 'exit', operand: 0x3f8, value: 0x41n }]);
    expect(stepWords(record, 'att').decided).toEqual(['left to the devices: out 0x3f8, 0x41']);
  });

  it('tells a store that crosses a page as one', () => {
    const { record } = bareStep([0xc7, 0x05, ...le(DATA - 2), ...le(0x11223344)], 1);
    expect(record.events.map(plain)).toEqual([
      { kind: 'write', address: DATA - 2, maddr: DATA - 2, bytes: 4, value: 0x11223344n, before: 0n },
    ]);
  });

  it('tells an exception, its handler, and what the delivery read and pushed', () => {
    const [gdt, idt] = [DATA + 0x1000, DATA + 0x2000];
    const store = (at: number, value: number): number[] => [0xc7, 0x05, ...le(at), ...le(value)];
    const handler = 0x300000;
    const setUp = [
      ...[...store(gdt + 8, 0xffff), ...store(gdt + 12, 0x00cf9b00)],
      ...[...store(idt, 0x00080000 | (handler & 0xffff)), ...store(idt + 4, (handler & 0xffff0000) | 0x8e00)],
      ...[
        ...store(DATA, 0x0fff0000),
        ...store(DATA + 4, gdt),
        ...store(DATA + 8, 0x07ff0000),
        ...store(DATA + 12, idt),
      ],
      ...[0x0f, 0x01, 0x15, ...le(DATA + 2), 0x0f, 0x01, 0x1d, ...le(DATA + 10)], // lgdt, lidt
      ...[0xbc, ...le(DATA + 0x800)], // stack
      ...[0x31, 0xc9, 0xf7, 0xf1], // xor %ecx, %ecx; div %ecx
    ];
    const { record } = bareStep(setUp, 13);
    const words = stepWords(record, 'att');
    expect(words.instruction).toBe('div %ecx');
    expect(words.decided).toEqual(['raised #DE, divide error', 'entered the handler of #DE through the IDT']);
    expect(record.events.map(({ kind }) => kind)).toEqual([
      ...['exception', 'delivery', 'read', 'read', 'write', 'write', 'write'],
    ]);
    const pushed = record.events
      .filter((event) => event.kind === 'write')
      .map((event) => ('address' in event ? event.address : 0));
    expect(pushed).toEqual([DATA + 0x7fc, DATA + 0x7f8, DATA + 0x7f4]);
    expect(record.after.eip).toBe(handler);
    expect(record.before.eip).toBe(TINY_ENTRY + setUp.length - 2);
  });
});

describe('a step of a guest on Xen', () => {
  it('tells the way through the page tables, and leaves everything as it was for thousands of steps', () => {
    const { machine } = watched(module, scenario('hello', { script: 'Ada\n' }));
    const { machine: other } = watched(module, scenario('hello', { script: 'Ada\n' }));
    let memory = 0;
    for (let count = 0n; count < 6000n; count += 97n) {
      runTo(machine, { count });
      const record = recordOf(machine);
      runTo(other, { count: record.next.count });
      expect(record.after).toEqual(other.look().registers());
      for (const event of record.events) {
        if (event.kind !== 'read' && event.kind !== 'write') continue;
        memory++;
        const { page } = event.walk;
        expect(page && page.mfn * 0x1000 + (event.address % page.size)).toBe(event.maddr);
      }
      stepWords(record, 'intel');
    }
    expect(memory).toBeGreaterThan(20);
    runTo(machine, { count: 6500n });
    runTo(other, { count: 6500n });
    expect(machine.hash).toBe(other.hash);
  });

  it('tells that a hypercall is left to Xen', () => {
    const { machine } = watched(module, scenario('hello', { script: 'Ada\n' }));
    runTo(machine, { hypercall: true });
    const { count } = machine.position;
    const { machine: again } = watched(module, scenario('hello', { script: 'Ada\n' }));
    runTo(again, { count: count - 1n });
    const record = recordOf(again);
    expect(stepWords(record, 'att').instruction).toBe('int $0x82');
    expect(stepWords(record, 'att').decided[0]).toBe('left to Xen: software interrupt 0x82');
  });
});
