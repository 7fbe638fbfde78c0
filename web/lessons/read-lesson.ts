import { PROFILE_NAMES } from '../core/profile-name';
import { Refused } from '../core/refused';
import { JsonReader, optional } from './json-reader';
import type {
  Answer,
  Condition,
  Ending,
  GuestFormat,
  Lesson,
  LessonScenario,
  Marker,
  Question,
  Variant,
} from './lesson';
import { RULES } from './rules';
import type { Check, Task } from './screen';

const FORMATS: readonly GuestFormat[] = ['pae', '2-level'];
const OUTCOMES = ['runs', 'refused', 'fault', 'killed'] as const;
const WRITERS = ['instruction', 'walk', 'xen', 'back end', 'builder'] as const;
const EVENTS = ['hypercall', 'request', 'trap', 'bounce', 'domain', 'console'] as const;

const text = (value: JsonReader): string => value.text();
const number = (value: JsonReader): number => value.number();
const rule = (value: JsonReader): string => value.oneOf(Object.keys(RULES));

function readVariant(value: JsonReader): Variant {
  value.only('name', 'letter', 'title', 'guest', 'layers', 'bare');
  return {
    name: value.field('name').text(),
    letter: value.field('letter').text(),
    title: value.field('title').text(),
    guest: value.field('guest').text(),
    layers: value.field('layers').list().map(text),
    bare: value.field('bare').isThere && value.field('bare').flag(),
  };
}

function readEnding(value: JsonReader): Ending {
  value.only('outcome', 'result', 'rule', 'level', 'slot', 'error', 'address');
  return {
    outcome: value.field('outcome').oneOf(OUTCOMES),
    ...optional(value, 'result', number),
    ...optional(value, 'rule', rule),
    ...optional(value, 'level', number),
    ...optional(value, 'slot', number),
    ...optional(value, 'error', number),
    ...optional(value, 'address', (address) => address.address()),
  };
}

/** One block of `endings`: several variants under several profiles that end alike. */
function readScenarios(value: JsonReader, variants: readonly Variant[]): LessonScenario[] {
  value.only('variants', 'formats', 'profiles', 'script', 'ending');
  const ending = readEnding(value.field('ending'));
  const script = optional(value, 'script', text);
  const profiles = value.field('profiles').isThere
    ? value
        .field('profiles')
        .list()
        .map((profile) => profile.oneOf(PROFILE_NAMES))
    : [undefined];
  const chosen = value
    .field('variants')
    .list()
    .map((name) => find(variants, name));
  const formats = value
    .field('formats')
    .list()
    .map((format) => format.oneOf(FORMATS));
  return chosen.flatMap((variant) =>
    formats.flatMap((format) =>
      profiles.map((profile) => {
        if (variant.bare !== (profile === undefined)) {
          value.fail(`${variant.bare ? 'without' : 'with'} profiles for the variant ${variant.name}`);
        }
        const name = [variant.name, format, ...(profile ? [profile] : [])].join('/');
        const guest = `${variant.guest}-${format}`;
        return { name, variant, format, guest, ...script, ...(profile && { profile }), ending };
      }),
    ),
  );
}

/** The one of a list that a text names. */
function find<T extends { name: string }>(list: readonly T[], name: JsonReader): T {
  const wanted = name.text();
  return list.find((item) => item.name === wanted) ?? name.fail(`one of ${list.map((item) => item.name).join(', ')}`);
}

function readCondition(value: JsonReader): Condition {
  value.only('event', 'code', 'result', 'rule', 'level', 'slot', 'error', 'address', 'text');
  const condition: Condition = {
    event: value.field('event').oneOf(EVENTS),
    ...optional(value, 'code', number),
    ...optional(value, 'result', number),
    ...optional(value, 'rule', rule),
    ...optional(value, 'level', number),
    ...optional(value, 'slot', number),
    ...optional(value, 'error', number),
    ...optional(value, 'address', readRange),
    ...optional(value, 'text', text),
  };
  if ((condition.event === 'console') !== (condition.text !== undefined))
    value.fail('of the console, with a text, or of neither');
  return condition;
}

function readRange(value: JsonReader): readonly [number, number] {
  const [from, to, ...more] = value.list().map((address) => address.address());
  if (from === undefined || to === undefined || more.length > 0 || to < from)
    return value.fail('two addresses in order');
  return [from, to];
}

