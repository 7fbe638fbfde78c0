import { images } from 'virtual:ringside';
import { sentenceOf } from '../../core/refused';
import { factsOf, LESSONS, machineScenario } from '../../lessons';
import type { Seat } from '../seat';
import { lineTable } from '../sources';

/** The moment the home page shows: the pin of a directory that maps itself writable. */
const MOMENT = { lesson: 'recursive-map', scenario: 'writable-slot/2-level/xen-3.2', marker: 'pin-refused' } as const;

/** Brings the seat's machine to the moment the home page shows. */
export async function showDemo(seat: Seat): Promise<void> {
  const { session } = seat;
  const lesson = LESSONS.find(({ name }) => name === MOMENT.lesson);
  const scenario = lesson?.scenarios.find(({ name }) => name === MOMENT.scenario);
  const fact = factsOf(`${MOMENT.lesson}/${MOMENT.scenario}`).markers.get(MOMENT.marker);
  if (!lesson || !scenario || !fact) throw new Error('The home page shows a moment that no lesson has.');
  try {
    // Files and machine come at the same time.
    const files = Promise.all([machineScenario(lesson, scenario, images), lineTable(scenario.guest)]);
    const [isReady, [machine, lines]] = await Promise.all([seat.ready(), files]);
    if (!isReady) return;
    await session.create({ ...machine, ...(lines && { lines }) }, fact.after);
  } catch (error) {
    session.say(sentenceOf(error));
  }
}
