import type { Position } from '../core/machine-api';
import { type Marker, recordTest } from '../lessons';
import type { Session } from '../ui/session/session';

/** Before the first stop. */
export const BEFORE_ALL = -1;

/**
 * The named moments of a run, in order. Where each is, the machine finds out itself the first time somebody goes there, and remembers: a stop
 * is right behind what it is about, so that its record is there to be seen.
 */
export class Stops {
  /** Where each was found. */
  private readonly places = new Map<number, Position>();
  /** The stop the machine went to last, and where it stood then. */
  private last = BEFORE_ALL;
  private stood: Position | undefined;

  constructor(
    private readonly session: Session,
    readonly markers: readonly Marker[],
  ) {}

  /** The stop at or before the present moment; `BEFORE_ALL` before the first that was visited. */
  get current(): number {
    const here = this.session.moment?.position.count;
    if (here === undefined) return BEFORE_ALL;
    if (here === this.stood?.count) return this.last;
    const passed = [...this.places].filter(([, place]) => place.count <= here).map(([index]) => index);
    return Math.max(BEFORE_ALL, ...passed);
  }

  /** The machine stands at a stop, not somewhere behind it. */
  get isAtStop(): boolean {
    return this.stood !== undefined && this.session.moment?.position.count === this.stood.count;
  }

  /** The number of the stop with a name; `BEFORE_ALL` if there is none. */
  indexOf(name: string): number {
    return this.markers.findIndex((marker) => marker.name === name);
  }

  /** Takes the machine to a stop. False when it is not there: the run ended before. */
  async go(index: number): Promise<boolean> {
    const marker = this.markers[index];
    if (!marker) return false;
    const known = this.places.get(index);
    const gone = known ? await this.session.seek(known) : await this.find(index, marker);
    const position = this.session.moment?.position;
    if (!gone || !position) return false;
    this.places.set(index, position);
    this.last = index;
    this.stood = position;
    return true;
  }

  /** The machine was built anew, or somebody moved it: it stands at no stop. */
  leave(): void {
    this.last = BEFORE_ALL;
    this.stood = undefined;
  }

  /** Runs to a marker's condition from where it cannot have held yet: the nearest stop before, or the beginning. */
  private async find(index: number, { when }: Marker): Promise<boolean> {
    const before = this.places.get(index - 1);
    const here = this.session.moment?.position.count ?? 0n;
    const from = before ?? { count: 0n };
    if (here !== from.count && !(await this.session.seek(from))) return false;
    const record = recordTest(when);
    if (!record) return this.session.runTo({ shown: when.text ?? '' });
    if (!(await this.session.runTo({ record }))) return false;
    // A call's record is written in the middle of it: its answer is there behind it.
    const isCall = when.event === 'request' || when.event === 'hypercall';
    if (isCall && this.session.moment?.status.state === 'paused') await this.session.step('hypercall');
    return true;
  }
}
