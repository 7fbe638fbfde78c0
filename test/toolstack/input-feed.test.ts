import { describe, expect, it } from 'vitest';
import { InputFeed } from '../../web/toolstack/input-feed';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Feeds at a tick; answers what was typed there. */
function at(feed: InputFeed, tick: bigint, drained = true): string {
  let typed = '';
  feed.feed({
    tick,
    drained: () => drained,
    act: (deed) => {
      typed += deed.kind === 'console' ? new TextDecoder().decode(deed.bytes) : `<${deed.command} ${deed.domid}>`;
    },
  });
  return typed;
}

const log = (feed: InputFeed): [bigint, string][] =>
  feed.log.all.map((event) => [
    event.tick,
    event.kind === 'console' ? new TextDecoder().decode(event.bytes) : `<${event.command} ${event.domid}>`,
  ]);

describe('what is typed', () => {
  it('acts where the machine is looked at, and is logged there', () => {
    const feed = new InputFeed(undefined, []);
    feed.type(1, bytes('ab'));
    feed.type(1, bytes(''));
    expect(feed.waits).toBe(true);
    expect(at(feed, 70n)).toBe('ab');
    expect(at(feed, 80n)).toBe('');
    expect(log(feed)).toEqual([[70n, 'ab']]);
  });

  it('comes from the log at its tick', () => {
    const feed = new InputFeed([{ tick: 50n, kind: 'console', domid: 1, bytes: bytes('x') }], [[1, 'never typed']]);
    expect(feed.nextTick(false)).toBe(50n);
    expect([at(feed, 49n), at(feed, 50n), at(feed, 51n)]).toEqual(['', 'x', '']);
    expect(feed.nextTick(false)).toBeUndefined();
  });

  it('comes from a script, which looks now and then while the guest runs', () => {
    const feed = new InputFeed(undefined, [[1, 'wait $\none\ntwo']]);
    expect(at(feed, 0n)).toBe('');
    expect(feed.nextTick(false)).toBe(1_000_000n);
    expect(feed.nextTick(true)).toBeUndefined();
    feed.shown(1, bytes('$ '), 10n);
    expect(at(feed, 10n)).toBe('one\r');
    expect(at(feed, 20n, false)).toBe('');
    expect(at(feed, 30n)).toBe('two\r');
    expect(log(feed)).toEqual([
      [10n, 'one\r'],
      [30n, 'two\r'],
    ]);
  });

  it('is the same the second time over, and goes on from there', () => {
    const feed = new InputFeed(undefined, [[1, 'one\nwait $\ntwo']]);
    expect(at(feed, 10n)).toBe('one\r');
    at(feed, 20n);
    feed.rewind(0);
    feed.shown(1, bytes('$'), 5n);
    expect([at(feed, 0n), at(feed, 10n), at(feed, 15n)]).toEqual(['', 'one\r', '']);
    feed.shown(1, bytes('$'), 30n);
    expect(at(feed, 30n)).toBe('two\r');
  });

  it('in the past makes another future', () => {
    const feed = new InputFeed(undefined, [[1, 'one\ntwo']]);
    at(feed, 10n);
    at(feed, 20n);
    feed.rewind(1);
    feed.type(1, bytes('new'));
    expect(at(feed, 15n)).toBe('new');
    expect(at(feed, 100n)).toBe('');
    expect(log(feed)).toEqual([
      [10n, 'one\r'],
      [15n, 'new'],
    ]);
  });
});
