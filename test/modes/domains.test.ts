import { describe, expect, it } from 'vitest';
import { Hasher } from '../../web/core/hash';
import type { Position, Scenario } from '../../web/core/machine-api';
import { sha256 } from '../../web/core/sha256';
import { linkDomain, linkOthers, linkScenario, readLink, writeLink } from '../../web/replay/link';
import { Machine } from '../../web/toolstack/machine';
import { coreModule, guestImage, runTo, scenario } from '../support/machine';

const module = coreModule();
const ROUNDS = 'rounds=40';

/** ping and pong, and a guest that wants to be typed to. */
const PLAY = scenario('ping', {
  memory: 8,
  commandLine: ROUNDS,
  others: [
    scenario('pong', { memory: 8, commandLine: ROUNDS }),
    scenario('hello', { memory: 8, script: 'wait name?\nAda\n' }),
  ],
});

/** How one run is cut up. */
interface Mode {
  slice?: number;
  stepping?: boolean;
  flushEvery?: number;
}

/** A machine whose consoles and trace are kept. */
function watched(what: Scenario) {
  const consoles = new Map<number, string>();
  const trace = new Hasher();
  const machine = Machine.create(module, what, {
    console: (bytes, domid) => consoles.set(domid, (consoles.get(domid) ?? '') + new TextDecoder().decode(bytes)),
    trace: (records) => void trace.bytes(records),
  });
  return { machine, consoles, trace };
}

function fingerprint(what: Scenario, { slice, stepping, flushEvery }: Mode) {
  const { machine, consoles, trace } = watched(what);
  if (stepping) machine.core.exports.setStepping(1);
  for (let slices = 1; machine.advance({}, slice) === 'more'; slices++) {
    if (flushEvery && slices % flushEvery === 0) machine.core.exports.flushCaches();
  }
  const { position, hash, status, domains } = machine;
  return { position, hash, status, domains, consoles, trace: trace.digest() };
}

describe('three domains of which two play', () => {
  const wanted = fingerprint(PLAY, {});

  it('end in order, each with its own console', () => {
    expect(wanted.status).toMatchObject({ state: 'ended', orderly: true });
    expect(wanted.domains.map(({ name, end }) => [name, end?.reason])).toEqual([
      ['ping', 'The guest shut down.'],
      ['pong', 'The guest shut down.'],
      ['hello', 'The guest shut down.'],
    ]);
    expect(wanted.consoles.get(1)).toContain('ping: 40 of 40 rounds answered\r\nping: the page is ours again\r\n');
    expect(wanted.consoles.get(2)).toContain('pong: 40 rounds\r\npong: unmapped, status 0\r\npong: done\r\n');
    expect(wanted.consoles.get(3)).toContain('Ada');
  });

  it.each<[string, Mode]>([
    ['again', {}],
    ['in slices of 997', { slice: 997 }],
    ['in slices of 1', { slice: 1 }],
    ['one instruction at a time', { stepping: true }],
    ['with its caches dropped all the time', { slice: 1009, flushEvery: 1 }],
  ])('are the same %s', (_, mode) => {
    expect(fingerprint(PLAY, mode)).toEqual(wanted);
  });

  it('are found again by a link, wherever it leads', () => {
    const first = Machine.create(module, PLAY);
    const stops: { position: Position; link: string }[] = [];
    while (runTo(first, { count: first.position.count + 20_000n }) === 'reached') {
      const { position, hash } = first;
      const link = {
        ...linkDomain(PLAY, first.imageHash, sha256),
        ...linkOthers(PLAY, sha256),
        inputs: first.inputs.all,
        position,
        hash,
      };
      stops.push({ position, link: writeLink(link) });
    }
    expect(stops.length).toBeGreaterThan(5);
    for (const { link: text } of stops) {
      const link = readLink(text);
      const files = (name: string) => ({ image: guestImage(name), imageHash: sha256(guestImage(name)) });
      const again = Machine.create(module, linkScenario(link, files('ping'), [files('pong'), files('hello')]));
      runTo(again, { position: link.position }, 613);
      expect([again.position, again.hash]).toEqual([link.position, link.hash]);
    }
  });

  it('stand the same when gone back to, past the end of one and another', () => {
    const { machine } = watched(PLAY);
    const checkpoints = [machine.checkpoint()];
    const stops: { position: Position; hash: string; states: string[] }[] = [];
    const states = () => machine.domains.map(({ state }) => state);
    while (runTo(machine, { count: machine.position.count + 15_000n }) === 'reached') {
      stops.push({ position: machine.position, hash: machine.hash, states: states() });
      if (stops.length % 3 === 0) checkpoints.push(machine.checkpoint(checkpoints.at(-1)));
    }
    expect(new Set(stops.flatMap((stop) => stop.states))).toContain('destroyed');
    for (const [i, { position, hash, states: stood }] of [...stops.entries()].reverse()) {
      const from = checkpoints.findLast((checkpoint) => checkpoint.position.count <= position.count);
      if (from) machine.restore(from);
      runTo(machine, { position }, 1 + i * 331);
      expect([machine.position, machine.hash, states()]).toEqual([position, hash, stood]);
    }
  });
});

describe('what the toolstack is told', () => {
  it('acts at its tick, and a replay of the log does the same', () => {
    const what = scenario('ping', { memory: 8, others: [scenario('pong', { memory: 8 })] });
    const { machine } = watched(what);
    const states: string[][] = [];
    const orders = [
      [200_000n, 2, 'pause'],
      [260_000n, 2, 'unpause'],
      [300_000n, 1, 'pause'],
      [300_000n, 2, 'destroy'],
    ] as const;
    for (const [tick, domid, command] of orders) {
      runTo(machine, { tick });
      machine.command(domid, command);
      machine.advance({ position: machine.position });
      states.push(machine.domains.map(({ state }) => state));
    }
    runTo(machine, { tick: 2_000_000n });
    expect(states).toEqual([
      [expect.stringMatching(/running|runnable|blocked/), 'paused'],
      [expect.any(String), expect.stringMatching(/running|runnable|blocked/)],
      ['paused', expect.any(String)],
      ['paused', 'destroyed'],
    ]);
    expect(machine.inputs.all.map((event) => event.kind === 'toolstack' && event.command)).toEqual(
      orders.map(([, , command]) => command),
    );
    const { position, hash } = machine;
    for (const slice of [1, 997, 2_000_000]) {
      const again = watched({ ...what, inputs: machine.inputs.all }).machine;
      runTo(again, { position }, slice);
      expect([again.position, again.hash]).toEqual([position, hash]);
    }
    expect(machine.core.exports.audit()).toBe(0);
  });

  it('ends the machine when the last domain is destroyed', () => {
    const { machine } = watched(scenario('hello', { memory: 8 }));
    runTo(machine, { count: 10_000n });
    machine.command(1, 'destroy');
    expect(machine.advance({})).toBe('ended');
    expect(machine.status).toEqual({ state: 'ended', orderly: false, reason: 'The domain was destroyed.' });
    expect(() => machine.command(2, 'pause')).toThrow('This machine has no domain 2.');
  });
});
