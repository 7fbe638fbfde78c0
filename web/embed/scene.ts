import { builtIn, lessonMachine } from '../app/guests';
import type { ProfileName, Scenario } from '../core/machine-api';
import { Refused } from '../core/refused';
import { LESSONS } from '../lessons/catalogue';
import type { Lesson, LessonScenario } from '../lessons/lesson';
import { runFacts } from '../lessons/run-facts';
import type { Stop } from './stops';

/** What an element asks for. */
export interface Wanted {
  /** A lesson's scenario; empty for a plain guest. */
  scenario: string;
  /** A built-in guest. */
  guest: string;
  /** Other rules than the scenario's own; empty for those. */
  profile: string;
  /** Names of the stops; empty for all of the scenario. */
  markers: string;
}

/** A machine to build, and the named moments of its run, in order. */
export interface Scene {
  scenario: Scenario;
  stops: readonly Stop[];
}

/** The words of an attribute that is a list. */
export function words(list: string): string[] {
  return list.split(/[\s,]+/).filter((word) => word !== '');
}

/** The lesson's scenario of that name, under other rules if some are named. */
function lessonScenario({ scenario, profile }: Wanted): { lesson: Lesson; found: LessonScenario } {
  const name = profile === '' ? scenario : [...scenario.split('/').slice(0, 2), profile].join('/');
  for (const lesson of LESSONS) {
    const found = lesson.scenarios.find((one) => one.name === name);
    if (found) return { lesson, found };
  }
  const known = LESSONS.flatMap(({ scenarios }) => scenarios.map((one) => one.name));
  throw new Refused(`There is no scenario "${name}". There are ${known.join(', ')}.`);
}

/** Those that are named; without names all there are. */
function chosen(stops: readonly Stop[], list: string): readonly Stop[] {
  const names = words(list);
  const unknown = names.find((name) => !stops.some((stop) => stop.name === name));
  if (unknown !== undefined) {
    const known = stops.map(({ name }) => name).join(', ') || 'none';
    throw new Refused(`There is no marker "${unknown}" in this scenario; there are: ${known}.`);
  }
  return names.length === 0 ? stops : stops.filter(({ name }) => names.includes(name));
}

/**
 * What an element is to show.
 *
 * Errors: Refused for names that are none; it lists those that are.
 */
export async function sceneOf(wanted: Wanted): Promise<Scene> {
  if (wanted.scenario === '') {
    const scenario = await builtIn(wanted.guest);
    const rules = wanted.profile === '' ? {} : { profile: wanted.profile as ProfileName };
    return { scenario: { ...scenario, ...rules }, stops: chosen([], wanted.markers) };
  }
  const { lesson, found } = lessonScenario(wanted);
  const scenario = await lessonMachine(lesson, found);
  return { scenario, stops: chosen(runFacts(lesson, found).markers, wanted.markers) };
}
