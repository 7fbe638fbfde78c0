import { describe, expect, test } from 'vitest';
import { kernelEngine } from '../cpu/support/kernel';
import { random } from '../cpu/support/random';

// Every way to run must stop in the same state: registers, flags, instruction pointer, every byte of RAM.

/** Rounds that last longer than any stop below. */
const ROUNDS = 100000;
const WORKLOADS = [
  'sieve',
  'quicksort',
  'sha256',
  'matmul',
  'memory-string',
  'fibonacci',
  'indirect-call',
  'byte-loop',
  'paging',
  'address-space',
  'rep-string',
  'faults',
  'no-faults',
  'system-calls',
  'cold-code',
];

interface Way {
  name: string;
  slice: number;
  stepping?: boolean;
  drops?: boolean;
  generic?: boolean;
}

const WAYS: Way[] = [
  { name: 'blocks', slice: 2_000_000 },
  { name: 'slices of 997', slice: 997 },
  { name: 'one instruction at a time', slice: 2_000_000, stepping: true },
  { name: 'caches dropped now and then', slice: 3001, drops: true },
  { name: 'the generic path', slice: 100_000, generic: true },
  { name: 'stepping in slices of 7', slice: 7, stepping: true },
];

function stateAfter(workload: string, count: number, way: Way): string {
  const engine = kernelEngine(workload, ROUNDS, 1024);
  engine.machine.stepping = way.stepping ? 1 : 0;
  engine.genericOnly = way.generic ?? false;
  const next = random(count | 1);
  const between = () => {
    if (way.drops && next() % 3 === 0) engine.exports.dropCaches();
  };
  engine.runDelivering(count, way.slice, between);
  return engine.state();
}

describe.each(WORKLOADS)('%s', (workload) => {
  const next = random(workload.length * 7919 + workload.charCodeAt(0));
  const counts = [next() % 20000, 20000 + (next() % 200_000), 250_000 + (next() % 500_000)];
  test.each(counts)('stops at %d in the same state however it runs', (count) => {
    const [first, ...others] = WAYS.map((way) => ({ name: way.name, state: stateAfter(workload, count, way) }));
    expect(first?.state).toContain(`count ${count} `);
    for (const other of others) expect(`${other.name}: ${other.state}`).toBe(`${other.name}: ${first?.state}`);
  });
});
