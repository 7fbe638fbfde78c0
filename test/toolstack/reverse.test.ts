import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Rule } from '../../assembly/abi/reason';
import { at } from '../../scripts/lib/paths.mjs';
import { TRACE_RECORD_BYTES, TraceRecord } from '../../web/core/layout.gen';
import type { LineTable, Moment, Refusal, Scenario } from '../../web/core/machine-api';
import { SourceMap } from '../../web/explain/source-map';
import { MachineService } from '../../web/toolstack/machine-service';
import { scenario, typedIn } from '../support/machine';

const lines = (name: string): LineTable =>
  JSON.parse(readFileSync(at(`tutorials/images/${name}.lines.json`), 'utf8')) as LineTable;

/** A service with a machine of a committed guest. */
async function service(name: string, more: Partial<Scenario> = {}): Promise<MachineService> {
  const made = new MachineService();
  const wasm = readFileSync(at('build/ringside.wasm'));
  await made.boot(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) as ArrayBuffer);
  await made.create(scenario(name, { script: 'Ada', ...more }));
  return made;
}

const moment = (answer: Moment | Refusal): Moment => {
  if ('refused' in answer) throw new Error(answer.refused);
  return answer;
};

/** What must be the same wherever a position is reached from. */
const state = ({ position, hash, registers, console, traced }: Moment): unknown => ({
  position,
  hash,
  registers,
  shown: console.total,
  traced,
});

function random(seed: number): (below: number) => number {
  let word = seed;
  return (below) => {
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
    return Math.floor((word / 2 ** 32) * below);
  };
}

