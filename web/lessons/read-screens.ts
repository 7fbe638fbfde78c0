import { Refused, sentenceOf } from '../core/refused';
import { filled } from './fill';
import type { Lesson, Question } from './lesson';
import type { PaneName, Screen, ScreenKind, Task } from './screen';

/** A screen as its Markdown file has it: `*\/lesson.md`. */
export interface RawScreen {
  line: number;
  fields: Readonly<Record<string, string>>;
  html: string;
  after?: string;
}

const KINDS: readonly ScreenKind[] = ['read', 'predict', 'run', 'investigate', 'repair'];
const PANES: readonly PaneName[] = [
  ...(['source', 'code', 'registers', 'console', 'trace', 'walk', 'map', 'frames', 'verdict'] as const),
];
const MOST_PANES = 4;
const FIELDS = [
  ...['name', 'title', 'kind', 'minutes', 'say', 'scenario', 'at', 'panes'],
  ...['question', 'review', 'task', 'compare', 'file', 'table', 'slot'],
];

/** The head of one screen, field by field: what does not fit is refused by name. */
class Head {
  constructor(
    private readonly lesson: Lesson,
    private readonly fields: Readonly<Record<string, string>>,
  ) {
    const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name));
    if (unknown) throw new Refused(`there is no field ${unknown}; there are ${FIELDS.join(', ')}.`);
  }

  text(name: string): string {
    const value = this.fields[name];
    if (value === undefined) throw new Refused(`${name} is missing.`);
    return value;
  }

  /** A field that may be absent, as an object to spread. */
  maybe<K extends string>(name: K, choices?: readonly string[]): { [key in K]?: string } {
    if (this.fields[name] === undefined) return {};
    return { [name]: choices ? this.oneOf(name, choices) : this.text(name) } as { [key in K]?: string };
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    return this.member(name, this.text(name), choices);
  }

  minutes(): number {
    const minutes = Number(this.text('minutes'));
    if (!Number.isInteger(minutes) || minutes < 1) throw new Refused('minutes must be a whole number from 1.');
    return minutes;
  }

  /** A field that may be absent and is a number once it is filled in, as an object to spread. */
  maybeNumber<K extends string>(name: K): { [key in K]?: number } {
    if (this.fields[name] === undefined) return {};
    const value = Number(filled(this.lesson, this.text(name)));
    if (!Number.isInteger(value) || value < 0)
      throw new Refused(`${name}: "${this.text(name)}" is no whole number from 0.`);
    return { [name]: value } as { [key in K]?: number };
  }

  panes(): PaneName[] {
    const names = this.text('panes').split(/[\s,]+/);
    if (names.length > MOST_PANES) throw new Refused(`panes lists ${names.length} names; ${MOST_PANES} is the most.`);
    return names.map((name) => this.member('panes', name, PANES));
  }

  /** `start`, `end`, or a marker of the scenario, which `before` may precede. */
  place(scenario: string): string {
    const at = this.text('at');
    const markers = this.lesson.markers.filter((marker) => marker.scenario === scenario).map(({ name }) => name);
    this.member('at', at.replace(/^before /, ''), ['start', 'end', ...markers]);
    return at;
  }

  private member<T extends string>(field: string, value: string, choices: readonly T[]): T {
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw new Refused(`${field}: "${value}" is none of ${choices.join(', ')}.`);
    return found;
  }
}

const namesOf = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name);

function readScreen(lesson: Lesson, { fields, html, after }: RawScreen): Screen {
  const head = new Head(lesson, fields);
  const scenario = head.oneOf('scenario', namesOf(lesson.scenarios));
  if (after !== undefined && (fields.question === undefined || fields.kind !== 'predict'))
    throw new Refused('a line *** divides it, but only a predict screen with a question has an answer to wait for.');
  return {
    name: head.text('name'),
    title: head.text('title'),
    kind: head.oneOf('kind', KINDS),
    minutes: head.minutes(),
    say: filled(lesson, head.text('say')),
    scenario,
    at: head.place(scenario),
    panes: head.panes(),
    ...head.maybe('question', namesOf(lesson.questions)),
    ...head.maybe('review', namesOf(lesson.questions)),
    ...head.maybe('task', namesOf(lesson.tasks)),
    ...head.maybe('compare', namesOf(lesson.variants)),
    ...head.maybe('file'),
    ...head.maybeNumber('table'),
    ...head.maybeNumber('slot'),
    html: filled(lesson, html),
    ...(after !== undefined && { after: filled(lesson, after) }),
  };
}

/**
 * The screens of a lesson, with every value filled in.
 *
 * Errors: Refused, naming file, line and the field that does not fit.
 */
export function readScreens(lesson: Lesson, raw: readonly RawScreen[], file: string): Screen[] {
  const screens = raw.map((screen) => {
    try {
      return readScreen(lesson, screen);
    } catch (error) {
      throw new Refused(`${file}:${screen.line}: ${sentenceOf(error)}`);
    }
  });
  const twice = screens.find(({ name }, i) => screens.findIndex((screen) => screen.name === name) !== i);
  if (twice) throw new Refused(`${file}: two screens are named ${twice.name}.`);
  return screens;
}

/** A task with every value filled in. */
export function filledTask(lesson: Lesson, task: Task): Task {
  const fill = (text: string): string => filled(lesson, text);
  return { ...task, ask: fill(task.ask), hints: task.hints.map(fill), done: fill(task.done) };
}

/** A question with every value filled in. */
export function filledQuestion(lesson: Lesson, question: Question): Question {
  const answers = question.answers.map((answer) => ({
    ...answer,
    text: filled(lesson, answer.text),
    because: filled(lesson, answer.because),
  }));
  return { ...question, ask: filled(lesson, question.ask), answers };
}
