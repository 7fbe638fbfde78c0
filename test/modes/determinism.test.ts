import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fetchPvGrub } from '../../scripts/fetch-pv-grub.mjs';
import { Hasher } from '../../web/core/hash';
import type { Position, Scenario } from '../../web/core/machine-api';
import { coreModule, runTo, scenario, watched } from '../support/machine';

const module = coreModule();
const grub = fetchPvGrub();
const SCRIPT = 'Ada\n';

/** Everything two runs are compared by. */
interface Fingerprint {
  position: Position;
  hash: string;
  trace: bigint;
  text: string;
  status: unknown;
}

/** How one run is cut up. */
interface Mode {
  slice?: number;
  stepping?: boolean;
  /** Drop the caches after every so many slices. */
  flushEvery?: number;
}

function fingerprint(what: Scenario, { slice, stepping, flushEvery }: Mode): Fingerprint {
  const trace = new Hasher();
  const { machine, text } = watched(module, what, { trace: (records) => void trace.bytes(records) });
  if (stepping) machine.core.exports.setStepping(1);
  for (let slices = 1; ; slices++) {
    const outcome = machine.advance({}, slice);
    if (outcome !== 'more') break;
    if (flushEvery && slices % flushEvery === 0) machine.core.exports.flushCaches();
  }
  return {
    position: machine.position,
    hash: machine.hash,
    trace: trace.digest(),
    text: text(),
    status: machine.status,
  };
}

const GUESTS: [string, Scenario][] = [
  ['hello', scenario('hello', { script: SCRIPT })],
  ['hello with 8 MB', scenario('hello', { script: SCRIPT, memory: 8 })],
  ['the xenstore guest', scenario('xenstore')],
];
const MODES: [string, Mode][] = [
  ['again', {}],
  ['in slices of 997', { slice: 997 }],
  ['in slices of 1', { slice: 1 }],
  ['one instruction at a time', { stepping: true }],
  ['one instruction at a time in slices of 997', { stepping: true, slice: 997 }],
  ['with its caches dropped all the time', { slice: 1009, flushEvery: 1 }],
];

describe.each(GUESTS)('%s', (_, what) => {
  const wanted = fingerprint(what, {});

  it('ends in order', () => {
    expect(wanted.status).toMatchObject({ state: 'ended', orderly: true });
  });

  it.each(MODES)('is the same %s', (_name, mode) => {
    expect(fingerprint(what, mode)).toEqual(wanted);
  });

  it('has the same hash at every thousandth position, and when it is replayed from its log', () => {
    const first = watched(module, what);
    const stops: { position: Position; hash: string }[] = [];
    while (runTo(first.machine, { count: first.machine.position.count + 1000n }) === 'reached') {
      stops.push({ position: first.machine.position, hash: first.machine.hash });
    }
    const { script: _script, ...rest } = what;
    const again = watched(module, { ...rest, inputs: first.machine.inputs.all });
    for (const { position, hash } of stops) {
      runTo(again.machine, { position }, 613);
      expect(again.machine.position).toEqual(position);
      expect(again.machine.hash).toBe(hash);
    }
    expect(new Set(stops.map(({ hash }) => hash)).size).toBe(stops.length);
  });
});

describe("Debian's PV-GRUB to its prompt", () => {
  const prompt = (mode: Mode): Fingerprint | undefined => {
    if ('skipped' in grub) return undefined;
    const image = new Uint8Array(readFileSync(grub.path));
    const trace = new Hasher();
    const { machine, text } = watched(module, scenario('hello', { image, name: 'pv-grub' }), {
      trace: (records) => void trace.bytes(records),
    });
    if (mode.stepping) machine.core.exports.setStepping(1);
    runTo(machine, { shown: () => text().includes('grub> ') }, mode.slice);
    return {
      position: machine.position,
      hash: machine.hash,
      trace: trace.digest(),
      text: text(),
      status: machine.status,
    };
  };
  const wanted = prompt({});

  it.each(MODES.slice(0, 2).concat([MODES[3] as [string, Mode]]))('is the same %s', (_name, mode) => {
    if ('skipped' in grub) return console.log(grub.skipped);
    expect(prompt(mode)).toEqual(wanted);
    expect(wanted?.text).toContain('GNU GRUB');
  });
});