/** Where a guest's run is over. */
async function endOf(made: MachineService): Promise<Moment> {
  await made.run();
  for (;;) {
    const now = await made.moment();
    if (now.status.state === 'ended' || now.status.state === 'idle') return moment(await made.pause());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const GUESTS = ['hello', 'xenstore'] as const;

describe.each(GUESTS)('the guest %s', (name) => {
  it('is at its beginning what it is when gone back there', async () => {
    const made = await service(name);
    const begun = state(await made.moment());
    expect(state(moment(await made.seek({ count: 0n })))).toEqual(begun);
    await made.step('instruction', 1000);
    expect(state(moment(await made.seek({ count: 0n })))).toEqual(begun);
  });

  it('is in the same state from both sides, at random positions', async () => {
    const made = await service(name);
    const end = await endOf(made);
    const next = random(20_04);
    const wanted = Array.from({ length: 40 }, () => BigInt(next(Number(end.position.count))));
    const ascending = [...wanted].sort((a, b) => Number(a - b));
    const fresh = await service(name);
    const expected = new Map<bigint, { position: Moment['position']; state: unknown; trace: Uint8Array }>();
    for (const count of ascending) {
      const { position } = await fresh.moment();
      const now =
        count > position.count ? moment(await fresh.step('instruction', Number(count - position.count))) : undefined;
      if (now)
        expected.set(count, {
          position: now.position,
          state: state(now),
          trace: (await fresh.trace(0, 65_536)).records,
        });
    }
    let last = end;
    for (const count of [...wanted, ...wanted.slice().reverse()]) {
      const known = expected.get(count);
      if (!known) continue;
      const now = moment(await made.seek(known.position));
      expect(state(now)).toEqual(known.state);
      expect(now.epoch).toBeGreaterThan(last.epoch);
      const { from, records } = await made.trace(0, 65_536);
      expect(from).toBe(0);
      expect(Buffer.compare(records, known.trace)).toBe(0);
      last = now;
    }
    expect(state(moment(await made.seek(end.position)))).toEqual(state(end));
  });

  it.each(['instruction', 'line', 'hypercall'] as const)('goes back and forward by %s', async (unit) => {
    const made = await service(name, { lines: lines(name) });
    moment(await made.step('hypercall', 5));
    const there = [state(moment(await made.step(unit, 1)))];
    for (let i = 0; i < 25; i++) there.push(state(moment(await made.step(unit))));
    for (const expected of there.slice(0, -1).reverse())
      expect(state(moment(await made.step(unit, -1)))).toEqual(expected);
    expect(state(moment(await made.step(unit, 25)))).toEqual(there[25]);
    expect(state(moment(await made.step(unit, -25)))).toEqual(there[0]);
    expect(moment(await made.step(unit, -1_000_000)).position.count).toBe(0n);
    expect(await made.step(unit, -1)).toEqual({ refused: 'This is the beginning.' });
  });
});

it('goes back over a hypercall that Xen takes in several goes, as forward', async () => {
  const made = await service('recursive-writable-slot-2-level', { profile: 'xen-3.2' });
  moment(await made.runTo({ record: { rule: Rule.LinearWritable, part: false } }));
  moment(await made.seek({ count: (await made.moment()).position.count - 2n }));
  const there = [state(moment(await made.step('hypercall', -1)))];
  for (let i = 0; i < 3; i++) there.push(state(moment(await made.step('hypercall'))));
  for (const expected of there.slice(0, -1).reverse())
    expect(state(moment(await made.step('hypercall', -1)))).toEqual(expected);
});

it('steps by line: each stop begins another line', async () => {
  const made = await service('hello', { lines: lines('hello') });
  const source = new SourceMap(lines('hello'));
  let before: string | undefined;
  for (let i = 0; i < 200; i++) {
    const { registers } = moment(await made.step('line'));
    const place = source.at(registers.eip);
    const now = `${place?.file}:${place?.line}`;
    expect(place).toBeDefined();
    expect(now).not.toBe(before);
    before = now;
  }
});

it('takes an instruction for a line where no lines are known', async () => {
  const made = await service('hello');
  expect(moment(await made.step('line', 7)).position.count).toBe(7n);
  expect(moment(await made.step('line', -3)).position.count).toBe(4n);
});

it('holds every trace record once, in order, after going to and fro', async () => {
  const made = await service('xenstore');
  await endOf(made);
  for (const count of [90, 5, 70, 40, 95, 1]) {
    const { position } = await made.moment();
    const by = (position.count * BigInt(count)) / 100n - position.count;
    moment(await made.step('instruction', Number(by) || 1000));
    const { from, records } = await made.trace(0, 65_536);
    const view = new DataView(records.buffer);
    for (let i = 0; i < records.length / TRACE_RECORD_BYTES; i++)
      expect(new TraceRecord(view, i * TRACE_RECORD_BYTES).ordinal).toBe(from + i);
    expect(from + records.length / TRACE_RECORD_BYTES).toBe((await made.moment()).traced);
    moment(await made.step('instruction', 20_000));
  }
});

it('begins another future where something else is typed', async () => {
  const made = await service('hello', { script: 'wait name?\nAda' });
  const first = await endOf(made);
  const [asked] = await made.inputs();
  moment(await made.step('instruction', Number(-first.position.count) + 2000));
  await made.type(new TextEncoder().encode('Bob\r'));
  const second = await endOf(made);
  expect(typedIn(await made.inputs())).toEqual(['Bob\r']);
  expect((await made.inputs())[0]?.tick).toBeLessThan(asked?.tick ?? 0n);
  expect(second.hash).not.toBe(first.hash);
  moment(await made.step('instruction', -3000));
  expect(state(moment(await made.seek(second.position)))).toEqual(state(second));
});

describe('running to a condition', () => {
  const HYPERCALL = 1;

  it.each(GUESTS)('stops behind every hypercall of %s, forward as back', async (name) => {
    const [made, stepping] = [await service(name), await service(name)];
    const there: unknown[] = [];
    for (let i = 0; i < 40; i++) {
      const now = moment(await made.runTo({ record: { kind: HYPERCALL, part: false } }));
      there.push(state(now));
      expect(state(now)).toEqual(state(moment(await stepping.step('hypercall'))));
    }
    for (const expected of there.slice(0, -1).reverse())
      expect(state(moment(await made.runTo({ record: { kind: HYPERCALL, part: false } }, -1)))).toEqual(expected);
    const marks = await made.marks({ kind: HYPERCALL, part: false });
    expect('refused' in marks ? [] : marks.slice(0, 40).map(({ ahead }) => ahead)).toEqual(there.map((_, i) => i > 0));
    expect(moment(await made.runTo({ record: { kind: HYPERCALL } }, -1)).position.count).toBe(0n);
    expect(await made.runTo({ record: { kind: HYPERCALL } }, -1)).toEqual({ refused: 'This is the beginning.' });
  });

  it('finds registers and lines from both sides', async () => {
    const made = await service('hello', { lines: lines('hello') });
    const source = new SourceMap(lines('hello'));
    moment(await made.step('line', 30));
    const { registers, position } = await made.moment();
    const place = source.at(registers.eip);
    const again = moment(await made.runTo({ registers: { eip: registers.eip, esp: registers.esp } }, -1));
    expect(again.position.count).toBeLessThan(position.count);
    const line = { file: place?.file ?? '', line: place?.line ?? 0 };
    moment(await made.step('line', -3));
    const found = moment(await made.runTo({ line }));
    expect(source.at(found.registers.eip)).toMatchObject(line);
    expect(await made.runTo({ line: { file: line.file, line: 1 } })).toEqual({
      refused: `Line 1 of ${line.file} made no code: choose another.`,
    });
    expect(await made.runTo({ record: {} })).toMatchObject({ refused: expect.stringMatching(/trace record/) });
    expect(await made.runTo({} as never)).toMatchObject({ refused: expect.stringMatching(/runs to/) });
    expect(await (await service('hello')).runTo({ line })).toMatchObject({
      refused: expect.stringMatching(/No source/),
    });
  });
});
