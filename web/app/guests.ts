import { images } from 'virtual:ringside';
import type { Scenario } from '../core/machine-api';
import { LESSONS } from '../lessons/catalogue';
import type { Lesson, LessonScenario } from '../lessons/lesson';
import { machineScenario } from '../lessons/machine-scenario';
import { BUILT_IN_GUESTS, builtInScenario } from '../toolstack/catalogue';
import type { BuiltInGuest } from '../ui/rs-guests/rs-guests';
import { kernelTitle } from './lesson/scenario-switch';
import { lineTable } from './sources';

/** The guests that come with this build, the one a fresh page runs first. */
export const builtInGuests: readonly BuiltInGuest[] = [
  ...BUILT_IN_GUESTS.filter(({ name }) => name in images).map(({ name, title, beside }) => ({
    name,
    summary: title,
    ...(beside !== undefined && { beside }),
  })),
  ...LESSONS.flatMap(kernelsOf),
];

/** The kernels of a lesson, each once. */
function kernelsOf({ title, scenarios }: Lesson): BuiltInGuest[] {
  const kernels = new Map(
    scenarios.map((scenario): [string, BuiltInGuest] => [
      scenario.guest,
      { name: scenario.guest, summary: kernelTitle(scenario), lesson: title },
    ]),
  );
  return [...kernels.values()];
}

/** The guest a fresh page runs. */
export const FIRST_GUEST = BUILT_IN_GUESTS[0]?.name ?? 'hello';

/** A built-in guest with its usual options and its source lines. Errors: a sentence when there is none of that name, or it cannot be loaded. */
export async function builtIn(name: string): Promise<Scenario> {
  const [scenario, lines] = await Promise.all([builtInScenario(name, images), lineTable(name)]);
  return { ...scenario, ...(isBare(name) && { bare: true }), ...(lines && { lines }) };
}

/** A lesson runs the guest without Xen. */
function isBare(name: string): boolean {
  return LESSONS.some(({ scenarios }) => scenarios.some(({ guest, variant }) => guest === name && variant.bare));
}

/** The machine of a lesson's scenario with the guest's source lines. Errors: Refused when its image is not there or cannot be loaded. */
export async function lessonMachine(lesson: Lesson, scenario: LessonScenario): Promise<Scenario> {
  const [machine, lines] = await Promise.all([machineScenario(lesson, scenario, images), lineTable(scenario.guest)]);
  return { ...machine, ...(lines && { lines }) };
}

/** This build has a guest of that name. */
export function hasBuiltIn(name: string): boolean {
  return name in images;
}
