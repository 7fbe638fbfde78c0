import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { sentenceOf } from '../../core/refused';
import { COURSE, isDone, type Screen, type ScreenProgress, type Seen, type TaughtLesson } from '../../lessons';
import { type MachineLink, readLink } from '../../replay/link';
import type { KeyHelp } from '../../ui/rs-help/rs-help';
import { base, tokens } from '../../ui/theme/tokens.styles';
import { fetchAhead } from '../fetch-ahead';
import { linkTo, share } from '../links';
import { MACHINE_KEY_HELP, PANE_KEY_HELP } from '../machine-keys';
import { lessonHash } from '../route';
import type { Seat } from '../seat';
import { lostStyles } from '../shell/lost.styles';
import type { SitePage } from '../shell/page';
import { type Actions, Shortcuts } from '../shortcuts';
import { GlossaryPopover } from './glossary-popover';
import { isScreenDone, renderText, taskOf } from './lesson-text';
import { ProgressStore } from './progress-store';
import type { RsLessonMachine } from './rs-lesson-machine';
import { styles } from './rs-lesson-page.styles';
import { Stage, type Target } from './stage';

const COPIED_FOR = 1600;

/** A lesson: its text, a screen at a time, and the machine beside it. */
export class RsLessonPage extends LitElement implements SitePage {
  static override styles = [tokens, base, lostStyles, styles];

  /** Where the machine is. */
  @property({ attribute: false }) seat!: Seat;
  /** Name of the lesson. */
  @property() name = '';
  /** Name of the screen; undefined: where the reader left it. */
  @property({ attribute: false }) screen: string | undefined;
  /** A link to go to on this screen. */
  @property({ attribute: false }) link: string | undefined;

  @state() private copied = false;
  @query('rs-lesson-machine') private machine!: RsLessonMachine | null;

