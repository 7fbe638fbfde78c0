import { Refused } from '../core/refused';

/** Version of what is written. */
const VERSION = 1;
const NAME = 'ringside-progress';

/** What a learner has done on one screen. Nothing of it is ever undone. */
export interface ScreenProgress {
  visited: boolean;
  /** Indices of the answers that were tried, in order; the last one may be the right one. */
  tried: readonly number[];
  solved: boolean;
}

/** What a learner has done, by `LESSON/SCREEN`. */
export type Progress = Readonly<Record<string, ScreenProgress>>;

/** Progress of a Ringside that knows more than this one. */
export class NewerProgress extends Refused {}

const NOTHING: ScreenProgress = { visited: false, tried: [], solved: false };

/** What was done on a screen. */
export function progressOn(progress: Progress, screen: string): ScreenProgress {
  return progress[screen] ?? NOTHING;
}

function joined(a: ScreenProgress, b: ScreenProgress): ScreenProgress {
  return {
    visited: a.visited || b.visited,
    tried: [...new Set([...a.tried, ...b.tried])],
    solved: a.solved || b.solved,
  };
}

/** Both together: what either knows. Two tabs that merge lose nothing, whoever writes last. */
export function merge(a: Progress, b: Progress): Progress {
  const screens = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...screens].sort().map((key) => [key, joined(progressOn(a, key), progressOn(b, key))]));
}

/** Progress with something more done on a screen. */
export function advanced(progress: Progress, screen: string, done: Partial<ScreenProgress>): Progress {
  return merge(progress, { [screen]: { ...NOTHING, ...done } });
}

/** As text, for storage and for a file. */
export function writeProgress(progress: Progress): string {
  return JSON.stringify({ [NAME]: VERSION, screens: progress });
}

const isIndex = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

function readScreen(value: unknown): ScreenProgress {
  const { visited, tried, solved } = (value ?? {}) as Partial<Record<keyof ScreenProgress, unknown>>;
  return {
    visited: visited === true,
    tried: Array.isArray(tried) ? [...new Set(tried.filter(isIndex))] : [],
    solved: solved === true,
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Refused('This is no progress of Ringside: choose a file that was saved here.');
}

/**
 * Progress from text. Fields that do not fit count as nothing done.
 *
 * Errors: Refused when it is something else, NewerProgress when it is of a newer Ringside.
 */
export function readProgress(text: string): Progress {
  const { [NAME]: version, screens } = parsed(text);
  if (typeof version === 'number' && version > VERSION)
    throw new NewerProgress('This progress was saved by a newer Ringside: open it there.');
  if (version !== VERSION || typeof screens !== 'object' || screens === null)
    throw new Refused('This is no progress of Ringside: choose a file that was saved here.');
  return merge({}, Object.fromEntries(Object.entries(screens).map(([key, value]) => [key, readScreen(value)])));
}
