import { describe, expect, it } from 'vitest';
import { progressEntries, progressOn } from '../../web/lessons';

const nothing = { visited: false, tried: [], solved: false };

describe('progress', () => {
  it('is a name for each thing done, and is read from them', () => {
    const entries = progressEntries('l/a', { visited: true, tried: [2, 0], solved: true });
    expect(entries).toEqual(['l/a/visited', 'l/a/tried/2', 'l/a/tried/0', 'l/a/solved']);
    expect(progressOn(new Set(entries), 'l/a')).toEqual({ visited: true, tried: [0, 2], solved: true });
    expect(progressEntries('l/a', {})).toEqual([]);
    expect(progressEntries('l/a', { visited: false, solved: false })).toEqual([]);
  });

  it('of two tabs is what either knows', () => {
    const one = progressEntries('l/a', { visited: true, tried: [10] });
    const two = [...progressEntries('l/a', { tried: [2], solved: true }), ...progressEntries('l/b', { visited: true })];
    const both = new Set([...one, ...two]);
    expect(progressOn(both, 'l/a')).toEqual({ visited: true, tried: [2, 10], solved: true });
    expect(progressOn(both, 'l/b')).toEqual({ ...nothing, visited: true });
  });

  it.each([
    'l/a',
    'l/a/seen',
    'l/a/tried',
    'l/a/tried/',
    'l/a/tried/x',
    'l/a/tried/-1',
    'l/a/tried/1/2',
    'l/ab/visited',
    '',
  ])('takes no notice of %j', (name) => {
    expect(progressOn(new Set([name]), 'l/a')).toEqual(nothing);
  });
});
