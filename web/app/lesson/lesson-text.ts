import { html, nothing, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { Question, Screen, ScreenKind, ScreenProgress, Task, TaughtLesson } from '../../lessons';
import { icons } from '../../ui/theme/icons';
import { lessonHash, machineHash } from '../route';

/** What kinds of screens are called. */
const KINDS = {
  read: 'Read',
  predict: 'Predict',
  run: 'Run',
  investigate: 'Investigate',
  repair: 'Repair',
} satisfies Record<ScreenKind, string>;

/** What the text beside the machine is drawn from. */
export interface TextContext {
  lesson: TaughtLesson;
  screen: Screen;
  progress: ScreenProgress;
  /** The machine waits for an answer. */
  isWaiting: boolean;
  /** What was done on each screen: for the dots. */
  isDone: (screen: Screen) => boolean;
  /** Progress lasts longer than the page. */
  isKept: boolean;
  /** Answers tried of the question that is asked again. */
  remembered: readonly number[];
  /** Tries one of them. */
  remember: (answer: number) => void;
}

function questionOf({ questions }: TaughtLesson, wanted: string | undefined): Question | undefined {
  return questions.find(({ name }) => name === wanted);
}

/** The task of a screen. */
export function taskOf(lesson: TaughtLesson, screen: Screen): Task | undefined {
  return lesson.tasks.find(({ name }) => name === screen.task);
}

/** Everything a screen asks for was done. */
export function isScreenDone(
  lesson: TaughtLesson,
  screen: Screen,
  { visited, tried, solved }: ScreenProgress,
): boolean {
  const question = questionOf(lesson, screen.question);
  const isRight = !question || tried.some((at) => question.answers[at]?.right);
  return visited && isRight && (solved || screen.task === undefined);
}

/** The text of a screen: its head, prose, question, task, and the way on. */
export function renderText(context: TextContext): TemplateResult {
  const { screen, lesson, isKept } = context;
  const { screens } = lesson;
  const at = screens.indexOf(screen);
  return html`<p class="where">
      <a href=${lessonHash(lesson.name, screens[0]?.name)}>${lesson.title}</a>
      <span>${at + 1} of ${screens.length}</span>
    </p>
    ${renderDots(context)}
    <h1 tabindex="-1">${screen.title}</h1>
    <p class="about"><b class="kind">${KINDS[screen.kind]}</b> <span>about ${screen.minutes} min</span></p>
    <p class="say"><b>You will be able to say</b> ${screen.say}.</p>
    <div class="prose">${unsafeHTML(screen.html)}</div>
    ${renderQuestion(context)} ${renderAfter(context)} ${renderTask(context)} ${renderReview(context)}
    ${at === screens.length - 1 ? renderRecap(context) : nothing}
    ${isKept ? nothing : html`<p class="unkept" role="note">${icons.warning} This browser keeps nothing for us, so your progress lasts only as long as this page. Everything else works.</p>`}
    ${renderWays(lesson, at)}`;
}

function renderDots({ screen, lesson, isDone }: TextContext): TemplateResult {
  return html`<nav class="dots" aria-label="Screens">
    ${lesson.screens.map((one, at) => {
      const done = isDone(one);
      return html`<a href=${lessonHash(lesson.name, one.name)} class=${done ? 'done' : ''} title=${one.title}
        aria-current=${one === screen ? 'step' : 'false'}><span class="only-heard">${at + 1}: ${one.title}${done ? ', done' : ''}</span></a>`;
    })}
  </nav>`;
}

function renderQuestion({ screen, lesson, progress, isWaiting }: TextContext): TemplateResult | typeof nothing {
  const question = questionOf(lesson, screen.question);
  if (!question) return nothing;
  return html`<rs-question
    .ask=${question.ask}
    .answers=${question.answers}
    .chosen=${progress.tried}
    .waiting=${isWaiting}
  ></rs-question>`;
}

function renderTask({ screen, lesson, progress }: TextContext): TemplateResult | typeof nothing {
  const task = taskOf(lesson, screen);
  if (!task) return nothing;
  return html`<rs-task .ask=${task.ask} .hints=${task.hints} .done=${task.done} .solved=${progress.solved}></rs-task>`;
}

/** What would have told the answer. */
function renderAfter({ screen, isWaiting }: TextContext): TemplateResult | typeof nothing {
  if (screen.after === undefined || isWaiting) return nothing;
  return html`<div class="prose">${unsafeHTML(screen.after)}</div>`;
}

/** A question of some screens ago: what is called back is kept. */
function renderReview({ screen, lesson, remembered, remember }: TextContext): TemplateResult | typeof nothing {
  const question = questionOf(lesson, screen.review);
  if (!question) return nothing;
  const answered = (event: CustomEvent<number>): void => {
    event.stopPropagation();
    remember(event.detail);
  };
  return html`<details class="review">
    <summary>Do you still know? A question from before</summary>
    <rs-question
      class="again"
      heading="Remember"
      .ask=${question.ask}
      .answers=${question.answers}
      .chosen=${remembered}
      @answer=${answered}
    ></rs-question>
  </details>`;
}

/** What the whole lesson was for, with a way back to what is still open. */
function renderRecap({ lesson, isDone }: TextContext): TemplateResult {
  const isWhole = lesson.screens.every(isDone);
  return html`<section class="recap" aria-labelledby="recap">
    <h2 id="recap">${isWhole ? 'What you can say now' : 'What you will be able to say'}</h2>
    <ul>
      ${lesson.screens.map(
        (one) =>
          html`<li class=${isDone(one) ? 'done' : ''}>
            <a href=${lessonHash(lesson.name, one.name)}>${one.say}</a>
            <span class="only-heard">${isDone(one) ? 'done' : 'still open'}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

function renderWays({ screens, name }: TaughtLesson, at: number): TemplateResult {
  const [before, after] = [screens[at - 1], screens[at + 1]];
  return html`<nav class="ways" aria-label="Back and on">
    <a class="button" href=${before ? lessonHash(name, before.name) : '#/'}>${icons.back}${before ? 'Back' : 'Home'}</a>
    ${
      after
        ? html`<a class="button primary next" href=${lessonHash(name, after.name)}>Next: ${after.title}${icons.forward}</a>`
        : html`<a class="button primary next" href=${machineHash()}>Go on in the free machine${icons.forward}</a>`
    }
  </nav>`;
}
