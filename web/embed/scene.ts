import { images } from 'virtual:ringside';
import { builtIn } from '../app/guests';
import { lineTable } from '../app/sources';
import type { ProfileName, Scenario } from '../core/machine-api';
import { Refused } from '../core/refused';
import { LESSONS, type Lesson, type LessonScenario, type Marker, machineScenario } from '../lessons';

/** What an element asks for. */
export interface Wanted {
  /** A lesson's scenario; empty for a plain guest. */
  scenario: string;
  /** A built-in guest. */
  guest: string;
  /** Other rules than the scenario's own; empty for those. */
  profile: string;
  /** Names of the stops, in order; empty for all of the scenario. */
  markers: string;
}

/** A machine to build, and the named moments of its run. */
export interface Scene {
  scenario: Scenario;
  markers: readonly Marker[];
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

/** The stops, in the order in which they are named; without names, all there are. */
function chosenMarkers(markers: readonly Marker[], list: string): readonly Marker[] {
  const names = words(list);
  if (names.length === 0) return markers;
  return names.map((name) => {
    const found = markers.find((marker) => marker.name === name);
    if (found) return found;
    const known = markers.map((marker) => marker.name).join(', ') || 'none';
    throw new Refused(`There is no marker "${name}" in this scenario; there are: ${known}.`);
  });
}

/**
 * What an element is to show.
 *
 * Errors: Refused for names that are none; it lists those that are.
 */
export async function sceneOf(wanted: Wanted): Promise<Scene> {
  if (wanted.scenario === '') {
    const scenario = await builtIn(wanted.guest);
    const markers = chosenMarkers([], wanted.markers);
    return {
      scenario: wanted.profile === '' ? scenario : { ...scenario, profile: wanted.profile as ProfileName },
      markers,
    };
  }
  const { lesson, found } = lessonScenario(wanted);
  const [machine, lines] = await Promise.all([machineScenario(lesson, found, images), lineTable(found.guest)]);
  const markers = lesson.markers.filter(({ scenario }) => scenario === found.name);
  return { scenario: { ...machine, ...(lines && { lines }) }, markers: chosenMarkers(markers, wanted.markers) };
}
