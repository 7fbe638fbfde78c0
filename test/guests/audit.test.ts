import { describe, expect, it } from 'vitest';
import type { DomainScenario } from '../../web/core/machine-api';
import { LESSONS, machineScenario } from '../../web/lessons';
import type { Machine } from '../../web/toolstack/machine';
import { ASKED, COMMAND } from '../oracle/probes.mjs';
import { coreModule, guestImage, runTo, scenario, watched } from '../support/machine';

/** Calls after which the audit is a sample: it looks at every frame, so that a run's cost is its calls times the machine's memory. */
const EVERY_CALL = 300;

/** One call in so many is audited from then on. A prime, so that no loop of a guest keeps step with it. */
const SAMPLE = 31;

/** Little memory, in MiB: the audit looks at every frame of the machine. */
const SMALL = { memory: 16, ram: 24 };

/** Domains of the machine that a probe is asked in, as options of a scenario. */
const ENVIRONMENTS = {
  domU: {},
  dom0: { dom0: true },
  nolinear: { dom0: true, profile: 'xen-4.17-nolinear' },
} as const;

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

  it('the xenstore guest', () => {
    expect(audited(watched(module, scenario('xenstore', SMALL)).machine, 500)).toBeGreaterThan(100);
  });

  it.each(ASKED)('$probe as $environment', ({ probe, environment }) => {
    const what = scenario(`test/${probe}`, {
      ...SMALL,
      name: probe,
      commandLine: COMMAND,
      ...ENVIRONMENTS[environment],
    });
    expect(audited(watched(module, what).machine, 4000)).toBeGreaterThan(100);
  });

  it('ping and pong, one beside the other', () => {
    const small = (name: string): DomainScenario => scenario(name, { memory: 4, commandLine: 'rounds=50' });
    const { machine, text } = watched(module, { ...small('pong'), ram: SMALL.ram, others: [small('ping')] });
    expect(audited(machine)).toBeGreaterThan(200);
    expect(text()).toContain('50 of 50 rounds answered');
  });
});
