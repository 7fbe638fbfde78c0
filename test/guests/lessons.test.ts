import { describe, expect, it } from 'vitest';
import { TraceEvent } from '../../assembly/abi/trace-event';
import { recordsOf } from '../../web/core/trace-window';
import { decodeTrace, isRefused, type TraceFields, takesRequests } from '../../web/explain';
import { checkScenarioOf, LESSONS } from '../../web/lessons';
import { coreModule, guestImage, runTo, scenario, watched } from '../support/machine';

const module = coreModule();
const images = new Proxy({}, { get: (_, name) => async () => guestImage(String(name)) });

describe.each(LESSONS)('$name', (lesson) => {
  it.each(lesson.scenarios)('$name ends as the lesson says', async (scenario) => {
    const { wrong, run } = await checkScenarioOf(lesson, scenario, module, images);
    expect(wrong, run.text).toEqual([]);
  });

  it('disproves every wrong answer, in the scenario that was asked about', () => {
    for (const { scenario, answers } of lesson.questions) {
      for (const { marker } of answers) {
        const shown = lesson.markers.find(({ name }) => name === marker);
        expect(shown?.scenario).toBe(scenario);
      }
    }
  });
});

describe('a call that ended its domain', () => {
  it.each([
    ['2002-11', 'no answer (Xen ended the domain)'],
    ['2003-01', 'no answer (Xen ended the domain)'],
    ['2004-02', '-EINVAL (invalid argument)'],
  ] as const)('is told as such: %s', (profile, result) => {
    const { machine } = watched(module, scenario('recursive-writable-slot-2-level', { profile }));
    runTo(machine);
    const records = recordsOf(machine.trace.read(0, machine.trace.next).records);
    const at = records.findLastIndex((record) => isRefused(record) && record.kind === TraceEvent.Request);
    const parent = records.slice(0, at).findLast(takesRequests);
    expect(decodeTrace(records[at] as TraceFields, parent).result).toBe(result);
  });
});

describe('the counts of all frames are true after every hypercall', () => {
  it.each([
    ['2-level', '2004-02'],
    ['2-level', 'xen-4.17'],
    ['pae', 'xen-4.17'],
    ['pae', 'xen-4.17-nolinear'],
  ] as const)('%s under %s', (format, profile) => {
    const { machine } = watched(module, scenario(`recursive-other-directory-${format}`, { profile }));
    let calls = 0;
    for (; runTo(machine, { hypercall: true }) === 'reached'; calls++) expect(machine.core.exports.audit()).toBe(0);
    expect(machine.status.state).toBe('ended');
    expect(calls).toBeGreaterThan(10);
  });
});
