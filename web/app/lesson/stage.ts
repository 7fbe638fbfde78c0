import { images } from 'virtual:ringside';
import type { Place, Scenario } from '../../core/machine-api';
import type { MemoryQuestion } from '../../core/memory-picture';
import { sentenceOf } from '../../core/refused';
import { type Lesson, type LessonScenario, type RunFacts, type RunMarker, runFacts } from '../../lessons';
import { linkMismatch, type MachineLink } from '../../replay/link';
import type { Session } from '../../ui/session/session';
import { lessonMachine } from '../guests';
import type { Seat } from '../seat';

/** Where in a run the machine is wanted. */
export type Target =
  | 'start'
  | 'end'
  | { marker: string; before?: true }
  | { count: bigint }
  /** There, or to the end of a shorter run. */
  | { upTo: bigint }
  | { link: MachineLink };

/** What is wanted: which machine, and where in its run. */
interface Wish {
  scenario: LessonScenario;
  target: Target;
}

/**
 * Brings the seat's machine to moments of a lesson's scenarios. One wish is under way at a time; of those that come meanwhile the last one
 * counts, so that clicking fast ends where the last click said.
 */
export class Stage {
  /** What the first moment of a machine that is about to be built is to tell of memory. */
  firstQuestion: ((machine: Scenario, scenario: LessonScenario) => MemoryQuestion) | undefined;
  /** The page is gone: another one has the machine. */
  private isOver = false;
  private readonly known = new WeakMap<Scenario, LessonScenario>();
  private wish: Wish | undefined;
  /** The wish that is being granted. */
  private current: Wish | undefined;
  private granting: Promise<void> | undefined;

  constructor(
    private readonly seat: Seat,
    private readonly lesson: Lesson,
  ) {}

  private get session(): Session {
    return this.seat.session;
  }

  /** The scenario of the machine that is shown: it changes with the moment, not with the wish. */
  get scenario(): LessonScenario | undefined {
    const { scenario } = this.session;
    return scenario && this.known.get(scenario);
  }

  /** What is known of its run. */
  get run(): RunFacts | undefined {
    return this.scenario && runFacts(this.lesson, this.scenario);
  }

  /** Something is under way. */
  get busy(): boolean {
    return this.granting !== undefined;
  }

  /** Shows a moment of a scenario. Resolves when nothing more is wished for. */
  show(scenario: LessonScenario, target: Target): Promise<void> {
    this.wish = { scenario, target };
    // Its files come while the machine is made ready; what cannot come is told when it is missing.
    if (scenario !== this.scenario) images[scenario.guest]?.().catch(() => {});
    this.granting ??= this.grant().finally(() => {
      this.granting = undefined;
      this.current = undefined;
    });
    return this.granting;
  }

  /** Leaves the machine to another page: what is on its way comes to nothing. */
  end(): void {
    this.isOver = true;
    this.wish = undefined;
  }

  /** Goes somewhere else in the run that is wished for, or shown. */
  async go(target: Target): Promise<void> {
    const scenario = (this.wish ?? this.current)?.scenario ?? this.scenario;
    if (scenario) await this.show(scenario, target);
  }

  /** The marker after the moment shown, or the one before it. */
  neighbour(direction: 1 | -1): RunMarker | undefined {
    const here = this.session.moment?.position.count ?? 0n;
    const markers = this.run?.markers ?? [];
    if (direction > 0) return markers.find(({ position }) => position.count > here);
    return markers.findLast(({ position }) => position.count < here);
  }

  private async grant(): Promise<void> {
    const isReady = await this.seat.ready();
    for (let wish = this.take(); wish; wish = this.take()) {
      try {
        if (isReady && !this.isOver) await this.bringAbout(wish);
      } catch (error) {
        if (!this.isOver) this.session.say(sentenceOf(error));
      }
    }
  }

  private take(): Wish | undefined {
    this.current = this.wish;
    this.wish = undefined;
    return this.current;
  }

  private async bringAbout({ scenario, target }: Wish): Promise<void> {
    const { session } = this;
    const link = typeof target === 'object' && 'link' in target ? target.link : undefined;
    const place = placeOf(runFacts(this.lesson, scenario), target);
    const isThere = this.scenario === scenario ? await session.seek(place) : await this.build(scenario, place);
    const mismatch = isThere && link && session.moment ? linkMismatch(link, session.moment) : undefined;
    if (mismatch !== undefined) session.say(mismatch);
  }

  /** Builds a scenario's machine, unless something else is wished for by then. */
  private async build(scenario: LessonScenario, place: Place): Promise<boolean> {
    const machine = await lessonMachine(this.lesson, scenario);
    this.known.set(machine, scenario);
    if (this.wish !== undefined || this.isOver) return false;
    return this.session.create(machine, place, this.firstQuestion?.(machine, scenario));
  }
}

/** Where a screen begins, as its data spell it. */
export function targetOf(at: string): Target {
  if (at === 'start' || at === 'end') return at;
  const [, marker] = /^before (.+)$/.exec(at) ?? [];
  return marker === undefined ? { marker: at } : { marker, before: true };
}

/** Where a target lies in a run. Errors: an exception for a marker that the run has not. */
function placeOf({ end, markers }: RunFacts, target: Target): Place {
  if (target === 'start') return { count: 0n };
  if (target === 'end') return { count: end };
  if ('link' in target) return target.link.position;
  if ('count' in target) return { count: target.count };
  if ('upTo' in target) return { count: target.upTo < end ? target.upTo : end };
  const marker = markers.find(({ name }) => name === target.marker);
  if (!marker) throw new Error(`The run has no moment "${target.marker}".`);
  return { count: target.before ? marker.before : marker.position.count };
}
