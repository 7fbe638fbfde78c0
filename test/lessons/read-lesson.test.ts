import { describe, expect, it } from 'vitest';
import { readLesson } from '../../web/lessons';

/** A small lesson that is right; each test breaks a part of it. */
function small() {
  return {
    name: 'small',
    title: 'A small lesson',
    memory: 64,
    variants: [
      { name: 'one', letter: 'a', title: 'The first', guest: 'kernel', layers: ['guest'] },
      { name: 'metal', letter: 'b', title: 'No Xen', guest: 'metal', layers: ['guest'], bare: true },
    ],
    endings: [
      {
        variants: ['one'],
        formats: ['pae', '2-level'],
        profiles: ['xen-3.2', 'xen-4.17'],
        ending: { outcome: 'runs' },
      },
      { variants: ['metal'], formats: ['pae'], ending: { outcome: 'fault', error: 3, address: '0xbfc00000' } },
    ],
    markers: [
      { name: 'end', title: 'it ends', scenario: 'one/pae/xen-4.17', when: { event: 'domain', code: 3 } },
      { name: 'said', title: 'it speaks', scenario: 'metal/pae', when: { event: 'console', text: 'hello' } },
    ],
    questions: [
      {
        name: 'q',
        ask: 'Does it run?',
        scenario: 'one/pae/xen-4.17',
        answers: [
          { text: 'Yes', because: 'It does.', right: true },
          { text: 'No', because: 'It ends in order.', marker: 'end' },
        ],
      },
    ],
    tasks: [
      { name: 't', ask: 'Look.', check: { looksAt: { level: 2, slot: 767 } }, hints: ['There.'], done: 'Seen.' },
      { name: 'u', ask: 'Run.', check: { ends: 'metal/pae' }, hints: [], done: 'Run.' },
    ],
  };
}

/** A small lesson with one value, at a path such as `markers.0.when.event`, replaced. */
function broken(path: string, value: unknown): unknown {
  const lesson = small();
  const names = path.split('.');
  const last = names.pop() as string;
  let at = lesson as unknown as Record<string, unknown>;
  for (const name of names) at = at[name] as Record<string, unknown>;
  at[last] = value;
  return lesson;
}

describe('a lesson is read', () => {
  it('with a scenario for every variant, format and profile', () => {
    const { scenarios } = readLesson(small());
    expect(scenarios.map(({ name, guest }) => [name, guest])).toEqual([
      ['one/pae/xen-3.2', 'kernel-pae'],
      ['one/pae/xen-4.17', 'kernel-pae'],
      ['one/2-level/xen-3.2', 'kernel-2-level'],
      ['one/2-level/xen-4.17', 'kernel-2-level'],
      ['metal/pae', 'metal-pae'],
    ]);
    expect(scenarios.at(-1)?.ending).toEqual({ outcome: 'fault', error: 3, address: 0xbfc00000 });
  });
});

describe('a lesson is refused, by name of what does not fit', () => {
  const marker = { name: 'end', title: 'again', scenario: 'metal/pae', when: { event: 'console', text: 'x' } };
  it.each([
    ['memory', '64', 'lesson.memory must be a whole number, not "64".'],
    ['tittle', 'x', 'lesson has no field "tittle"'],
    ['variants.0.letter', '', 'lesson.variants[0].letter must be a text, not "".'],
    ['variants.1.bare', 'yes', 'lesson.variants[1].bare must be true or false'],
    ['endings.0.profiles.1', 'xen-5', 'lesson.endings[0].profiles[1] must be one of 2002-11,'],
    ['endings.0.variants', 'one', 'lesson.endings[0].variants must be a list, not "one".'],
    ['endings.0.variants.0', 'two', 'lesson.endings[0].variants[0] must be one of one, metal, not "two".'],
    ['endings.0.profiles', undefined, 'lesson.endings[0] must be with profiles for the variant one'],
    ['endings.1.profiles', ['xen-3.2'], 'lesson.endings[1] must be without profiles for the variant metal'],
    ['endings.0.ending.rule', 'Linear', 'lesson.endings[0].ending.rule must be one of NoSuchFrame,'],
    ['endings.1.ending.address', '0xBFC00000', 'must be an address such as "0xbfc00000"'],
    ['endings.1.formats', ['pae', 'pae'], 'The lesson has two scenarios named "metal/pae".'],
    ['markers.0.scenario', 'one/pae', 'lesson.markers[0].scenario must be one of one/pae/xen-3.2,'],
    ['markers.0.when.event', 'reboot', 'lesson.markers[0].when.event must be one of hypercall,'],
    ['markers.0.when', { event: 'console' }, 'must be of the console, with a text, or of neither'],
    ['markers.0.when.address', ['0x2', '0x1'], 'lesson.markers[0].when.address must be two addresses in order'],
    ['markers.1', marker, 'The lesson has two markers named "end".'],
    ['questions.0.answers.1.marker', undefined, 'must be the marker that disproves a wrong answer, not absent.'],
    ['questions.0.answers.1.right', true, 'lesson.questions[0].answers must be a list with exactly one right answer'],
    ['tasks.0.check', {}, 'lesson.tasks[0].check must be one of stands, looksAt, wrote, ends'],
    ['tasks.0.check.looksAt.slot', 'x', 'lesson.tasks[0].check.looksAt.slot must be a whole number'],
    ['tasks.0.check', { wrote: { level: 2, slot: 1, by: 'me' } }, 'wrote.by must be one of instruction,'],
    ['tasks.0.check', { stands: 'nowhere' }, 'lesson.tasks[0].check.stands must be one of end, said'],
    ['tasks.1.check.ends', 'one', 'lesson.tasks[1].check.ends must be one of one/pae/xen-3.2,'],
    ['tasks.1.name', 't', 'The lesson has two tasks named "t".'],
    ['questions.0', null, 'lesson.questions[0] must be an object, not null.'],
  ])('%s', (path, value, sentence) => {
    expect(() => readLesson(broken(path, value))).toThrow(sentence);
  });

  it('that is no object at all', () => {
    expect(() => readLesson('lesson')).toThrow('lesson must be an object, not "lesson".');
  });
});
