import {
  isDone,
  type Question,
  type Screen,
  type ScreenProgress,
  type Seen,
  type Task,
  type TaughtLesson,
} from '../../lessons';
import { ProgressStore } from './progress-store';

/** One reader on one lesson: what was done on each screen, and whether its machine waits for an answer. */
export class Reading {
  /** Answers to the question that is asked again, on this visit of a screen. */
  remembered: readonly number[] = [];
  private readonly store: ProgressStore;
  /** Screens whose question was passed over: their machines do not wait any longer. */
  private readonly skipped = new Set<string>();

  /** @param changed called when something more was done, here or in another tab */
  constructor(
    readonly lesson: TaughtLesson,
    private readonly changed: () => void,
  ) {
    this.store = new ProgressStore(lesson.name, changed);
  }

  /** Hears of other tabs from now on. */
  open(): void {
    this.store.open();
  }

  close(): void {
    this.store.close();
  }

  /** Progress lasts longer than the page. */
  get isKept(): boolean {
    return this.store.isKept;
  }

  /** Where the reader left the lesson: at the first screen that is not done, or at the end. */
  get leftAt(): Screen | undefined {
    const { screens } = this.lesson;
    return screens.find((screen) => !this.isDone(screen)) ?? screens.at(-1);
  }

  /** What was done on a screen. */
  of({ name }: Screen): ScreenProgress {
    return this.store.of(name);
  }

  /** The question of a screen. */
  questionOf({ question }: Screen): Question | undefined {
    return this.lesson.questions.find(({ name }) => name === question);
  }

  /** The question of an earlier screen that is asked again on this one. */
  reviewOf({ review }: Screen): Question | undefined {
    return this.lesson.questions.find(({ name }) => name === review);
  }

  /** The task of a screen. */
  taskOf({ task }: Screen): Task | undefined {
    return this.lesson.tasks.find(({ name }) => name === task);
  }

  /** Everything a screen asks for was done. */
  isDone(screen: Screen): boolean {
    const { visited, tried, solved } = this.of(screen);
    const question = this.questionOf(screen);
    const isRight = !question || tried.some((at) => question.answers[at]?.right);
    return visited && isRight && (solved || screen.task === undefined);
  }

  /** The machine of a screen waits for an answer: predictions come before the run. */
  isWaiting(screen: Screen): boolean {
    if (screen.kind !== 'predict' || screen.question === undefined || this.skipped.has(screen.name)) return false;
    return this.of(screen).tried.length === 0;
  }

  /** The reader has come to a screen. */
  visit(screen: Screen): void {
    this.remembered = [];
    this.add(screen, { visited: true });
  }

  /** An answer was tried. */
  answer(screen: Screen, answer: number): void {
    this.add(screen, { tried: [answer] });
  }

  /** The question was passed over. */
  skip({ name }: Screen): void {
    this.skipped.add(name);
    this.changed();
  }

  /** An answer to the question that is asked again was tried: of that nothing is kept. */
  remember(answer: number): void {
    this.remembered = [...this.remembered, answer];
    this.changed();
  }

  /** What the reader has before them may be what the screen's task asks for. True when that has just solved it. */
  saw(screen: Screen, seen: Seen): boolean {
    const task = this.taskOf(screen);
    if (!task || this.of(screen).solved || !isDone(this.lesson, task.check, seen)) return false;
    this.add(screen, { solved: true });
    return true;
  }

  private add({ name }: Screen, more: Partial<ScreenProgress>): void {
    this.store.add(name, more);
    this.changed();
  }
}
