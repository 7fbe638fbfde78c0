import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { Screen, ScreenKind, TaughtLesson } from '../../lessons';
import { icons } from '../../ui/theme/icons';
import { lessonHash, machineHash } from '../route';
import type { Reading } from './reading';

/** What kinds of screens are called. */
const KINDS = {
  read: 'Read',
  predict: 'Predict',
  run: 'Run',
  investigate: 'Investigate',
  repair: 'Repair',
} satisfies Record<ScreenKind, string>;

/** The text of a screen: its head, prose, question, task, and the way on. */
export function renderText(reading: Reading, screen: Screen): TemplateResult {
  const { screens, name, title } = reading.lesson;
  const at = screens.indexOf(screen);
  // What was opened on one screen is not open on the next.
  const own = html`${renderQuestion(reading, screen)} ${renderAfter(reading, screen)} ${renderTask(reading, screen)} ${renderReview(reading, screen)}`;
  return html`<p class="where">
      <a href=${lessonHash(name, screens[0]?.name)}>${title}</a>
      <span>${at + 1} of ${screens.length}</span>
    </p>
    ${renderDots(reading, screen)}
    <h1 tabindex="-1">${screen.title}</h1>
    <p class="about"><b class="kind">${KINDS[screen.kind]}</b> <span>about ${screen.minutes} min</span></p>
    <p class="say"><b>You will be able to say</b> ${screen.say}.</p>
    <div class="prose">${unsafeHTML(screen.html)}</div>
    ${keyed(screen, own)}
    ${at === screens.length - 1 ? renderRecap(reading) : nothing}
    ${reading.isKept ? nothing : html`<p class="unkept" role="note">${icons.warning} Your progress cannot be kept in this browser: it lasts only as long as this page. Everything else works.</p>`}
    ${renderWays(reading.lesson, at)}`;
}

function renderDots(reading: Reading, screen: Screen): TemplateResult {
  const { lesson } = reading;
  return html`<nav class="dots" aria-label="Screens">
    ${lesson.screens.map((one, at) => {
      const done = reading.isDone(one);
      return html`<a href=${lessonHash(lesson.name, one.name)} class=${done ? 'done' : ''} title=${one.title}
        aria-current=${one === screen ? 'step' : 'false'}><span class="only-heard">${at + 1}: ${one.title}${done ? ', done' : ''}</span></a>`;
    })}
  </nav>`;
}

function renderQuestion(reading: Reading, screen: Screen): TemplateResult | typeof nothing {
  const question = reading.questionOf(screen);
  if (!question) return nothing;
  return html`<rs-question
    .ask=${question.ask}
    .answers=${question.answers}
    .chosen=${reading.of(screen).tried}
    .waiting=${reading.isWaiting(screen)}
  ></rs-question>`;
}

function renderTask(reading: Reading, screen: Screen): TemplateResult | typeof nothing {
  const task = reading.taskOf(screen);
  // What is to be done may tell the answer.
  if (!task || reading.isWaiting(screen)) return nothing;
  return html`<rs-task .ask=${task.ask} .hints=${task.hints} .done=${task.done} .solved=${reading.of(screen).solved}></rs-task>`;
}

/** What would have told the answer. */
function renderAfter(reading: Reading, screen: Screen): TemplateResult | typeof nothing {
  if (screen.after === undefined || reading.isWaiting(screen)) return nothing;
  return html`<div class="prose">${unsafeHTML(screen.after)}</div>`;
}

/** A question of some screens ago: what is called back is kept. */
function renderReview(reading: Reading, screen: Screen): TemplateResult | typeof nothing {
  const question = reading.reviewOf(screen);
  if (!question) return nothing;
  const answered = (event: CustomEvent<number>): void => {
    event.stopPropagation();
    reading.remember(event.detail);
  };
  return html`<details class="review">
    <summary>Do you still know? A question from before</summary>
    <rs-question
      class="again"
      heading="Remember"
      .ask=${question.ask}
      .answers=${question.answers}
      .chosen=${reading.remembered}
      @answer=${answered}
    ></rs-question>
  </details>`;
}

/** What the whole lesson was for, with a way back to what is still open. */
function renderRecap(reading: Reading): TemplateResult {
  const { lesson } = reading;
  const isDone = (screen: Screen): boolean => reading.isDone(screen);
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
