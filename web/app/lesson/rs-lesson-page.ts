import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { sentenceOf } from '../../core/refused';
import { COURSE, type Screen, type Seen } from '../../lessons';
import { Copied } from '../../ui/copied/copied';
import { controlKeys } from '../../ui/rs-controls/control-keys';
import type { KeyHelp } from '../../ui/rs-help/rs-help';
import type { TransportCommand } from '../../ui/rs-transport/rs-transport';
import { base, tokens } from '../../ui/theme/tokens.styles';
import { fetchAhead } from '../fetch-ahead';
import { MACHINE_KEY_HELP, PANE_KEY_HELP } from '../key-help';
import { linkTo, share } from '../links';
import { LEARN, lessonHash, parseRoute } from '../route';
import type { Seat } from '../seat';
import { lostStyles } from '../shell/lost.styles';
import type { SitePage } from '../shell/page';
import { type Actions, Shortcuts } from '../shortcuts';
import { GlossaryPopover } from './glossary-popover';
import { readLessonLink } from './lesson-link';
import { renderText } from './lesson-text';
import { Reading } from './reading';
import type { RsLessonMachine } from './rs-lesson-machine';
import { styles } from './rs-lesson-page.styles';
import { Stage, type Target, targetOf } from './stage';

/** A lesson that is open: who reads it, and its machine. */
interface OpenLesson {
  reading: Reading;
  stage: Stage;
}

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

  @query('rs-lesson-machine') private machine!: RsLessonMachine | null;

  readonly keyHelp: KeyHelp = [
    ...MACHINE_KEY_HELP,
    [['N', 'n'], 'step one line of the source back, forward'],
    [['{', '}'], 'go to the marker before, the next one'],
    [['0', '…', '9'], 'go to 0 to 90 % of the run'],
    [['w'], 'who wrote the chosen entry?'],
    [['p'], 'go to the question, if there is one'],
    [['<', '>'], 'go to the screen before, the next one'],
    ...PANE_KEY_HELP,
  ];
  private readonly glossary = new GlossaryPopover(() => this.requestUpdate());
  private readonly copied = new Copied(this);
  private opened: OpenLesson | undefined;
  /** The screen that was shown last. */
  private shown: Screen | undefined;
  /** The link that was written by us: it names what is shown. */
  private written: string | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    new Shortcuts(this, this.keys());
    const lesson = COURSE.find(({ name }) => name === this.name);
    if (!lesson) return;
    this.opened = {
      reading: new Reading(lesson, () => this.requestUpdate()),
      stage: new Stage(this.seat, lesson),
    };
    this.opened.reading.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.opened?.reading.close();
    this.opened?.stage.end();
  }

  async again(): Promise<void> {
    if (this.opened && this.current) await this.open(this.opened, this.current, undefined);
  }

  /** The screen that is shown; undefined for a name that is none. */
  private get current(): Screen | undefined {
    return this.screen === undefined ? this.opened?.reading.leftAt : this.screenNamed(this.screen);
  }

  private screenNamed(wanted: string | undefined): Screen | undefined {
    return this.opened?.reading.lesson.screens.find(({ name }) => name === wanted);
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    const { current, opened } = this;
    if (!current || !opened) return;
    document.title = `${current.title} · Ringside`;
    if (this.screen === undefined) {
      // From here on the address says where the reader is: progress alone turns no page.
      this.screen = current.name;
      history.replaceState(null, '', this.hashOf(current));
    }
    const isNew = current !== this.shown;
    this.shown = current;
    if (isNew) opened.reading.visit(current);
    if (isNew || (changes.has('link') && this.link !== this.written)) void this.open(opened, current, this.link);
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (changes.get('screen') === undefined) return;
    // A reader who went on reads on at the top.
    this.renderRoot.querySelector('.text')?.scrollTo(0, 0);
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
  }

  override render(): TemplateResult {
    const { opened, current } = this;
    if (!opened || !current) return this.renderLost();
    const { reading, stage } = opened;
    return html`${this.renderLesson(reading, current)} ${this.glossary.render()}
      <section class="machine" aria-label="Machine">
        <rs-lesson-machine
          .seat=${this.seat}
          .stage=${stage}
          .lesson=${reading.lesson}
          .screen=${current}
          .locked=${reading.isWaiting(current)}
          .copied=${this.copied.now}
          @copy-link=${this.copyLink}
          @seen=${(event: CustomEvent<Seen>) => this.saw(event.detail)}
        ></rs-lesson-machine>
      </section>`;
  }

  private renderLesson(reading: Reading, screen: Screen): TemplateResult {
    return html`<article
      class="text"
      tabindex="0"
      aria-label="Lesson"
      @answer=${(event: CustomEvent<number>) => reading.answer(screen, event.detail)}
      @show-me=${(event: CustomEvent<string>) => this.showMarker(event.detail)}
      @skip=${() => reading.skip(screen)}
      @click=${(event: Event) => this.glossary.clicked(event)}
      @scroll=${() => this.glossary.hide()}
    >
      ${renderText(reading, screen)}
    </article>`;
  }

  private renderLost(): TemplateResult {
    const lesson = this.opened?.reading.lesson;
    return html`<div class="lost">
      <h1>${lesson ? 'This lesson has no such screen' : 'There is no such lesson'}</h1>
      <p>The link is old, or was cut off.</p>
      <p><a href=${lesson ? lessonHash(lesson.name, lesson.screens[0]?.name) : LEARN}>Begin ${lesson ? `“${lesson.title}”` : 'the lesson'}</a> or <a href="#/">go to the beginning</a>.</p>
    </div>`;
  }

  /** Brings the machine to where a screen begins, or to the state of a link. A link that leads nowhere is told of when the screen is there. */
  private async open({ reading, stage }: OpenLesson, screen: Screen, link: string | undefined): Promise<void> {
    const found = link === undefined ? undefined : readLessonLink(reading.lesson, link);
    if (typeof found === 'object') await stage.show(found.scenario, { link: found.link });
    else await this.showAt(screen.scenario, targetOf(screen.at));
    if (typeof found === 'string' && this.current === screen) this.seat.session.say(found);
    // The next screen's machine will be wanted.
    const next = this.neighbour(screen, 1)?.scenario;
    const wanted = reading.lesson.scenarios.find(({ name }) => name === next);
    if (wanted) fetchAhead(wanted.guest);
  }

  /** The screen after one, or before it. */
  private neighbour(screen: Screen, direction: 1 | -1): Screen | undefined {
    const { screens = [] } = this.opened?.reading.lesson ?? {};
    return screens[screens.indexOf(screen) + direction];
  }

  /** Turns from where the address says that the reader is: who presses a key twice turns two pages. */
  private turnPage(direction: 1 | -1): void {
    const route = parseRoute(location.hash);
    const bound = route.page === 'lesson' ? this.screenNamed(route.screen) : undefined;
    const screen = bound && this.neighbour(bound, direction);
    if (screen) location.hash = this.hashOf(screen);
  }

  private hashOf({ name }: Screen, link?: string): string {
    return lessonHash(this.opened?.reading.lesson.name ?? '', name, link);
  }

  private async showAt(name: string, target: Target): Promise<void> {
    const scenario = this.opened?.reading.lesson.scenarios.find((one) => one.name === name);
    if (scenario) await this.opened?.stage.show(scenario, target);
  }

  private showMarker(name: string): void {
    const marker = this.opened?.reading.lesson.markers.find((one) => one.name === name);
    if (!marker) return;
    void this.showAt(marker.scenario, { marker: name });
    this.machine?.showRun();
    if (this.isStacked) this.machine?.scrollIntoView({ behavior: scrolling() });
  }

  /** There is no room for the machine beside the text: it stands below. */
  private get isStacked(): boolean {
    const text = this.renderRoot.querySelector('.text');
    return text !== null && getComputedStyle(text).overflowY === 'visible';
  }

  private saw(seen: Seen): void {
    const { opened, current } = this;
    if (opened && current && !opened.stage.busy && opened.reading.saw(current, seen)) void this.showSolved();
  }

  /** The task says that it is solved: who looks at the machine should see it. */
  private async showSolved(): Promise<void> {
    await this.updateComplete;
    const [text, task] = ['.text', 'rs-task'].map((name) => this.renderRoot.querySelector<HTMLElement>(name));
    if (!text || !task) return;
    const behavior = scrolling();
    const hidden = task.getBoundingClientRect().bottom - text.getBoundingClientRect().bottom;
    if (this.isStacked) task.scrollIntoView({ block: 'center', behavior });
    else if (hidden > 0) text.scrollBy({ top: hidden + 12, behavior });
  }

  private async copyLink(): Promise<void> {
    const { current } = this;
    const { session } = this.seat;
    if (!current) return;
    try {
      this.written = await linkTo(session);
    } catch (error) {
      session.say(sentenceOf(error));
      return;
    }
    if (await share(session, this.hashOf(current, this.written))) this.copied.say();
  }

  /** To the next pane of the machine; behind the last one comes the text. */
  private nextPane(direction: 1 | -1): void {
    if (!this.machine?.nextPane(direction)) this.renderRoot.querySelector<HTMLElement>('.text')?.focus();
  }

  private keys(): Actions {
    const command = (wanted: TransportCommand): void => this.machine?.command(wanted);
    const percents = Array.from(
      { length: 10 },
      (_, tenth) => [`${tenth}`, () => this.machine?.toTenth(tenth)] as const,
    );
    return {
      ...controlKeys(command),
      n: () => command({ step: 'line', times: 1 }),
      N: () => command({ step: 'line', times: -1 }),
      '}': () => command({ go: 'next marker' }),
      '{': () => command({ go: 'previous marker' }),
      '>': () => this.turnPage(1),
      '<': () => this.turnPage(-1),
      w: () => this.machine?.askWho(),
      p: () => this.renderRoot.querySelector<HTMLElement>('rs-question')?.focus(),
      l: () => void this.copyLink(),
      F6: () => this.nextPane(1),
      'Shift+F6': () => this.nextPane(-1),
      ...Object.fromEntries(percents),
    };
  }
}

/** How to scroll: as the reader wants it. */
function scrolling(): ScrollBehavior {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
}
