import { LESSONS, type LessonScenario, type RunMarker, runFacts } from '../../lessons';

/** What a lecturer wants of the element. */
export interface TagChoice {
  scenario: string;
  at: string;
  view: string;
  advance: boolean;
}

/** The moment of the home page. */
export const FIRST_TAG: TagChoice = {
  scenario: 'writable-slot/2-level/xen-3.2',
  at: '#pin-refused',
  view: 'verdict map',
  advance: false,
};

/** Panes that go well together. */
export const VIEWS: readonly string[] = [
  'verdict map',
  'verdict frames',
  'source map',
  'source registers',
  'trace console',
  'walk map',
  'console',
];

/** Every scenario of every lesson. */
export function scenarioNames(): string[] {
  return LESSONS.flatMap(({ scenarios }) => scenarios.map(({ name }) => name));
}

/** The named moments of a scenario. */
export function markersOf(scenario: string): readonly RunMarker[] {
  for (const lesson of LESSONS) {
    const found: LessonScenario | undefined = lesson.scenarios.find(({ name }) => name === scenario);
    if (found) return runFacts(lesson, found).markers;
  }
  return [];
}

/** The same for another scenario, at a place that it has: the start, where keys go through the markers. */
export function withScenario(choice: TagChoice, scenario: string): TagChoice {
  const moments = markersOf(scenario).map(({ name }) => `#${name}`);
  if (['start', 'end', ...moments].includes(choice.at)) return { ...choice, scenario };
  const [first = 'start'] = choice.advance ? [] : moments;
  return { ...choice, scenario, at: first };
}

/** With keys that go through the markers, which begin at the start; or without. */
export function withAdvance(choice: TagChoice, advance: boolean): TagChoice {
  return { ...choice, advance, at: advance ? 'start' : choice.at };
}

/** What to paste into a page. */
export function tagOf({ scenario, at, view, advance }: TagChoice): string {
  return `<script src="ringside-demo.iife.js"></script>
<ringside-demo scenario="${scenario}"
  at="${at}" view="${view}"${advance ? ' advance="markers"' : ''}></ringside-demo>`;
}
