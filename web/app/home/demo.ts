import type { Scenario } from '../../core/machine-api';
import { sentenceOf } from '../../core/refused';
import { LESSONS, runFacts } from '../../lessons';
import type { Session } from '../../ui/session/session';
import { lessonMachine } from '../guests';
import type { Seat } from '../seat';

/** The moment the home page shows: the pin of a directory that maps itself writable. */
const MOMENT = { lesson: 'recursive-map', scenario: 'writable-slot/2-level/xen-3.2', marker: 'pin-refused' } as const;

/** The machine that was built for it last. */
let demo: Scenario | undefined;

/** The session's machine is that of the home page: the one of a page before may still be there. */
export function isDemo({ scenario }: Session): boolean {
  return scenario !== undefined && scenario === demo;
}

/** Brings the seat's machine to the moment the home page shows, if that is still there when its files are. */
export async function showDemo(seat: Seat, isThere: () => boolean): Promise<void> {
  const { session } = seat;
  const lesson = LESSONS.find(({ name }) => name === MOMENT.lesson);
  const scenario = lesson?.scenarios.find(({ name }) => name === MOMENT.scenario);
  const marker = lesson && scenario && runFacts(lesson, scenario).markers.find(({ name }) => name === MOMENT.marker);
  if (!lesson || !scenario || !marker) throw new Error('The home page shows a moment that no lesson has.');
  try {
    // Files and machine come at the same time.
    const [isReady, machine] = await Promise.all([seat.ready(), lessonMachine(lesson, scenario)]);
    if (!isReady || !isThere()) return;
    demo = machine;
    await session.create(machine, marker.position);
  } catch (error) {
    if (isThere()) session.say(sentenceOf(error));
  }
}