  readonly keyHelp: KeyHelp = [
    ...MACHINE_KEY_HELP,
    [['{', '}'], 'go to the marker before, the next one'],
    [['0', '…', '9'], 'go to 0 to 90 % of the run'],
    [['w'], 'who wrote the chosen entry?'],
    [['p'], 'go to the question'],
    [['<', '>'], 'go to the screen before, the next one'],
    ...PANE_KEY_HELP,
  ];
  private readonly glossary = new GlossaryPopover(() => this.requestUpdate());
  private lesson: TaughtLesson | undefined;
  private stage!: Stage;
  private progress!: ProgressStore;
  private shown = '';
  /** Answers to the question that is asked again on this visit of the screen. */
  private remembered: readonly number[] = [];
  /** Screens whose question was passed over: their machines do not wait any longer. */
  private readonly skipped = new Set<string>();
  /** The link that was written by us: it names what is shown. */
  private written: string | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    new Shortcuts(this, this.keys());
    this.lesson = COURSE.find(({ name }) => name === this.name);
    if (!this.lesson) return;
    this.stage = new Stage(this.seat, this.lesson);
    this.progress = new ProgressStore(this.lesson.name, () => this.requestUpdate());
    this.progress.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.progress?.close();
  }

  async again(): Promise<void> {
    if (this.current) await this.open(this.current, undefined);
  }

  /** The screen that is shown; undefined for a name that is none. */
  private get current(): Screen | undefined {
    const { screens = [] } = this.lesson ?? {};
    if (this.screen !== undefined) return screens.find(({ name }) => name === this.screen);
    return screens.find((screen) => !this.isDone(screen)) ?? screens[0];
  }

  private isDone(screen: Screen): boolean {
    return this.lesson !== undefined && isScreenDone(this.lesson, screen, this.progress.of(screen.name));
  }

  /** The machine of a screen waits for an answer: predictions come before the run. */
  private isWaiting({ name, kind, question }: Screen): boolean {
    if (kind !== 'predict' || question === undefined || this.skipped.has(name)) return false;
    return this.progress.of(name).tried.length === 0;
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    const { current, lesson } = this;
    if (!current || !lesson) return;
    const isNew = current.name !== this.shown;
    document.title = `${current.title} · Ringside`;
    if (this.screen === undefined) {
      // From here on the address says where the reader is: progress alone turns no page.
      this.screen = current.name;
      history.replaceState(null, '', lessonHash(lesson.name, current.name));
    }
    if (isNew) {
      this.progress.add(current.name, { visited: true });
      this.remembered = [];
    }
    this.shown = current.name;
    if (isNew || (changes.has('link') && this.link !== this.written)) void this.open(current, this.link);
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (changes.get('screen') === undefined) return;
    // A reader who went on reads on at the top.
    this.renderRoot.querySelector('.text')?.scrollTo(0, 0);
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
  }

  override render(): TemplateResult {
    const { lesson, current } = this;
    if (!lesson || !current) return this.renderLost();
    return html`${this.renderLesson(lesson, current)} ${this.glossary.render()}
      <section class="machine" aria-label="Machine">
        <rs-lesson-machine
          .seat=${this.seat}
          .stage=${this.stage}
          .lesson=${lesson}
          .panes=${current.panes}
          .compare=${current.compare}
          .file=${current.file}
          .first=${current}
          .locked=${this.isWaiting(current)}
          .copied=${this.copied}
          @copy-link=${this.copyLink}
          @seen=${(event: CustomEvent<Seen>) => this.saw(event.detail)}
        ></rs-lesson-machine>
      </section>`;
  }

  private renderLesson(lesson: TaughtLesson, screen: Screen): TemplateResult {
    return html`<article
      class="text"
      tabindex="0"
      aria-label="Lesson"
      @answer=${(event: CustomEvent<number>) => this.add({ tried: [event.detail] })}
      @show-me=${(event: CustomEvent<string>) => this.showMarker(event.detail)}
      @skip=${this.skip}
      @click=${(event: Event) => this.glossary.clicked(event)}
    >
      ${renderText({
        lesson,
        screen,
        progress: this.progress.of(screen.name),
        isWaiting: this.isWaiting(screen),
        isKept: this.progress.isKept,
        isDone: (one) => this.isDone(one),
        remembered: this.remembered,
        remember: (answer) => this.remember(answer),
      })}
    </article>`;
  }

  private renderLost(): TemplateResult {
    const first = this.lesson ?? COURSE[0];
    return html`<div class="lost">
      <h1>${this.lesson ? 'This lesson has no such screen' : 'There is no such lesson'}</h1>
      <p>The link is old, or was cut off.</p>
      <p>
        ${first ? html`<a href=${lessonHash(first.name, first.screens[0]?.name)}>Begin “${first.title}”</a>` : ''} or
        <a href="#/">go to the beginning</a>.
      </p>
    </div>`;
  }

  /** Brings the machine to where a screen begins, or to the state of a link. A link that leads nowhere is told of when the screen is there. */
  private async open(screen: Screen, link: string | undefined): Promise<void> {
    const found = link === undefined ? undefined : this.readLink(link);
    if (typeof found === 'object') await this.stage.show(found.scenario, { link: found.link });
    else await this.showAt(screen.scenario, targetOf(screen.at));
    if (typeof found === 'string' && this.current === screen) this.seat.session.say(found);
    this.fetchNext(screen);
  }

  /** The next screen's machine will be wanted. */
  private fetchNext(screen: Screen): void {
    const next = this.neighbour(screen, 1);
    const wanted = this.lesson?.scenarios.find(({ name }) => name === next?.scenario);
    if (wanted) fetchAhead(wanted.guest);
  }

  /** The screen after one, or before it. */
  private neighbour(screen: Screen, direction: 1 | -1): Screen | undefined {
    const { screens = [] } = this.lesson ?? {};
    return screens[screens.indexOf(screen) + direction];
  }

  private turnPage(direction: 1 | -1): void {
    const screen = this.current && this.neighbour(this.current, direction);
    if (screen) location.hash = lessonHash(this.name, screen.name);
  }

  /** The machine of a link; or why it has none here, in a sentence. */
  private readLink(text: string): { scenario: TaughtLesson['scenarios'][0]; link: MachineLink } | string {
    try {
      const link = readLink(text);
      const { profile, bare } = link.options;
      const scenario = this.lesson?.scenarios.find(
        (one) => one.guest === link.guest && one.profile === profile && one.variant.bare === (bare ?? false),
      );
      if (scenario) return { scenario, link };
      return `This link is of "${link.guest}", which is no machine of this lesson. Open it in the free machine.`;
    } catch (error) {
      return sentenceOf(error);
    }
  }

  private async showAt(name: string, target: Target): Promise<void> {
    const scenario = this.lesson?.scenarios.find((one) => one.name === name);
    if (scenario) await this.stage.show(scenario, target);
  }

  private showMarker(name: string): void {
    const marker = this.lesson?.markers.find((one) => one.name === name);
    if (marker) void this.showAt(marker.scenario, { marker: name });
  }

  private skip(): void {
    this.skipped.add(this.shown);
    this.requestUpdate();
  }

  private remember(answer: number): void {
    this.remembered = [...this.remembered, answer];
    this.requestUpdate();
  }

  /** What the reader has before them may be what a task asks for. */
  private saw(seen: Seen): void {
    const { lesson, current } = this;
    const task = lesson && current && taskOf(lesson, current);
    if (!task || this.stage.busy || this.progress.of(current.name).solved) return;
    if (!isDone(lesson, task.check, seen)) return;
    this.add({ solved: true });
    void this.showSolved();
  }

  /** The task says that it is solved: who looks at the machine should see it. */
  private async showSolved(): Promise<void> {
    await this.updateComplete;
    const [text, task] = ['.text', 'rs-task'].map((name) => this.renderRoot.querySelector<HTMLElement>(name));
    if (!text || !task || getComputedStyle(text).overflowY === 'visible') return;
    const hidden = task.getBoundingClientRect().bottom - text.getBoundingClientRect().bottom;
    const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
    if (hidden > 0) text.scrollBy({ top: hidden + 12, behavior });
  }

  private add(more: Partial<ScreenProgress>): void {
    this.progress.add(this.shown, more);
    this.requestUpdate();
  }

  private async copyLink(): Promise<void> {
    const { session } = this.seat;
    try {
      this.written = await linkTo(session);
    } catch (error) {
      session.say(sentenceOf(error));
      return;
    }
    if (!(await share(session, lessonHash(this.name, this.current?.name, this.written)))) return;
    this.copied = true;
    setTimeout(() => (this.copied = false), COPIED_FOR);
  }

  private keys(): Actions {
    const command = (...args: Parameters<RsLessonMachine['command']>): void => this.machine?.command(...args);
    const step = (unit: 'instruction' | 'hypercall', times: number) => () => command({ step: unit, times });
    const percents = Array.from(
      { length: 10 },
      (_, tenth) => [`${tenth}`, () => this.machine?.toTenth(tenth)] as const,
    );
    return {
      ' ': () => command('toggle'),
      '.': step('instruction', 1),
      ',': step('instruction', -1),
      ']': step('hypercall', 1),
      '[': step('hypercall', -1),
      '}': () => command({ go: 'next marker' }),
      '{': () => command({ go: 'previous marker' }),
      w: () => this.machine?.askWho(),
      p: () => this.renderRoot.querySelector<HTMLElement>('rs-question')?.focus(),
      '<': () => this.turnPage(-1),
      '>': () => this.turnPage(1),
      l: () => void this.copyLink(),
      F6: () => this.machine?.nextPane(1),
      'Shift+F6': () => this.machine?.nextPane(-1),
      ...Object.fromEntries(percents),
    };
  }
}

/** Where a screen begins, as its data spell it. */
function targetOf(at: string): Target {
  if (at === 'start' || at === 'end') return at;
  const [, marker] = /^before (.+)$/.exec(at) ?? [];
  return marker === undefined ? { marker: at } : { marker, before: true };
}
