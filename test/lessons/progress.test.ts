import { describe, expect, it } from 'vitest';
import { advanced, merge, type Progress, progressOn, readProgress, writeProgress } from '../../web/lessons';

const done = { visited: true, tried: [2, 0], solved: true };

describe('progress', () => {
  it('grows, and never shrinks', () => {
    const visited = advanced({}, 'l/a', { visited: true });
    const tried = advanced(visited, 'l/a', { tried: [2] });
    expect(progressOn(advanced(tried, 'l/a', { tried: [0], solved: true }), 'l/a')).toEqual(done);
    expect(progressOn(advanced(tried, 'l/a', {}), 'l/a')).toEqual({ visited: true, tried: [2], solved: false });
    expect(progressOn({}, 'l/b')).toEqual({ visited: false, tried: [], solved: false });
  });

  it('of two tabs is what either knows, in either order', () => {
    const [a, b]: Progress[] = [
      { 'l/a': { visited: true, tried: [1], solved: false } },
      { 'l/a': { visited: false, tried: [0, 1], solved: true }, 'l/b': done },
    ];
    const both = merge(a as Progress, b as Progress);
    expect(both).toEqual({ 'l/a': { visited: true, tried: [1, 0], solved: true }, 'l/b': done });
    expect(merge(both, a as Progress)).toEqual(both);
    expect(Object.keys(merge(b as Progress, a as Progress))).toEqual(Object.keys(both));
  });

  it('is read as it was written', () => {
    expect(readProgress(writeProgress({ 'l/a': done }))).toEqual({ 'l/a': done });
  });

  it('takes what does not fit as nothing done', () => {
    const text =
      '{"ringside-progress":1,"screens":{"a":7,"b":{"visited":1,"tried":["x",3,-1,3],"solved":true},"c":null}}';
    expect(readProgress(text)).toEqual({
      a: { visited: false, tried: [], solved: false },
      b: { visited: false, tried: [3], solved: true },
      c: { visited: false, tried: [], solved: false },
    });
  });

  it.each([
    ['', /no progress of Ringside/],
    ['[]', /no progress of Ringside/],
    ['{"screens":{}}', /no progress of Ringside/],
    ['{"ringside-progress":1}', /no progress of Ringside/],
    ['{"ringside-progress":2,"screens":{}}', /newer Ringside/],
  ])('%j is refused', (text, sentence) => {
    expect(() => readProgress(text)).toThrow(sentence);
  });
});
