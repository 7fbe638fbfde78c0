import { describe, expect, test } from 'vitest';
import { lineDiff } from '../../web/ui/rs-source/line-diff';

/** The difference as signs and texts. */
const signs = (before: string, after: string): string =>
  lineDiff([...before], [...after])
    .map((line) => `${line.before === undefined ? '+' : line.after === undefined ? '-' : ' '}${line.text}`)
    .join(',');

/** Small numbers, the same every time. */
function* numbers(): Generator<number> {
  for (let state = 12345; ; ) {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    yield state >>> 16;
  }
}

describe('the difference of two texts', () => {
  test('is nothing when they are the same', () => {
    expect(signs('abc', 'abc')).toBe(' a, b, c');
    expect(lineDiff([], [])).toEqual([]);
  });

  test('shows what was removed before what replaces it', () => {
    expect(signs('abc', 'axc')).toBe(' a,-b,+x, c');
    expect(signs('abc', 'abxc')).toBe(' a, b,+x, c');
    expect(signs('abc', 'c')).toBe('-a,-b, c');
    expect(signs('', 'ab')).toBe('+a,+b');
  });

  test('numbers the lines of both, and gives both back', () => {
    const random = numbers();
    const word = (): string[] =>
      Array.from(
        { length: (random.next().value as number) % 12 },
        () => 'abcd'[(random.next().value as number) % 4] ?? 'a',
      );
    for (let i = 0; i < 500; i++) {
      const [before, after] = [word(), word()];
      const lines = lineDiff(before, after);
      const old = lines.filter((line) => line.before !== undefined);
      const now = lines.filter((line) => line.after !== undefined);
      expect(old.map(({ text }) => text)).toEqual(before);
      expect(now.map(({ text }) => text)).toEqual(after);
      expect(old.map((line) => line.before)).toEqual(before.map((_, at) => at + 1));
      expect(now.map((line) => line.after)).toEqual(after.map((_, at) => at + 1));
      const common = lines.filter((line) => line.before !== undefined && line.after !== undefined).length;
      expect(common).toBe(longest(before, after));
    }
  });
});

/** Length of the longest common subsequence, the plain way. */
function longest(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  if (a[0] === b[0]) return 1 + longest(a.slice(1), b.slice(1));
  return Math.max(longest(a.slice(1), b), longest(a, b.slice(1)));
}
