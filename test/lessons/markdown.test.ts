import { describe, expect, it } from 'vitest';
import { compileGlossary, compileLesson } from '../../scripts/lib/lesson-markdown.mjs';

const text = (...lines: string[]): string => lines.join('\n');

describe('the text of a lesson', () => {
  it('is screens: a head, then Markdown', () => {
    const screens = compileLesson(
      text('---', 'name: a', 'title: A: b', '---', '', 'One *two*.', '---', 'name: b', '---', 'x'),
      'l.md',
    );
    expect(screens).toEqual([
      { line: 1, fields: { name: 'a', title: 'A: b' }, html: '<p>One <em>two</em>.</p>\n' },
      { line: 7, fields: { name: 'b' }, html: '<p>x</p>\n' },
    ]);
  });

  it('links terms to the glossary, and keeps other links', () => {
    const [screen] = compileLesson(
      text('---', 'name: a', '---', '[a page](<glossary:page type>) [x](https://x.test/) [pin](glossary:pin)'),
      'l.md',
    );
    expect(screen?.html).toBe(
      '<p><button type="button" class="term" data-term="page type">a page</button> ' +
        '<a href="https://x.test/" rel="noreferrer">x</a> <button type="button" class="term" data-term="pin">pin</button></p>\n',
    );
  });

  it('lets no HTML through', () => {
    const [screen] = compileLesson(text('---', 'name: a', '---', '<b onclick="x">', '[x](javascript:alert)'), 'l.md');
    expect(screen?.html).not.toMatch(/<b|href/);
  });

  it.each([
    [text('Hello'), /^l\.md:1: a lesson begins with the head/],
    [text('---', 'name: a'), /^l\.md:1: this head has no closing line/],
    [text('---', 'name a', '---'), /^l\.md:1: "name a" is no line like/],
    [text('---', 'name: a', 'name: b', '---'), /^l\.md:1: name stands there twice/],
  ])('%j is refused', (bad, sentence) => {
    expect(() => compileLesson(bad, 'l.md')).toThrow(sentence);
  });
});

it('the glossary is the rows of its table', () => {
  expect(
    compileGlossary(text('# G', '', '| term | meaning | w |', '|---|---|---|', '| a, b | the `a` | x |', 'end')),
  ).toEqual([{ term: 'a, b', meaning: 'the a' }]);
});