function readMarker(value: JsonReader, scenarios: readonly LessonScenario[]): Marker {
  value.only('name', 'title', 'scenario', 'when');
  return {
    name: value.field('name').text(),
    title: value.field('title').text(),
    scenario: find(scenarios, value.field('scenario')).name,
    when: readCondition(value.field('when')),
  };
}

function readAnswer(value: JsonReader, markers: readonly Marker[]): Answer {
  value.only('text', 'because', 'right', 'marker');
  const right = value.field('right').isThere && value.field('right').flag();
  if (!right && !value.field('marker').isThere) value.field('marker').fail('the marker that disproves a wrong answer');
  return {
    text: value.field('text').text(),
    because: value.field('because').text(),
    right,
    ...optional(value, 'marker', (name) => find(markers, name).name),
  };
}

function readQuestion(value: JsonReader, lesson: Pick<Lesson, 'scenarios' | 'markers'>): Question {
  value.only('name', 'ask', 'scenario', 'answers');
  const answers = value
    .field('answers')
    .list()
    .map((answer) => readAnswer(answer, lesson.markers));
  if (answers.filter(({ right }) => right).length !== 1)
    value.field('answers').fail('a list with exactly one right answer');
  return {
    name: value.field('name').text(),
    ask: value.field('ask').text(),
    scenario: find(lesson.scenarios, value.field('scenario')).name,
    answers,
  };
}

const readEntry = (value: JsonReader): { level: number; slot: number } => ({
  level: value.field('level').number(),
  slot: value.field('slot').number(),
});

function readCheck(value: JsonReader, { markers, scenarios }: Pick<Lesson, 'scenarios' | 'markers'>): Check {
  value.only('stands', 'looksAt', 'wrote', 'ends');
  const [stands, looksAt, wrote, ends] = ['stands', 'looksAt', 'wrote', 'ends'].map((name) => value.field(name)) as [
    JsonReader,
    JsonReader,
    JsonReader,
    JsonReader,
  ];
  if (stands.isThere) return { stands: find(markers, stands).name };
  if (looksAt.isThere) return { looksAt: readEntry(looksAt.only('level', 'slot')) };
  if (ends.isThere) return { ends: find(scenarios, ends).name };
  if (!wrote.isThere) return value.fail('one of stands, looksAt, wrote, ends');
  return { wrote: { ...readEntry(wrote.only('level', 'slot', 'by')), by: wrote.field('by').oneOf(WRITERS) } };
}

function readTask(value: JsonReader, lesson: Pick<Lesson, 'scenarios' | 'markers'>): Task {
  value.only('name', 'ask', 'check', 'hints', 'done');
  return {
    name: value.field('name').text(),
    ask: value.field('ask').text(),
    check: readCheck(value.field('check'), lesson),
    hints: value.field('hints').list().map(text),
    done: value.field('done').text(),
  };
}

function refuseTwice(what: string, items: readonly { name: string }[]): void {
  const twice = items.find((item, i) => items.findIndex(({ name }) => name === item.name) !== i);
  if (twice) throw new Refused(`The lesson has two ${what} named "${twice.name}".`);
}

/**
 * Reads a lesson's data, a parsed JSON file.
 *
 * Errors: Refused, naming the field that does not fit.
 */
export function readLesson(json: unknown): Lesson {
  const value = new JsonReader(json, 'lesson').only(
    ...['name', 'title', 'memory', 'variants', 'endings', 'markers', 'questions', 'tasks'],
  );
  const variants = value.field('variants').list().map(readVariant);
  const scenarios = value
    .field('endings')
    .list()
    .flatMap((block) => readScenarios(block, variants));
  const markers = value
    .field('markers')
    .list()
    .map((marker) => readMarker(marker, scenarios));
  const questions = value
    .field('questions')
    .list()
    .map((question) => readQuestion(question, { scenarios, markers }));
  const tasks = value
    .field('tasks')
    .list()
    .map((task) => readTask(task, { scenarios, markers }));
  refuseTwice('variants', variants);
  refuseTwice('scenarios', scenarios);
  refuseTwice('markers', markers);
  refuseTwice('questions', questions);
  refuseTwice('tasks', tasks);
  return {
    name: value.field('name').text(),
    title: value.field('title').text(),
    memory: value.field('memory').number(),
    variants,
    scenarios,
    markers,
    questions,
    tasks,
  };
}
