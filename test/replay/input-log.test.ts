import { describe, expect, it } from 'vitest';
import type { ConsoleInput } from '../../web/core/machine-api';
import { InputLog } from '../../web/replay/input-log';

const event = (tick: bigint, text: string): ConsoleInput => ({
  tick,
  kind: 'console',
  domid: 1,
  bytes: new TextEncoder().encode(text),
});

describe('the input log', () => {
  it('lets each event act once, when its tick is reached', () => {
    const log = new InputLog([event(10n, 'a'), event(10n, 'b'), event(20n, 'c')]);
    expect(log.nextTick).toBe(10n);
    expect(log.takeDue(9n)).toBeUndefined();
    expect(
      [log.takeDue(10n), log.takeDue(15n), log.takeDue(15n)].map((due) => (due as ConsoleInput | undefined)?.bytes[0]),
    ).toEqual([97, 98, undefined]);
    expect(log.nextTick).toBe(20n);
    log.rewind();
    expect(log.nextTick).toBe(10n);
  });

  it('replaces the future when something else is typed', () => {
    const log = new InputLog([event(10n, 'a'), event(20n, 'old')]);
    log.takeDue(10n);
    log.record(event(15n, 'new'));
    expect(log.all.map(({ tick }) => tick)).toEqual([10n, 15n]);
    expect(log.nextTick).toBeUndefined();
  });

  it('keeps its own bytes', () => {
    const mine = event(1n, 'abc');
    const log = new InputLog();
    log.record(mine);
    mine.bytes[0] = 0;
    (log.all[0] as ConsoleInput).bytes[1] = 0;
    expect(new TextDecoder().decode((log.all[0] as ConsoleInput).bytes)).toBe('abc');
  });

  it('does not take a log out of order', () => {
    expect(() => new InputLog([event(2n, 'a'), event(1n, 'b')])).toThrow(/out of order/);
  });
});
