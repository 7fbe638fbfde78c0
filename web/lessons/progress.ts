/** What a learner has done on one screen. Nothing of it is ever undone. */
export interface ScreenProgress {
  visited: boolean;
  /** Indices of the answers that were tried, in rising order. */
  tried: readonly number[];
  solved: boolean;
}

/** What follows the screen's name in the name of an entry. */
const VISITED = 'visited';
const TRIED = 'tried';
const SOLVED = 'solved';

/**
 * Names of things done on a screen, one for each: `LESSON/SCREEN/visited`, `…/tried/ANSWER`, `…/solved`. Progress is a set of them, and
 * grows by union: two tabs that add to it can never contradict each other.
 */
export function progressEntries(screen: string, { visited, tried = [], solved }: Partial<ScreenProgress>): string[] {
  return [
    ...(visited ? [`${screen}/${VISITED}`] : []),
    ...tried.map((answer) => `${screen}/${TRIED}/${answer}`),
    ...(solved ? [`${screen}/${SOLVED}`] : []),
  ];
}

/** What was done on a screen, by the names of all that was done. A name that is none of these counts for nothing. */
export function progressOn(entries: ReadonlySet<string>, screen: string): ScreenProgress {
  const head = `${screen}/${TRIED}/`;
  return {
    visited: entries.has(`${screen}/${VISITED}`),
    tried: [...entries]
      .filter((entry) => entry.startsWith(head))
      .map((entry) => entry.slice(head.length))
      .filter((answer) => /^\d+$/.test(answer))
      .map(Number)
      .sort((a, b) => a - b),
    solved: entries.has(`${screen}/${SOLVED}`),
  };
}
