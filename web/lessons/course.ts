import glossary from '../../docs/glossary.md';
import recursiveMap from '../../tutorials/02-memory/01-recursive-map/lesson.md';
import { LESSONS } from './catalogue';
import type { Lesson } from './lesson';
import { filledQuestion, filledTask, readScreens } from './read-screens';
import type { Screen, Term } from './screen';

/** A lesson with its screens: what a page shows. Lessons as such know nothing of them, since their runs make what screens quote. */
export type TaughtLesson = Lesson & { screens: readonly Screen[] };

/** The Markdown of each lesson, by its name. */
const TEXTS: Readonly<Record<string, Parameters<typeof readScreens>[1]>> = { 'recursive-map': recursiveMap };

function taught(lesson: Lesson): TaughtLesson {
  const screens = readScreens(lesson, TEXTS[lesson.name] ?? [], `${lesson.name}/lesson.md`);
  return {
    ...lesson,
    questions: lesson.questions.map((question) => filledQuestion(lesson, question)),
    tasks: lesson.tasks.map((task) => filledTask(lesson, task)),
    screens,
  };
}

/** All lessons with their screens, in order. */
export const COURSE: readonly TaughtLesson[] = LESSONS.map(taught);

const terms = new Map(glossary.flatMap((row): [string, Term][] => row.term.split(', ').map((term) => [term, row])));

/** The row of the glossary that explains a term, as texts write it in `[words](<glossary:TERM>)`. */
export function explainTerm(term: string): Term | undefined {
  return terms.get(term);
}
