import type { ProfileName } from '../../core/machine-api';
import { endingWords } from '../../lessons/ending-words';
import type { Lesson, LessonScenario } from '../../lessons/lesson';
import type { SwitchChange, SwitchPart } from '../../ui/rs-switch/rs-switch';

/** What tells a lesson's scenarios apart. */
const PARTS = ['variant', 'profile', 'format'] as const;
type Part = (typeof PARTS)[number];

const LABELS = { variant: 'Kernel', profile: 'Rules', format: 'Tables' } satisfies Record<Part, string>;
const BARE = 'bare';

/** Profiles as a reader knows them. */
const PROFILES: Readonly<Record<ProfileName | typeof BARE, string>> = {
  '2002-11': 'Xen, November 2002',
  '2003-01': 'Xen, January 2003',
  '2004-02': 'Xen, February 2004',
  'xen-3.2': 'Xen 3.2 (2008)',
  'xen-4.17': 'Xen 4.17 (2022)',
  'xen-4.17-nolinear': 'Xen 4.17, linear tables off',
  bare: 'no Xen: the bare machine',
};

/** The rules one expects, where none are asked for. */
const USUAL: Readonly<Record<LessonScenario['format'], ProfileName>> = { '2-level': 'xen-3.2', pae: 'xen-4.17' };

const FORMATS = { '2-level': 'two levels', pae: 'PAE' } as const;

function partOf(scenario: LessonScenario, part: Part): string {
  if (part === 'variant') return scenario.variant.name;
  return part === 'profile' ? (scenario.profile ?? BARE) : scenario.format;
}

function textOf(scenario: LessonScenario, part: Part): string {
  const { variant, profile, format } = scenario;
  if (part === 'variant') return `${variant.letter}: ${variant.name.replace(/-/g, ' ')}`;
  return part === 'profile' ? PROFILES[profile ?? BARE] : FORMATS[format];
}

/** What a scenario's kernel is called: `b: writable slot, two levels`. */
export function kernelTitle(scenario: LessonScenario): string {
  return `${textOf(scenario, 'variant')}, ${textOf(scenario, 'format')}`;
}

/** What there is to choose from: each part with every value that some scenario has. */
export function switchParts({ scenarios }: Lesson, current: LessonScenario): SwitchPart[] {
  return PARTS.map((part) => {
    const options = new Map(scenarios.map((one) => [partOf(one, part), textOf(one, part)]));
    return {
      name: part,
      label: LABELS[part],
      current: partOf(current, part),
      options: [...options].map(([value, text]) => ({ value, text })),
    };
  });
}

/** The scenario a change leads to: it has the value chosen, and of the rest as much as such a scenario can have. */
export function switched(
  { scenarios }: Lesson,
  current: LessonScenario,
  { name, value }: SwitchChange,
): LessonScenario {
  const wanted = scenarios.filter((one) => partOf(one, name as Part) === value);
  const likeness = (one: LessonScenario): number =>
    PARTS.reduce(
      (sum, part, at) => sum + (partOf(one, part) === partOf(current, part) ? 2 ** (PARTS.length - at) : 0),
      one.profile === USUAL[one.format] ? 1 : 0,
    );
  return wanted.reduce((best, one) => (likeness(one) > likeness(best) ? one : best), wanted[0] ?? current);
}

/** How a scenario ends, as a phrase. */
export function outcomeOf({ ending }: LessonScenario): string {
  const { errno, level, slot, why } = endingWords(ending);
  switch (ending.outcome) {
    case 'runs':
      return 'Runs to its end.';
    case 'refused':
      return `Refused with ${errno} at slot ${slot} of the L${level} table: ${why}.`;
    case 'killed':
      return `Xen ends the domain at slot ${slot} of the L${level} table: ${why}.`;
    case 'fault':
      return `The kernel faults: ${why}.`;
    case 'other':
      return '';
  }
}

/** What a switch changed beside the part that was chosen, in a sentence; empty when nothing: not every kernel, rules and tables go together. */
export function sideEffect(before: LessonScenario, after: LessonScenario, { name }: SwitchChange): string {
  const changed = PARTS.filter((part) => part !== name && partOf(before, part) !== partOf(after, part));
  if (changed.length === 0) return '';
  const what = changed.map((part) => `${LABELS[part].toLowerCase()} “${textOf(after, part)}”`).join(' and ');
  return `This also chose ${what}.`;
}
