import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { at } from '../../scripts/lib/paths.mjs';
import { prose } from '../../web/ui/text/sentence';
import { MachinePage } from './machine-page';

/** The lesson's data, as far as tests look at them. */
interface LessonData {
  markers: { name: string; title: string }[];
  questions: { name: string; answers: { text: string; right?: boolean; marker?: string }[] }[];
}

const DATA = JSON.parse(readFileSync(at('tutorials/02-memory/01-recursive-map/lesson.json'), 'utf8')) as LessonData;

/** Names of the screens, in order: the heads of the lesson's text. */
export const SCREENS: readonly string[] = [
  ...readFileSync(at('tutorials/02-memory/01-recursive-map/lesson.md'), 'utf8').matchAll(/^---\nname: (.+)$/gm),
].map(([, name]) => name as string);

/** Whether a text of the page is one of the lesson's, in which `{{…}}` stands for what the machine did. */
function isWritten(text: string, template: string): boolean {
  const parts = template.split(/\{\{.*?\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`).test(text);
}

/** The question that has these answers. */
function questionWith(texts: readonly string[]): LessonData['questions'][0] {
  const found = DATA.questions.find(
    ({ answers }) =>
      answers.length === texts.length && answers.every(({ text }, at) => isWritten(texts[at] ?? '', text)),
  );
  if (!found) throw new Error(`No question has the answers ${texts.join(' / ')}.`);
  return found;
}

/** The lesson in the page, as a reader sees it. */
export class LessonPage extends MachinePage {
  readonly title: Locator;
  readonly flag: Locator;
  readonly scrubber: Locator;
  readonly next: Locator;
  readonly answers: Locator;
  readonly task: Locator;

  constructor(page: Page) {
    super(page);
    this.title = page.locator('rs-lesson-page h1');
    this.flag = page.locator('rs-strip .flag');
    this.scrubber = page.getByRole('slider', { name: 'Where in the run' });
    this.next = page.getByRole('link', { name: /^Next: / });
    this.answers = page.locator('rs-question:not(.again) .answer');
    this.task = page.locator('rs-task');
  }

  /** Opens a screen and waits for its machine. */
  async openScreen(name: string, more = ''): Promise<void> {
    await this.page.goto(`./#/learn/recursive-map/${name}${more}`);
    await this.settled();
  }

  /** The machine stands where it was sent. */
  async settled(): Promise<void> {
    await expect(this.page.locator('rs-strip .figures')).toContainText(/state [0-9a-f]{16}/);
    await expect(this.page.locator('rs-strip .figures')).not.toContainText('of 0 instructions');
  }

  /** Instructions done. */
  override async count(): Promise<number> {
    return Number(await this.scrubber.getAttribute('aria-valuenow'));
  }

  /** The state hash. */
  async hash(): Promise<string> {
    return /state ([0-9a-f]{16})/.exec((await this.page.locator('rs-strip .hash').textContent()) ?? '')?.[1] ?? '';
  }

  /** Gives every wrong answer and lets each be disproved by the machine, then the right one. */
  async answerAll(
    choose: (answer: Locator) => Promise<void>,
    press: (button: Locator) => Promise<void>,
  ): Promise<void> {
    const texts = (await this.answers.locator('span:last-child').allTextContents()).map((text) => text.trim());
    const answers = questionWith(texts).answers.map((answer, at) => ({ ...answer, at }));
    const wrongFirst = answers.sort((a, b) => Number(a.right ?? false) - Number(b.right ?? false));
    for (const { at: place, right, marker } of wrongFirst) {
      await choose(this.answers.nth(place));
      const because = this.page.locator('rs-question:not(.again) li').nth(place).locator('.because');
      await expect(because).toContainText(right ? 'Right.' : 'Not so.');
      const title = DATA.markers.find(({ name }) => name === marker)?.title;
      if (!title) continue;
      await press(because.getByRole('button', { name: 'Show me' }));
      await expect(this.flag).toContainText(prose(title));
    }
  }
}
