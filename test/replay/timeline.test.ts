import { describe, expect, it } from 'vitest';
import { type Checkpoint, Timeline } from '../../web/replay/timeline';

/** A checkpoint of pages: each is changed by every so-and-so-many-th checkpoint. */
interface Fake extends Checkpoint {
  pages: number[];
}
const PERIODS = [1, 2, 5, 17, 100];

const at = (count: number, tick = count * 2): Fake => ({
  position: { count: BigInt(count), tick: BigInt(tick) },
  pages: PERIODS.map((period) => Math.floor(count / (period * 1e6))),
  bytesBeside(other) {
    return this.pages.filter((page, i) => other?.pages[i] !== page).length;
  },
});

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

describe('the timeline', () => {
  it('leaves checkpoints at a fraction of the run', () => {
    const timeline = new Timeline<Fake>();
    for (let count = 0; count < 2e9; count += 2e5) {
      if (timeline.isDue({ count: BigInt(count), tick: 0n })) timeline.add(at(count, 0));
    }
    expect(timeline.size).toBeLessThan(130);
    for (const count of [3e5, 1e6, 1e7, 1e8, 1.9e9]) {
      const before = timeline.beforeCount(BigInt(count))?.position.count ?? 0n;
      expect(count - Number(before)).toBeLessThanOrEqual(Math.max(7e5, count / 14));
    }
  });

  it('finds the last one before a place and keeps those behind', () => {
    const timeline = new Timeline<Fake>();
    for (const count of [20, 0, 30, 10]) timeline.add(at(count));
    expect(timeline.before({ count: 25n, tick: 50n })?.position.count).toBe(20n);
    expect(timeline.before({ count: 20n, tick: 39n })?.position.count).toBe(10n);
    expect(timeline.before({ count: 99n, tick: 99n })?.position.count).toBe(30n);
    expect(timeline.beforeCount(20n)?.position.count).toBe(10n);
    expect(timeline.beforeCount(21n)?.position.count).toBe(20n);
    expect(timeline.beforeCount(0n)?.position.count).toBe(0n);
    timeline.forgetAfter({ count: 20n, tick: 40n });
    expect(timeline.before({ count: 99n, tick: 999n })?.position.count).toBe(20n);
    timeline.add(at(20));
    expect(timeline.size).toBe(3);
  });

  it.each([1, 2, 3, 4, 5])('stays within its bounds, keeps both ends, and counts every byte (seed %i)', (seed) => {
    const next = random(seed);
    const [mostBytes, most] = [20 + next(80), 3 + next(30)];
    const timeline = new Timeline<Fake>(mostBytes, most);
    let newest = 0;
    const counts = [0];
    timeline.add(at(0));
    for (let i = 0; i < 400; i++) {
      const count = next(4) ? newest + next(3e6) : next(newest + 1);
      timeline.add(at(count));
      counts.push(count);
      newest = Math.max(newest, count);
      expect(timeline.size <= 2 || (timeline.size <= most && timeline.bytes <= mostBytes)).toBe(true);
      expect(timeline.beforeCount(0n)?.position.count).toBe(0n);
      expect(timeline.before({ count: 10n ** 15n, tick: 10n ** 16n })?.position.count).toBe(BigInt(newest));
    }
    expect(bytesOf(timeline, counts)).toBe(timeline.bytes);
  });
});

/** What the checkpoints hold in all, counted one by one. */
function bytesOf(timeline: Timeline<Fake>, counts: number[]): number {
  const kept = counts.map((count) => timeline.before({ count: BigInt(count), tick: BigInt(count * 2) }) as Fake);
  const distinct = [...new Set(kept)].sort((a, b) => Number(a.position.count - b.position.count));
  return distinct.reduce((sum, checkpoint, i) => sum + checkpoint.bytesBeside(distinct[i - 1]), 0);
}
