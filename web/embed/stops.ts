import type { Position } from '../core/machine-api';

/** Before the first stop. */
export const BEFORE_ALL = -1;

/** A named moment of a run: the build has found out where that is. */
export interface Stop {
  name: string;
  /** A phrase without full stop. */
  title: string;
  position: Position;
}

/** The stop at or before a count; `BEFORE_ALL` before the first. The stops are in order. */
export function stopBefore(stops: readonly Stop[], count: bigint): number {
  return stops.findLastIndex(({ position }) => position.count <= count);
}

/** The stop to go to from a count, on or back; undefined where there is none. */
export function stopFrom(stops: readonly Stop[], count: bigint, direction: 1 | -1): Stop | undefined {
  return direction === 1
    ? stops.find(({ position }) => position.count > count)
    : stops.findLast(({ position }) => position.count < count);
}
