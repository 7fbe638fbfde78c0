import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';

const source = readFileSync(at('web/embed/ringside-demo.ts'), 'utf8');
const styles = readFileSync(at('web/embed/ringside-demo.styles.ts'), 'utf8');
const docs = readFileSync(at('docs/element.md'), 'utf8');

/** Names in the first column of the table whose head begins with a word, signatures cut to the name. */
function documented(head: string): string[] {
  const [, table = ''] = new RegExp(`^\\| ${head} \\|.*\\n\\|[-|]+\\|\\n((?:\\|.*\\n)+)`, 'm').exec(docs) ?? [];
  return [...table.matchAll(/^\| `([\w-]+)/gm)].map(([, name]) => name as string).sort();
}

/** First groups of every match. */
const found = (pattern: RegExp, text = source): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name as string))].sort();

/** Methods of the element's class that are neither private nor Lit's. */
const methods = found(
  /^ {2}(?:async )?(?!constructor|get |private|protected|override)(\w+)\([^)]*\): Promise<\w+> \{|^ {2}(dispose)\(/gm,
)
  .map((name) => name ?? 'dispose')
  .sort();

describe('docs/element.md and the class name the same', () => {
  test('attributes', () => {
    expect(documented('attribute')).toEqual(found(/^ {2}@property\(.*\) (\w+)/gm));
  });

  test('methods', () => {
    expect(documented('method')).toEqual(methods);
    expect(methods).toHaveLength(10);
  });

  test('events: documented, announced and told', () => {
    expect(documented('event')).toEqual(found(/@fires ([\w-]+)/g));
    expect(documented('event')).toEqual(found(/tell\('([\w-]+)'/g));
  });

  test('slots', () => {
    expect(documented('slot')).toEqual(found(/@slot ([\w-]+)/g));
    expect(documented('slot')).toEqual(found(/<slot name="([\w-]+)"/g));
  });

  test('parts', () => {
    const used = found(/part="([\w-]+)"/g, source + readFileSync(at('web/embed/bar.ts'), 'utf8'));
    expect(documented('part')).toEqual(found(/@csspart ([\w-]+)/g));
    expect(documented('part')).toEqual(used);
  });

  test('CSS properties', () => {
    expect(documented('CSS property')).toEqual(found(/@cssprop ([\w-]+)/g));
    expect(documented('CSS property')).toEqual(found(/var\((--ringside-[\w-]+)/g, styles));
  });

  test('read-only properties', () => {
    for (const name of found(/^ {2}get (\w+)\(\)/gm)) expect(docs).toContain(`\`${name}\``);
  });
});
