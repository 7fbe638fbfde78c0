import type { Position } from '../core/machine-api';
import { factsOf } from './facts';
import type { Lesson, LessonScenario } from './lesson';

/** A named moment of a run. */
export interface RunMarker {
  name: string;
  title: string;
  /**
   * Where the machine stands for it: behind what happened, where it can be seen; of a fault before it, at the instruction that is about to
   * fault.
   */
  position: Position;
  /** Right before it, in instructions done. */
  before: bigint;
}

/** What is known of a whole run before it is made. */
export interface RunFacts {
  /** Instructions of the whole run. */
  end: bigint;
  /** In the order in which they are met. */
  markers: readonly RunMarker[];
}

const made = new Map<LessonScenario, RunFacts>();

/** What is known of a scenario's run. */
export function runFacts(lesson: Lesson, scenario: LessonScenario): RunFacts {
  const known = made.get(scenario);
  if (known) return known;
  const { end, markers } = factsOf(`${lesson.name}/${scenario.name}`);
  const found = [...markers].map(([name, { before, after }]): RunMarker => {
    const marker = lesson.markers.find((one) => one.name === name);
    const { count, tick } = marker?.when.event === 'trap' ? before : after;
    return { name, title: marker?.title ?? name, position: { count, tick }, before: before.count };
  });
  const facts = { end: end.count, markers: found.sort((a, b) => Number(a.position.count - b.position.count)) };
  made.set(scenario, facts);
  return facts;
}
