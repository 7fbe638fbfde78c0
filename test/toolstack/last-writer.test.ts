import { expect, it } from 'vitest';
import { PAGE_SIZE, RAM } from '../../web/core/layout.gen';
import { Refused } from '../../web/core/refused';
import { History } from '../../web/toolstack/history';
import { LastWriter } from '../../web/toolstack/last-writer';
import type { Goal, Machine, Outcome } from '../../web/toolstack/machine';
import { coreModule, runTo, scenario, watched } from '../support/machine';

const WORDS = 200;
const NEVER = -1n;

/** A machine that was run to its end, and what finds writers in it. */
function finished(name: string): { machine: Machine; history: History; writers: LastWriter } {
  const { machine } = watched(coreModule(), scenario(name, { script: 'wait name?\nAda' }));
  const run = async (goal: Goal): Promise<Outcome> => runTo(machine, goal);
  const history = new History(machine, run);
  for (let count = 10_000n; runTo(machine, { count }) === 'reached'; count += 10_000n) history.keep();
  history.note();
  return { machine, history, writers: new LastWriter(history, run) };
}

function random(seed: number): (below: number) => number {
  let word = seed;
  return (below) => {
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
    return Math.floor((word / 2 ** 32) * below);
  };
}

/** Words of frames that the run changed, and some of any frame that holds something. */
function chooseWords(machine: Machine, before: Uint8Array): number[] {
  const next = random(31_337);
  const changed: number[] = [];
  const filled: number[] = [];
  const [now, was] = [machine.core.memory, new DataView(before.buffer)];
  for (let at = 0; at < before.length; at += 4) {
    const word = now.getUint32(RAM + at, true);
    if (word !== was.getUint32(at, true)) changed.push(at);
    else if (word !== 0) filled.push(at);
  }
  const pick = (from: number[]): number => from[next(from.length)] as number;
  return Array.from({ length: WORDS }, (_, i) => pick(i % 5 ? changed : filled));
}

it('agrees with looking at every word after every instruction', async () => {
  const { machine, writers } = finished('hello');
  const end = machine.position;
  const { machine: slow } = watched(coreModule(), scenario('hello', { script: 'wait name?\nAda' }));
  const ram = (one: Machine): Uint8Array => one.core.bytes.slice(RAM, RAM + one.core.frames * PAGE_SIZE);
  const words = chooseWords(machine, ram(slow));
  const { memory } = slow.core;
  const seen = words.map((at) => memory.getUint32(RAM + at, true));
  const last = words.map(() => NEVER);
  const started = performance.now();
  for (let count = 1n; count <= end.count; count++) {
    runTo(slow, { count });
    for (const [i, at] of words.entries()) {
      const word = memory.getUint32(RAM + at, true);
      if (word === seen[i]) continue;
      seen[i] = word;
      last[i] = count;
    }
  }
  const scanned = performance.now();
  const hash = machine.hash;
  const by = new Map<string, number>();
  for (const [i, at] of words.entries()) {
    const found = await writers.find(at, 4);
    by.set(found.by, (by.get(found.by) ?? 0) + 1);
    expect(found.by === 'builder' ? NEVER : found.position.count, `word at ${at}, said to be by ${found.by}`).toBe(
      last[i],
    );
    expect(machine.position).toEqual(end);
  }
  expect(machine.hash).toBe(hash);
  const each = (performance.now() - scanned) / WORDS;
  console.log(
    `who wrote ${WORDS} words of ${end.count} instructions: ${each.toFixed(1)} ms each; brute force ${(scanned - started).toFixed(0)} ms for all; ${JSON.stringify([...by])}`,
  );
}, 120_000);

it('refuses what it cannot watch', async () => {
  const { writers } = finished('hello');
  for (const [maddr, bytes] of [
    [0, 0],
    [0, 65],
    [4090, 8],
    [-4, 4],
    [2 ** 40, 4],
    [0.5, 4],
  ] as const)
    await expect(writers.find(maddr, bytes)).rejects.toThrow(Refused);
});
