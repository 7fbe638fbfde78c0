import { version } from 'virtual:ringside';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { COURSE } from '../lessons';
import type { RsHelp } from '../ui/rs-help/rs-help';
import type { Session } from '../ui/session/session';
import { SessionController } from '../ui/session/session-controller';
import { icons, ringMark } from '../ui/theme/icons';
import { noticeStyles } from '../ui/theme/notice.styles';
import { base, tokens } from '../ui/theme/tokens.styles';
import { FileDrop } from './file-drop';
import type { RsMachinePage } from './machine/rs-machine-page';
import { LEARN, machineHash, parseRoute, type Route } from './route';
import { styles } from './rs-app.styles';
import { Seat } from './seat';
import { lostStyles } from './shell/lost.styles';
import type { SitePage } from './shell/page';
import { keysAct, letKeysAct, Shortcuts } from './shortcuts';
import { applyTheme, nextTheme, storedTheme, type Theme } from './theme';

const THEME_LABELS = {
  auto: 'Colours: as the system',
  light: 'Colours: light',
  dark: 'Colours: dark',
} satisfies Record<Theme, string>;

/** The site: a header, a page chosen by the location, and the one machine that pages take turns at. */
export class RsApp extends LitElement {
  static override styles = [tokens, base, noticeStyles, lostStyles, styles];

  @state() private route: Route = parseRoute(location.hash);
  @state() private theme: Theme = storedTheme();
  @query('rs-help') private help!: RsHelp;
  @query('.page') private page!: SitePage | null;

  private readonly seat = new Seat();
  private readonly drop = new FileDrop(this, (file) => void this.offer(file));

  constructor() {
    super();
    new SessionController(this, this.session);
    new Shortcuts(this, { '?': () => this.showHelp() });
    applyTheme(this.theme);
    // The worker's program comes while the page is drawn.
    if (['home', 'lesson', 'machine'].includes(this.route.page)) void this.seat.ready();
  }

  private get session(): Session {
    return this.seat.session;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.routed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.routed);
    this.seat.close();
  }

  override render(): TemplateResult {
    return html`${this.renderHeader()}
      <main id="main" tabindex="-1">${this.renderNotice()} ${this.renderPage()}</main>
      <rs-help
        .version=${version}
        .keys=${keysAct()}
        @keys-change=${this.keysChanged}
      ></rs-help>
      ${this.drop.hovering ? html`<div class="over">Drop a kernel to boot it</div>` : nothing}`;
  }

  private renderHeader(): TemplateResult {
    const { page } = this.route;
    const here = (one: Route['page']): 'page' | 'false' => (page === one ? 'page' : 'false');
    return html`<header>
      <button type="button" class="skip" @click=${this.skip}>Skip to the page</button>
      <a class="brand" href="#/" aria-current=${here('home')}>${ringMark}<span>Ringside</span></a>
      <nav aria-label="Site">
        <a href=${LEARN} aria-current=${here('lesson')}>Lesson</a>
        <a href=${machineHash()} aria-current=${here('machine')}>Machine</a>
        <a href="#/teach" aria-current=${here('teach')}>Teach</a>
      </nav>
      <div class="tools">
        <button type="button" class="quiet" title="Keys ( ? )" aria-label="Keys" @click=${this.showHelp}>${icons.keys}</button>
        <button type="button" class="quiet" title=${THEME_LABELS[this.theme]} aria-label=${THEME_LABELS[this.theme]} @click=${this.changeTheme}>
          ${icons[this.theme]}
        </button>
      </div>
    </header>`;
  }

  private renderPage(): TemplateResult {
    const { route, seat } = this;
    switch (route.page) {
      case 'home':
        return html`<rs-home-page class="page" .seat=${seat}></rs-home-page>`;
      case 'machine':
        return html`<rs-machine-page class="page" .seat=${seat} .link=${route.link}></rs-machine-page>`;
      case 'lesson':
        return renderLesson(route, seat);
      case 'teach':
        return html`<rs-teach-page class="page" .seat=${seat}></rs-teach-page>`;
      default:
        return renderUnknown(location.hash);
    }
  }

  private renderNotice(): TemplateResult | typeof nothing {
    const { notice } = this.session;
    if (!notice) return nothing;
    return html`<div class="notice" role="alert">
      ${icons.warning}
      <p>${notice.text}</p>
      ${
        notice.fatal
          ? html`<button type="button" @click=${() => void this.page?.again()}>${icons.restart}Start again</button>`
          : html`<button type="button" class="quiet" aria-label="Dismiss" @click=${() => this.session.say(undefined)}>
              ${icons.close}
            </button>`
      }
    </div>`;
  }

  /** A file was dropped somewhere: the machine page asks what to do with it. */
  private async offer(file: File): Promise<void> {
    if (this.route.page !== 'machine') {
      history.pushState(null, '', machineHash());
      this.routed();
    }
    await this.updateComplete;
    const page = this.page as RsMachinePage | null;
    await page?.updateComplete;
    page?.offer(file);
  }

  private readonly routed = (): void => {
    const before = this.route;
    this.route = parseRoute(location.hash);
    if (before.page === this.route.page) return;
    this.session.say(undefined);
    // The reader goes on at the top of the page, also who cannot see it.
    void this.updateComplete.then(() => this.skip());
  };

  private showHelp(): void {
    this.help.list = [...(this.page?.keyHelp ?? []), [['?'], 'this list']];
    this.help.show();
  }

  private keysChanged(event: CustomEvent<boolean>): void {
    letKeysAct(event.detail);
    this.requestUpdate();
  }

  private changeTheme(): void {
    this.theme = nextTheme(this.theme);
    applyTheme(this.theme);
  }

  private skip(): void {
    this.renderRoot.querySelector<HTMLElement>('#main')?.focus();
  }
}

/** Each lesson has a page of its own; without a name it is the first. */
function renderLesson(
  { lesson = COURSE[0]?.name, screen, link }: Extract<Route, { page: 'lesson' }>,
  seat: Seat,
): TemplateResult {
  const page = html`<rs-lesson-page class="page" .seat=${seat} .name=${lesson} .screen=${screen} .link=${link}></rs-lesson-page>`;
  return html`${keyed(lesson, page)}`;
}

/** A location that names nothing: a sentence and a way on. */
function renderUnknown(hash: string): TemplateResult {
  return html`<div class="lost">
    <h1>There is no such page</h1>
    <p><code>${hash}</code> names nothing here: the link is old, or was cut off.</p>
    <p><a href="#/">Go to the beginning</a> or <a href=${machineHash()}>to the machine</a>.</p>
  </div>`;
}
