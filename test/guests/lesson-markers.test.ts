import { describe, expect, it } from 'vitest';
import { TRACE_RECORD_BYTES, TraceRecord } from '../../web/core/layout.gen';
import {
  checkScenarioOf,
  LESSONS,
  type Lesson,
  type Marker,
  machineScenario,
  recordTest,
  runScenario,
} from '../../web/lessons';
import { Machine } from '../../web/toolstack/machine';
import { matches } from '../../web/toolstack/record-test';
import { coreModule, guestImage, runTo } from '../support/machine';

const module = coreModule();
const images = new Proxy({}, { get: (_, name) => async () => guestImage(String(name)) });
const lesson = LESSONS[0] as Lesson;

const scenarioNamed = (name: string) =>
  lesson.scenarios.find((scenario) => scenario.name === name) as Lesson['scenarios'][0];

/** Runs a scenario of the first lesson with markers. */
async function run(
  name: string,
  markers: readonly Marker[] = lesson.markers.filter(({ scenario }) => scenario === name),
) {
  const machine = await machineScenario(lesson, scenarioNamed(name), images);
  return { machine, ...runScenario(module, machine, markers) };
}

const marker = (when: Marker['when']): Marker => ({ name: 'm', title: 'm', scenario: '', when });

describe('markers', () => {
  it('are found in order', async () => {
    const { found } = await run('writable-slot/2-level/xen-3.2');
    expect(found.map(({ marker }) => marker.name)).toEqual(['pin-refused', 'pin-refused-lives', 'pin-refused-end']);
  });

  const marked = [...new Set(lesson.markers.map(({ scenario }) => scenario))];
  it.each(marked)('of %s stand at positions that a machine can be brought to', async (name) => {
    const { found, machine } = await run(name);
    for (const { position, ordinal } of found) {
      const again = Machine.create(module, machine);
      expect(runTo(again, { position })).toBe('reached');
      expect(again.position).toEqual(position);
      if (ordinal === undefined) continue;
      expect(again.trace.next).toBeLessThanOrEqual(ordinal);
      runTo(again, { count: position.count + 1n });
      expect(again.trace.next).toBeGreaterThan(ordinal);
    }
  });

  it.each(marked)('of %s are where the machine’s own search finds them', async (name) => {
    const { found, machine: what } = await run(name);
    const machine = Machine.create(module, what);
    runTo(machine);
    const { records } = machine.trace.read(0, machine.trace.next);
    const view = new DataView(records.buffer);
    for (const { marker, ordinal } of found) {
      const test = recordTest(marker.when);
      if (!test) continue;
      const first = Array.from({ length: machine.trace.next }, (_, i) => new TraceRecord(view, i * TRACE_RECORD_BYTES));
      expect(first.find((record) => matches(record, test))?.ordinal).toBe(ordinal);
    }
  });

  it('are the same on every run', async () => {
    const name = 'other-directory/pae/xen-4.17';
    expect((await run(name)).found).toEqual((await run(name)).found);
  });

  it.each([
    { event: 'request', code: 1, result: 0 },
    { event: 'request', rule: 'LinearOther' },
    { event: 'request', rule: 'LinearWritable', slot: 766 },
    { event: 'trap', code: 14 },
    { event: 'console', text: 'running on our own tables' },
  ] as const)('are not found where they are not: %o', async (when) => {
    expect((await run('writable-slot/2-level/xen-3.2', [marker(when)])).found).toEqual([]);
  });

  it('of a page fault look at error code and address', async () => {
    const at = (from: number, to: number, error: number) =>
      marker({ event: 'trap', code: 14, error, address: [from, to] });
    const name = 'native-stores/2-level/xen-3.2';
    const { found } = await run(name, [
      at(0xbff01000, 0xbff01000, 3),
      at(0xbff01001, 0xbff02000, 3),
      at(0, 0xffffffff, 2),
    ]);
    expect(found.map(({ marker }) => marker.when.address?.[0])).toEqual([0xbff01000]);
  });
});

describe('a run ends in the same state however it is cut up', () => {
  it.each(['native/pae', 'native/2-level', 'other-directory/2-level/xen-3.2', 'queued-updates/pae/xen-4.17'])(
    '%s',
    async (name) => {
      const what = await machineScenario(lesson, scenarioNamed(name), images);
      const end = (slice: number, stepping: number) => {
        const machine = Machine.create(module, what);
        machine.core.exports.setStepping(stepping);
        expect(runTo(machine, {}, slice)).toBe('ended');
        return { position: machine.position, hash: machine.hash };
      };
      const whole = end(2_000_000, 0);
      expect(end(9973, 0)).toEqual(whole);
      expect(end(2_000_000, 1)).toEqual(whole);
    },
  );
});

it('what is claimed and not so is named', async () => {
  const right = scenarioNamed('native-stores/pae/xen-4.17');
  const missing = { ...marker({ event: 'domain', code: 3 }), scenario: right.name };
  const claims = { ...lesson, markers: [missing] };
  const scenario = { ...right, ending: { ...right.ending, error: 2, slot: 508 } };
  const { wrong, run } = await checkScenarioOf(claims, scenario, module, images);
  expect(run.ending).toEqual({ outcome: 'fault', error: 3, address: 0xbfe02004 });
  expect(wrong).toEqual([
    'error should be 2 and is 3',
    'slot should be 508 and is not there',
    'the marker m ("m") is never met',
  ]);
});

it('a guest whose image is missing is named', async () => {
  const scenario = scenarioNamed('native/pae');
  await expect(machineScenario(lesson, scenario, {})).rejects.toThrow(
    'The lesson\'s guest "recursive-native-pae" is not among the images.',
  );
});
