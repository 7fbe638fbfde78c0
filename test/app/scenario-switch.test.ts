import { describe, expect, test } from 'vitest';
import { outcomeOf, sideEffect, switched, switchParts } from '../../web/app/lesson/scenario-switch';
import { LESSONS, type Lesson } from '../../web/lessons';

const lesson = LESSONS[0] as Lesson;
const named = (name: string) => lesson.scenarios.find((one) => one.name === name) as Lesson['scenarios'][0];

describe('the switch', () => {
  test.each([
    ['writable-slot/2-level/xen-3.2', 'variant', 'queued-updates', 'queued-updates/2-level/xen-3.2'],
    ['writable-slot/2-level/xen-3.2', 'profile', '2002-11', 'writable-slot/2-level/2002-11'],
    // There is no PAE under Xen 3.2 here: the kernel stays.
    ['writable-slot/2-level/xen-3.2', 'format', 'pae', 'writable-slot/pae/xen-4.17'],
    ['queued-updates/2-level/2003-01', 'variant', 'native', 'native/2-level'],
    ['native/pae', 'profile', 'xen-4.17', 'writable-slot/pae/xen-4.17'],
    // From no rules at all it goes to the usual ones.
    ['native/2-level', 'variant', 'writable-slot', 'writable-slot/2-level/xen-3.2'],
  ])('%s, %s = %s', (from, name, value, to) => {
    expect(switched(lesson, named(from), { name, value }).name).toBe(to);
  });

  test('leads from everywhere to everywhere it offers, and keeps what was chosen', () => {
    for (const scenario of lesson.scenarios) {
      for (const part of switchParts(lesson, scenario)) {
        for (const { value } of part.options) {
          const found = switched(lesson, scenario, { name: part.name, value });
          expect(switchParts(lesson, found).find(({ name }) => name === part.name)?.current).toBe(value);
        }
      }
    }
  });

  test.each([
    ['writable-slot/2-level/2002-11', 'format', 'pae', 'This also chose rules “Xen 4.17 (2022)”.'],
    ['queued-updates/2-level/2003-01', 'variant', 'native', 'This also chose rules “no Xen: the bare machine”.'],
    ['writable-slot/2-level/xen-3.2', 'profile', '2002-11', ''],
  ])('says what %s, %s = %s changes beside it', (from, name, value, sentence) => {
    const change = { name, value };
    expect(sideEffect(named(from), switched(lesson, named(from), change), change)).toBe(sentence);
  });

  test('says how every run ends', () => {
    for (const scenario of lesson.scenarios) expect(outcomeOf(scenario)).toMatch(/\.$/);
    expect(outcomeOf(named('writable-slot/2-level/xen-3.2'))).toBe(
      'Refused with -EINVAL at slot 767 of the L2 table: linear, with write permission.',
    );
  });
});
