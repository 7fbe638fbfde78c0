import recursiveMap from '../../tutorials/02-memory/01-recursive-map/lesson.json';
import type { Lesson } from './lesson';
import { readLesson } from './read-lesson';

/** All lessons, in order. */
export const LESSONS: readonly Lesson[] = [recursiveMap].map(readLesson);
