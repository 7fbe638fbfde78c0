import { describe, expect, it } from 'vitest';
import { filesOf } from '../../scripts/lib/fingerprint.mjs';
import { flagsOf, recipes, unitsOf } from '../../scripts/lib/guests.mjs';
import { LESSONS, type Lesson, sourceChanges, sourcesOf, type Variant } from '../../web/lessons';

const lesson = LESSONS[0] as Lesson;
const paths = filesOf(['tutorials']);
const variant = (name: string): Variant => lesson.variants.find((item) => item.name === name) as Variant;
const changes = (before: string, after: string) => sourceChanges(variant(before), variant(after), paths);

const STEP = 'tutorials/02-memory/01-recursive-map';

describe('the sources that a lesson shows', () => {
  const guests = lesson.scenarios.map(({ guest, variant }) => [guest, variant] as const);

  it.each(guests)('are those that %s is built from', (guest, variant) => {
    const recipe = recipes()[guest];
    expect(recipe?.sources).toEqual(variant.layers);
    const shown = [...sourcesOf(variant, paths).values()].filter((path) => /\.(c|S)$/.test(path));
    const built = recipe ? unitsOf(recipe).filter((path) => path.startsWith(STEP)) : [];
    expect(shown.sort()).toEqual(built);
  });

  it('differ in one file from one cut of the port to the next', () => {
    const file = (name: string, before: string, after: string) => [
      { name, before: `${STEP}/${before}/${name}`, after: `${STEP}/${after}/${name}` },
    ];
    expect(changes('writable-slot', 'native-stores')).toEqual(file('opt_linear.h', 'guest', 'read-only-slot'));
    expect(changes('native-stores', 'queued-updates')).toEqual(file('ptestore.h', 'guest', 'queued-updates'));
    expect(changes('queued-updates', 'other-directory')).toEqual(file('opt_maxproc.h', 'xen', 'other-directory'));
  });

  it('say what the port adds', () => {
    expect(changes('native', 'writable-slot').find(({ name }) => name === 'xenpmap.h')).toEqual({
      name: 'xenpmap.h',
      after: `${STEP}/xen/xenpmap.h`,
    });
  });
});

it('headers of a later folder are found first', () => {
  const flags = flagsOf({ about: '', sources: ['one', 'two'], defines: ['PAE'] });
  expect(flags).toEqual(['-DPAE=1', '-Itwo', '-Ione']);
});
