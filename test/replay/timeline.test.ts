import { expect, it } from 'vitest';
import { type Checkpoint, Timeline } from '../../web/replay/timeline';

const at = (count: number, ownBytes = 1): Checkpoint => ({
  position: { count: BigInt(count), tick: BigInt(count) * 2n },
  ownBytes,
});
const MILLION = 1_000_000;

it('stays within its number and its bytes, and keeps the newest', () => {
  for (const [bytes, most] of [
    [1e9, 8],
    [100, 1000],
  ] as const) {
    const timeline = new Timeline<Checkpoint>(bytes, most);
    let kept = 0;
    for (let count = 0; count < 10_000 * MILLION; count += MILLION) {
      if (!timeline.isDue({ count: BigInt(count), tick: 0n })) continue;
      timeline.add(at(count, 10));
      kept++;
      expect(timeline.last?.position.count).toBe(BigInt(count));
    }
    expect(kept).toBeLessThan(100);
    const whole = timeline.backTo({ count: 10n ** 12n, tick: 10n ** 13n });
    expect(whole?.position.count).toBeGreaterThan(4000n * BigInt(MILLION));
  }
});

it('goes back to the last one before a position, and forgets those behind', () => {
  const timeline = new Timeline<Checkpoint>();
  for (const count of [10, 20, 30]) timeline.add(at(count));
  expect(timeline.backTo({ count: 25n, tick: 50n })?.position.count).toBe(20n);
  expect(timeline.last?.position.count).toBe(20n);
  expect(timeline.backTo({ count: 20n, tick: 39n })?.position.count).toBe(10n);
  expect(timeline.backTo({ count: 5n, tick: 10n })).toBeUndefined();
});
