import { factsOf } from './facts';
import type { Lesson } from './lesson';
import type { Check, Seen } from './screen';

/** Whether an entry is the one that is meant. */
const isEntry = (seen: Seen['entry'], wanted: { level: number; slot: number }): boolean =>
  seen !== undefined && seen.level === wanted.level && seen.slot === wanted.slot;

/** The machine stands right before or right after a marker of the scenario that runs. */
function standsAt(lesson: Lesson, name: string, { scenario, position }: Seen): boolean {
  const marker = lesson.markers.find((one) => one.name === name);
  if (marker?.scenario !== scenario) return false;
  const fact = factsOf(`${lesson.name}/${scenario}`).markers.get(name);
  return fact !== undefined && [fact.before.count, fact.after.count].includes(position.count);
}

/** Whether what the learner has before them solves a task. */
export function isDone(lesson: Lesson, check: Check, seen: Seen): boolean {
  if ('stands' in check) return standsAt(lesson, check.stands, seen);
  if ('looksAt' in check) return isEntry(seen.entry, check.looksAt);
  if ('wrote' in check) return isEntry(seen.entry, check.wrote) && seen.writtenBy === check.wrote.by;
  return seen.ended && seen.scenario === check.ends;
}
