import type { ImageSource } from '../toolstack/catalogue';
import type { Ending, Lesson, LessonScenario } from './lesson';
import { machineScenario } from './machine-scenario';
import { runScenario, type ScenarioRun } from './run-scenario';

/** What became of one scenario's claims. */
export interface CheckedScenario {
  scenario: LessonScenario;
  run: ScenarioRun;
  /** What was claimed and is not so, a sentence each; none: everything holds. */
  wrong: string[];
}

/** Fields of an ending that were claimed, and are not as found. */
function differences(claimed: Ending, found: Ending): string[] {
  return (Object.keys(claimed) as (keyof Ending)[])
    .filter((field) => claimed[field] !== found[field])
    .map((field) => `${field} should be ${claimed[field]} and is ${found[field] ?? 'not there'}`);
}

/** Runs one scenario of a lesson and holds it against everything the lesson says of it. */
export async function checkScenarioOf(
  lesson: Lesson,
  scenario: LessonScenario,
  module: WebAssembly.Module,
  images: ImageSource,
): Promise<CheckedScenario> {
  const markers = lesson.markers.filter((marker) => marker.scenario === scenario.name);
  const run = runScenario(module, await machineScenario(lesson, scenario, images), markers);
  const missed = markers.filter((marker) => !run.found.some((found) => found.marker === marker));
  const wrong = [
    ...differences(scenario.ending, run.ending),
    ...missed.map(({ name, title }) => `the marker ${name} ("${title}") is never met`),
  ];
  return { scenario, run, wrong };
}
