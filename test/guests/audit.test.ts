import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';
import { LESSONS, machineScenario } from '../../web/lessons';
import type { Machine } from '../../web/toolstack/machine';
import { coreModule, guestImage, runTo, scenario, watched } from '../support/machine';

/** Calls after which the audit is a sample: it looks at every frame, so that a run's cost is its calls times the machine's memory. */
const EVERY_CALL = 300;

/** One call in so many is audited from then on. A prime, so that no loop of a guest keeps step with it. */
const SAMPLE = 31;

const module = coreModule();
const images = new Proxy({}, { get: (_, name) => async () => guestImage(String(name)) });
const onXen = LESSONS.flatMap((lesson) =>
  lesson.scenarios.filter(({ profile }) => profile !== undefined).map((one) => ({ lesson, one, name: one.name })),
);

/** Runs a guest to its end or to `most` calls and audits after its hypercalls: all of the first ones, then a sample. */
function audited(machine: Machine, most = Infinity): number {
  let calls = 0;
  for (; calls < most && runTo(machine, { hypercall: true }) === 'reached'; calls++) {
    if (calls < EVERY_CALL || calls % SAMPLE === 0) expect(machine.core.exports.audit(), `after call ${calls}`).toBe(0);
  }
  expect(machine.core.exports.audit(), 'at the end').toBe(0);
  return calls;
}

describe('every count and type is what the page tables say, after the hypercalls of', () => {
  it.each(onXen)('$name', async ({ lesson, one }) => {
    const { machine } = watched(module, await machineScenario(lesson, one, images));
    expect(audited(machine)).toBeGreaterThan(5);
  });

  it('hello', () => {
    expect(audited(watched(module, scenario('hello')).machine, 500)).toBeGreaterThan(5);
  });

  it.each(['probe', 'probe-calls', 'probe-tables', 'probe-traps'])('%s', (name) => {
    const image = new Uint8Array(readFileSync(at(`tutorials/images/test/${name}.elf`)));
    const { machine } = watched(module, scenario('hello', { image, name }));
    expect(audited(machine, 4000)).toBeGreaterThan(100);
  });
});
