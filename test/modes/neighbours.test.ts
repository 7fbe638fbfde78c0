import { describe, expect, it } from 'vitest';
import type { DomainPicture, DomainScenario } from '../../web/core/machine-api';
import { Machine } from '../../web/toolstack/machine';
import { coreModule, runTo, scenario } from '../support/machine';

const module = coreModule();
const MS = 1_000_000n;
/** Longest that a vCPU with a claim waits for one other, in ticks: a slice, of which a wake-up may cut off nothing. */
const SLICE = 10n * MS;
/** How far apart what a domain had and its due may ever be: a slice, and what a vCPU that wakes may have in hand (5 ms), twice for two. */
const BOUND = 2n * (SLICE + 5n * MS);

const small = (name: string, more: Partial<DomainScenario> = {}): DomainScenario =>
  scenario(name, { memory: 6, ...more });

/** Runs a first domain with others; gives how they stand at the first boundary from each of these ticks on. */
function watch(first: DomainScenario, others: DomainScenario[], ticks: readonly bigint[]) {
  const consoles = new Map<number, string>();
  const machine = Machine.create(
    module,
    { ...first, others },
    {
      console: (bytes, domid) => consoles.set(domid, (consoles.get(domid) ?? '') + new TextDecoder().decode(bytes)),
    },
  );
  const stops = ticks.map((tick) => {
    runTo(machine, { tick }, undefined, 1_000_000_000);
    return { tick: machine.position.tick, domains: machine.domains };
  });
  return { machine, consoles, stops };
}

const ran = ({ times }: DomainPicture): bigint => times.running;

/** All that was accounted to a domain, of all its vCPUs. */
const total = ({ times }: DomainPicture): bigint => times.running + times.runnable + times.blocked + times.offline;

/** Neighbours that want all there is, each in its own way, and weights against theirs. */
const GREEDY: [string, DomainScenario, [own: number, other: number][]][] = [
  [
    'never yields, with events masked',
    small('test/loop-forever'),
    [
      [256, 256],
      [512, 256],
      [64, 256],
    ],
  ],
  ['calls Xen without end', small('test/call-forever'), [[512, 256]]],
  ['prints without end', small('test/print-forever'), [[256, 256]]],
];

describe.each(GREEDY)('beside a neighbour that %s', (_, neighbour, weights) => {
  it.each(weights)('a domain of weight %i has its share against %i', (own, other) => {
    const first = small('test/loop-forever', { weight: own });
    const { stops } = watch(first, [{ ...neighbour, weight: other }], [90n * MS, 170n * MS]);
    for (const { tick, domains } of stops) {
      const [mine, theirs] = domains.map(ran) as [bigint, bigint];
      const due = (tick * BigInt(own)) / BigInt(own + other);
      expect(mine > due - BOUND && mine < due + BOUND, `${mine} of ${due}`).toBe(true);
      expect(mine + theirs).toBeLessThanOrEqual(tick);
    }
  });

  it('one that sleeps and wakes is served within a slice', () => {
    const { consoles } = watch(small('test/clock', { commandLine: 'times=8' }), [neighbour], [260n * MS]);
    const late = /late by at most (\d+) us/.exec(consoles.get(1) ?? '')?.[1];
    expect(BigInt(late ?? 1e9) * 1000n).toBeLessThan(SLICE + 1n * MS);
    expect(consoles.get(1)).toContain('8 of 8');
  });
});

describe('beside a neighbour that floods it with events', () => {
  const { machine, consoles, stops } = watch(
    small('ping'),
    [small('pong', { commandLine: 'flood' }), small('test/loop-forever')],
    [50n * MS, 250n * MS],
  );

  it('its victim and a bystander have their shares', () => {
    const [before, after] = stops.map(({ domains }) => domains.map(ran)) as [bigint[], bigint[]];
    expect(consoles.get(2)).toContain('sending without end');
    const gained = after.map((time, i) => time - (before[i] as bigint));
    const sum = gained.reduce((a, b) => a + b, 0n);
    // The flood and the bystander want all they can get; the victim takes what handling the flood costs it.
    for (const [i, share] of gained.entries())
      if (i > 0) expect(share > sum / 3n - BOUND, `${machine.domains[i]?.name}: ${gained}`).toBe(true);
    expect((gained[0] as bigint) > 0n && (gained[0] as bigint) < sum / 3n + BOUND, `${gained}`).toBe(true);
  });

  it('no port of anybody else is touched', () => {
    expect(machine.domains.map(({ channels }) => channels)).toEqual([3, 3, 2]);
    expect(machine.core.exports.audit()).toBe(0);
  });
});

describe('beside a neighbour that keeps a page of one that is gone', () => {
  it('everything else is given back, and the page when the neighbour goes', () => {
    const { machine } = watch(
      small('ping'),
      [small('pong', { commandLine: 'hold' }), small('test/loop-forever')],
      [50n * MS],
    );
    machine.command(1, 'destroy');
    machine.advance({ position: machine.position });
    expect(machine.domains[0]).toMatchObject({ state: 'dying', frames: 1, granted: 1, ports: 0 });
    expect(machine.domains[1]).toMatchObject({ mapped: 1 });
    runTo(machine, { tick: 100n * MS });
    expect(machine.core.exports.audit()).toBe(0);
    machine.command(2, 'destroy');
    machine.advance({ position: machine.position });
    expect(machine.domains.map(({ state }) => state)).toEqual(['destroyed', 'destroyed', 'running']);
    expect(machine.core.exports.audit()).toBe(0);
  });
});

it('every tick of every vCPU is accounted to one state', () => {
  const others = [small('pong', { vcpus: 2 }), small('hello', { commandLine: 'noread' }), small('test/call-forever')];
  const { stops } = watch(small('ping', { commandLine: 'rounds=200' }), others, [1n * MS, 3n * MS, 60n * MS]);
  const alive = stops.map(({ tick, domains }) => {
    const there = domains.filter(({ state }) => state !== 'destroyed');
    for (const domain of there) expect(total(domain), domain.name).toBe(BigInt(domain.vcpus) * tick);
    return there.length;
  });
  expect(alive[0]).toBe(4);
  expect(alive.at(-1)).toBeLessThan(4);
});

describe('an idle machine', () => {
  it('costs nothing: an hour of it passes within few instructions and jumps', () => {
    const machine = Machine.create(module, { ...small('hello'), others: [small('hello')] });
    let jumps = 0;
    runTo(machine, { tick: 1_000n * MS });
    const { count } = machine.position;
    for (let tick = 1_000n * MS; tick <= 3_600_000n * MS; tick += 60_000n * MS) {
      machine.advance({ tick });
      jumps++;
    }
    expect(machine.position.count - count).toBe(0n);
    expect(jumps).toBe(60);
  });
});
