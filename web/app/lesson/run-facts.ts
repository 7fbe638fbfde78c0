import { factsOf, type Lesson, type LessonScenario } from '../../lessons';

/** A named moment of a run. */
export interface RunMarker {
  name: string;
  title: string;
  /**
   * Where the machine stands for it, in instructions done: behind what happened, where it can be seen; of a fault before it, at the
   * instruction that is about to fault.
   */
  count: bigint;
  /** Right before it. */
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
    const isFault = marker?.when.event === 'trap';
    return { name, title: marker?.title ?? name, count: isFault ? before.count : after.count, before: before.count };
  });
  const facts = { end: end.count, markers: found.sort((a, b) => Number(a.count - b.count)) };
  made.set(scenario, facts);
  return facts;
}
