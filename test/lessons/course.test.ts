import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesOf } from '../../scripts/lib/fingerprint.mjs';
import { at } from '../../scripts/lib/paths.mjs';
import { COURSE, explainTerm, factsOf, LESSONS, type Lesson, sourcesOf } from '../../web/lessons';
import { filled } from '../../web/lessons/fill';
import { readScreens } from '../../web/lessons/read-screens';

const TEXT = 'tutorials/02-memory/01-recursive-map/lesson.md';
const lesson = LESSONS[0] as Lesson;
/** Most words on one screen. */
const MOST_WORDS = 250;

/** Numbers that name no fact of a machine. */
const NAMES_WITH_NUMBERS = [
  /\b(?:19|20)\d\d\b/g, // years
  /\b\d{1,2} (?=January|February)/g, // days
  /\bXen \d\.\d+/g,
  /\bxen-\d\.\d+[\w-]*/g,
  /\bring \d\b/g,
  /\bXSA-\d+/g,
  /\bi386\b/g,
  /\bL\d table\b/g,
  /\bCR0\.WP\b/g,
];

/** A text as its author wrote it, without heads, code, and what the machine fills in. */
function prose(text: string): string {
  const plain = text
    .replace(/^---\n[\s\S]*?^---\n/gm, '')
    .replace(/^ {4}.*$/gm, '')
    .replace(/`[^`]*`/g, '')
    .replace(/\{\{.*?\}\}/g, '');
  return NAMES_WITH_NUMBERS.reduce((rest, name) => rest.replace(name, ''), plain);
}

describe.each(COURSE)('the screens of $name', ({ name, screens, questions, tasks, variants, scenarios }) => {
  it('are few and short', () => {
    expect(screens.length).toBeGreaterThanOrEqual(6);
    expect(screens.length).toBeLessThanOrEqual(9);
    for (const { name: screen, html, after = '' } of screens) {
      const words = `${html} ${after}`
        .replace(/<[^>]+>/g, ' ')
        .trim()
        .split(/\s+/);
      expect(words.length, screen).toBeLessThanOrEqual(MOST_WORDS);
    }
  });

  it('open where their scenario has a marker', () => {
    for (const { scenario, at: place } of screens) {
      const { markers } = factsOf(`${name}/${scenario}`);
      expect(['start', 'end', ...markers.keys()]).toContain(place.replace(/^before /, ''));
    }
  });

  it('ask about the scenario they show, and use every question and task once', () => {
    const asked = screens.flatMap(({ question }) => (question ? [question] : []));
    expect(asked.sort()).toEqual(questions.map((question) => question.name).sort());
    expect(screens.flatMap(({ task }) => (task ? [task] : [])).sort()).toEqual(tasks.map((task) => task.name).sort());
    for (const { question, scenario } of screens) {
      if (question) expect(questions.find((one) => one.name === question)?.scenario).toBe(scenario);
    }
  });

  it('ask again, once at most, what was asked at least two screens before', () => {
    const reviews = screens.flatMap(({ review }, place) => (review ? [{ review, place }] : []));
    expect(reviews.length).toBeGreaterThanOrEqual(2);
    expect(new Set(reviews.map(({ review }) => review)).size).toBe(reviews.length);
    for (const { review, place } of reviews) {
      const asked = screens.findIndex(({ question }) => question === review);
      expect(asked, review).toBeGreaterThanOrEqual(0);
      expect(place - asked, review).toBeGreaterThanOrEqual(2);
    }
  });

  it('name files that their variant has, and compare it with one that differs', () => {
    const paths = filesOf(['tutorials']);
    for (const { file, scenario, compare } of screens) {
      const { variant } = scenarios.find((one) => one.name === scenario) ?? {};
      if (!variant) throw new Error(scenario);
      if (file) expect([...sourcesOf(variant, paths).keys()]).toContain(file);
      if (compare && file) {
        const before = variants.find((one) => one.name === compare);
        expect(before && sourcesOf(before, paths).get(file)).not.toBe(sourcesOf(variant, paths).get(file));
      }
    }
  });

  it('explain only terms that the glossary has', () => {
    const texts = screens.map(({ html, after = '' }) => html + after);
    const terms = texts.flatMap((html) => [...html.matchAll(/data-term="([^"]+)"/g)].map(([, term]) => term));
    expect(terms.length).toBeGreaterThan(5);
    for (const term of terms) expect(explainTerm(term ?? '')?.meaning, term).toMatch(/\w/);
    for (const html of texts) expect(html).not.toMatch(/glossary:|\{\{|\}\}/);
  });

  it('hold no HTML but what Markdown makes, and no style', () => {
    for (const html of screens.flatMap((screen) => [screen.html, screen.after ?? ''])) {
      expect(html).not.toMatch(/<(?!\/?(?:p|strong|em|code|pre|a|button|ul|ol|li)\b)/);
      expect(html).not.toMatch(/\s(?:style|on\w+)=/);
    }
  });
});

describe('numbers in texts', () => {
  it('come from the machine', () => {
    expect(prose(readFileSync(at(TEXT), 'utf8')).match(/.*\d.*/g) ?? []).toEqual([]);
  });

  it('would be found if they did not', () => {
    expect(prose('---\nat: x1\n---\nSlot 767 of 0x12, `0x34` and {{a.b}} in 2003, Xen 4.17.\n')).toMatch(/767.*0x12/);
    expect(prose('In 2003, {{a.b}}.')).not.toMatch(/\d/);
  });

  it.each([
    ['{{pin-refused.slot}}', '767'],
    ['{{pin-refused.slot:hex}}', '0x2ff'],
    ['{{pin-refused.slot:va}}', '0xbfc00000'],
    ['{{pin-refused.result}}', '-22'],
    ['{{pin-refused.errno}}', '-EINVAL'],
    ['{{window-fault.address:hex}} {{window-fault.error}}', '0xbff01000 3'],
    ['{{writable-slot/2-level/xen-3.2.slot}}', '767'],
  ])('%s is %s', (text, wanted) => {
    expect(filled(lesson, text)).toBe(wanted);
  });

  it('of a run are grouped by thousands', () => {
    const { end } = factsOf('recursive-map/native/2-level');
    const grouped = filled(lesson, '{{native/2-level.count:grouped}}');
    expect(grouped).toMatch(/^\d{1,3}(\u202f\d{3})+$/);
    expect(BigInt(grouped.replaceAll('\u202f', ''))).toBe(end.count);
  });

  it.each([
    ['{{pin-refused.slots}}', /pin-refused\.slots.* has no value/],
    ['{{pin-refusd.slot}}', /has no value/],
    ['{{pin-refused.slot:octal}}', /no format octal; there are hex/],
  ])('%s is refused', (text, sentence) => {
    expect(() => filled(lesson, text)).toThrow(sentence);
  });
});

describe('a screen that does not fit is named by file and line', () => {
  const good = {
    ...{ name: 'a', title: 'A', kind: 'read', minutes: '1', say: 'a', at: 'start', panes: 'map' },
    scenario: 'native/2-level',
  };
  const read = (more: Record<string, string>) =>
    readScreens(lesson, [{ line: 7, fields: { ...good, ...more }, html: '' }], 'lesson.md');

  it('and a good one is read', () => {
    expect(read({})).toMatchObject([{ name: 'a', panes: ['map'], minutes: 1 }]);
  });

  it.each([
    [{ kind: 'sing' }, /lesson\.md:7: kind: "sing" is none of read/],
    [{ panes: 'map, tables' }, /panes: "tables" is none of/],
    [{ panes: 'map walk code trace console' }, /panes lists 5 names; 4 is the most/],
    [{ at: 'pin-refused' }, /at: "pin-refused" is none of start, end, native-fork/],
    [{ scenario: 'native/4-level' }, /scenario: "native\/4-level" is none of/],
    [{ question: 'why' }, /question: "why" is none of/],
    [{ review: 'why' }, /review: "why" is none of/],
    [{ slot: '{{pin-refused.errno}}' }, /slot: "\{\{pin-refused\.errno\}\}" is no whole number/],
    [{ minutes: 'two' }, /minutes must be a whole number/],
    [{ colour: 'red' }, /there is no field colour/],
    [{ say: '{{pin-refused.colour}}' }, /lesson\.md:7: \{\{pin-refused\.colour\}\} has no value/],
  ])('%o', (more, sentence) => {
    expect(() => read(more as Record<string, string>)).toThrow(sentence);
  });

  it('and so is one that is there twice, or lacks a field', () => {
    const raw = { line: 1, fields: good, html: '' };
    expect(() => readScreens(lesson, [raw, raw], 'lesson.md')).toThrow('lesson.md: two screens are named a.');
    const { say: _, ...without } = good;
    expect(() => readScreens(lesson, [{ ...raw, fields: without }], 'x.md')).toThrow('x.md:1: say is missing.');
  });
});
