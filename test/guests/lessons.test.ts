import { describe, expect, it } from 'vitest';
import { checkScenarioOf, LESSONS } from '../../web/lessons';
import { coreModule, guestImage } from '../support/machine';

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
