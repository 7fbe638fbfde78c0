import { version } from 'virtual:ringside';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import type { Position } from '../core/machine-api';
import type { MemoryQuestion } from '../core/memory-picture';
import type { Syntax } from '../explain/disassembler';
import { focusInto, nextInRing } from '../ui/focus/focus-into';
import type { RsConsole } from '../ui/rs-console/rs-console';
import type { Command } from '../ui/rs-controls/rs-controls';
import type { GuestChoice, RsGuests } from '../ui/rs-guests/rs-guests';
import type { RsHelp } from '../ui/rs-help/rs-help';
import type { RsMemory } from '../ui/rs-memory/rs-memory';
import { Session } from '../ui/session/session';
import { SessionController } from '../ui/session/session-controller';
import type { TraceView } from '../ui/session/trace-log';
import { icons, ringMark } from '../ui/theme/icons';
import { base, tokens } from '../ui/theme/tokens.styles';
import { FileDrop } from './file-drop';
import { builtInGuests } from './guests';
import { Launcher } from './launcher';
import { styles } from './rs-app.styles';
import { Shortcuts } from './shortcuts';
import { Sources } from './sources';
import { PANES, type Pane, TABS, type Tab, tabOf } from './tabs';
import { applyTheme, nextTheme, storedTheme, type Theme } from './theme';

const THEME_LABELS = {
  auto: 'Colours: as the system',
  light: 'Colours: light',
  dark: 'Colours: dark',
} satisfies Record<Theme, string>;
const COPIED_FOR = 1600;

/** The page: one machine, looked at from all sides. It wires the session to the panes and decides nothing about the machine. */
export class RsApp extends LitElement {
  static override styles = [tokens, base, styles];

  @state() private tab: Tab = 'console';
  @state() private code: Syntax | 'source' = 'att';
  @state() private show: TraceView = 'calls';
  @state() private theme: Theme = storedTheme();
  @state() private copied = false;
  @query('rs-guests') private guests!: RsGuests;
  @query('rs-help') private help!: RsHelp;
  @query('rs-console') private console!: RsConsole;
  @query('rs-memory') private memory!: RsMemory | null;

  private readonly session = new Session();
  private readonly launcher = new Launcher(this.session);
  private readonly sources = new Sources(() => this.requestUpdate());
  private readonly drop = new FileDrop(this, (file) => this.guests.show(file));
  private readonly shortcuts = new Shortcuts(this, {
    ' ': () => void this.session.toggle(),
    '.': () => void this.session.step('instruction'),
    ']': () => void this.session.step('hypercall'),
    t: () => this.focusPane('console'),
    l: () => void this.copyLink(),
    m: () => this.look(this.tab === 'memory' ? 'console' : 'memory'),
    b: () => this.guests.show(),
    '?': () => this.help.show(),
    F6: () => this.nextPane(1),
    'Shift+F6': () => this.nextPane(-1),
  });

  constructor() {
    super();
    new SessionController(this, this.session);
    applyTheme(this.theme);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.launcher.start(location.hash);
    window.addEventListener('hashchange', this.routed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.routed);
    this.launcher.close();
  }

  protected override updated(): void {
    const { scenario, moment } = this.session;
    document.title =
      scenario && moment ? `${scenario.name}, ${moment.status.state} · Ringside` : 'Ringside: Xen in a browser tab';
  }

  override render(): TemplateResult {
    return html`${this.renderHeader()}
      <main id="main" tabindex="-1" aria-label="Machine">
        ${this.renderNotice()} ${this.renderEnd()} ${this.renderBar()} ${this.renderPanes()}
      </main>
      ${this.renderTabs()}
      <rs-guests
        .guests=${builtInGuests}
        .current=${this.session.scenario?.name ?? ''}
        @launch=${this.launched}
      ></rs-guests>
      <rs-help .version=${version} .keys=${this.shortcuts.enabled} @keys-change=${this.keysChanged}></rs-help>
      ${this.drop.hovering ? html`<div class="over">Drop a kernel to boot it</div>` : nothing}`;
  }

  private renderHeader(): TemplateResult {
    const { scenario, info } = this.session;
    const about = scenario &&
      info && [
        `${scenario.memory} MiB`,
        info.format === 'pae' ? 'PAE' : info.format,
        ...(info.format === 'bare' ? ['no Xen'] : [info.profile, `domain ${info.domid}`]),
      ];
    return html`<header>
      <button type="button" class="skip" @click=${this.skip}>Skip to the machine</button>
      <div class="brand">${ringMark}<h1>Ringside</h1></div>
      <div class="guest">
        <button type="button" @click=${() => this.guests.show()}>
          <span class="only-heard">Guest: </span><b>${scenario?.name ?? 'no guest'}</b>${icons.chevron}
        </button>
        <span class="about">${about ? about.join(' · ') : ''}</span>
      </div>
      <div class="tools">
        ${this.renderChoice(
          'View',
          this.tab === 'memory' ? 'memory' : 'console',
          [
            ['console', 'Machine'],
            ['memory', 'Memory'],
          ],
          (tab) => this.look(tab),
        )}
        <button type="button" class="quiet" title="Keys ( ? )" aria-label="Keys" @click=${() => this.help.show()}>${icons.keys}</button>
        <button type="button" class="quiet" title=${THEME_LABELS[this.theme]} aria-label=${THEME_LABELS[this.theme]} @click=${this.changeTheme}>
          ${icons[this.theme]}
        </button>
      </div>
    </header>`;
  }

  private renderNotice(): TemplateResult | typeof nothing {
    const { notice } = this.session;
    if (!notice) return nothing;
    return html`<div class="notice" role="alert">
      ${icons.warning}
      <p>${notice.text}</p>
      ${
        notice.fatal
          ? html`<button type="button" @click=${() => void this.launcher.again()}>${icons.restart}Start again</button>`
          : html`<button type="button" class="quiet" aria-label="Dismiss" @click=${() => this.session.say(undefined)}>
              ${icons.close}
            </button>`
      }
    </div>`;
  }

  /** How the domain ended, and a way on. */
  private renderEnd(): TemplateResult | typeof nothing {
    const status = this.session.moment?.status;
    if (status?.state !== 'ended') return nothing;
    return html`<div class="notice ${status.orderly ? 'orderly' : ''}" role="note" aria-label="How it ended">
      ${status.orderly ? icons.done : icons.warning}
      <p>${status.reason}</p>
      <button type="button" @click=${() => void this.launcher.again()}>${icons.restart}Run it again</button>
    </div>`;
  }

  private renderBar(): TemplateResult {
    const { moment, phase, isRunning } = this.session;
    return html`<div class="bar">
      <rs-controls
        .running=${isRunning}
        .ended=${moment?.status.state === 'ended'}
        .absent=${phase !== 'ready'}
        @command=${this.commanded}
      ></rs-controls>
      <rs-status
        .status=${moment?.status}
        .position=${moment?.position}
        .hash=${moment?.hash ?? ''}
        .copied=${this.copied}
        @copy-link=${this.copyLink}
      ></rs-status>
    </div>`;
  }

  private renderMemory(): TemplateResult {
    const { moment, memoryBefore, log } = this.session;
    return html`<div class="memory">
      <rs-memory
        .moment=${moment}
        .previous=${memoryBefore}
        .log=${log}
        .version=${log.version}
        @observe=${this.observed}
        @go-to=${this.goTo}
      ></rs-memory>
    </div>`;
  }

  private renderPanes(): TemplateResult {
    if (this.tab === 'memory') return this.renderMemory();
    const { moment, terminal, log } = this.session;
    const state = moment?.status.state;
    return html`<div class="panes">
      <div class="column">
        <rs-pane heading="Console" class=${this.tabClass('console')}>
          <rs-console
            .terminal=${terminal}
            .version=${terminal.version}
            .busy=${state === 'running'}
            .closed=${this.session.phase !== 'ready' || state === 'ended'}
            @console-input=${this.typed}
          ></rs-console>
        </rs-pane>
        <rs-pane heading="Hypercalls" class=${this.tabClass('trace')}>
          ${this.renderChoice(
            'Events shown',
            this.show,
            [
              ['calls', 'calls'],
              ['all', 'all events'],
            ],
            (show) => (this.show = show),
          )}
          <rs-trace .log=${log} .version=${log.version} .show=${this.show} .rows=${log.rows(this.show)} @go-to=${this.goTo}></rs-trace>
        </rs-pane>
      </div>
      <div class="column right ${this.tabClass('processor')}">
        <rs-pane heading="Registers" class="registers">
          <span slot="aside">${moment ? `ring ${moment.registers.cpl} · vCPU ${moment.registers.vcpu}` : ''}&nbsp;</span>
          <rs-registers .registers=${moment?.registers} .previous=${state === 'running' ? undefined : this.session.before}></rs-registers>
        </rs-pane>
        ${this.renderCode()}
      </div>
    </div>`;
  }

  private renderCode(): TemplateResult {
    const { moment, scenario } = this.session;
    const isSource = this.code === 'source' && scenario?.lines !== undefined;
    return html`<rs-pane heading="Code" class="code">
      ${this.renderChoice(
        'Code shown',
        isSource || this.code !== 'source' ? this.code : 'att',
        [...(scenario?.lines ? [['source', 'C'] as const] : []), ['att', 'AT&T'], ['intel', 'Intel']],
        (code) => (this.code = code),
      )}
      ${
        isSource
          ? this.renderSource()
          : html`<rs-disassembly
        .code=${moment?.code}
        .ip=${moment?.registers.eip ?? 0}
        .syntax=${this.code === 'intel' ? 'intel' : 'att'}
      ></rs-disassembly>`
      }
    </rs-pane>`;
  }

  private renderSource(): TemplateResult {
    const { moment, scenario } = this.session;
    const place = this.sources.place(scenario?.lines, moment?.registers.eip ?? 0);
    return html`<rs-source
      .file=${place?.file ?? ''}
      .text=${place && this.sources.text(place.file)}
      .line=${place?.line ?? 0}
      .function=${place?.function}
    ></rs-source>`;
  }

  private renderChoice<T extends string>(
    label: string,
    current: T,
    options: readonly (readonly [value: T, text: string])[],
    choose: (value: T) => void,
  ): TemplateResult {
    return html`<div slot="aside" class="choice" role="group" aria-label=${label}>
      ${options.map(
        ([value, text]) =>
          html`<button type="button" aria-pressed=${value === current ? 'true' : 'false'} @click=${() => choose(value)}>${text}</button>`,
      )}
    </div>`;
  }

  private renderTabs(): TemplateResult {
    return html`<nav aria-label="Panes">
      ${TABS.map(
        ([tab, label]) =>
          html`<button type="button" aria-pressed=${tab === this.tab ? 'true' : 'false'} @click=${() => this.look(tab)}>
            ${label}
          </button>`,
      )}
    </nav>`;
  }

  private tabClass(tab: Tab): string {
    return tab === this.tab ? `${tab} shown` : tab;
  }

  private commanded(event: CustomEvent<Command>): void {
    const command = event.detail;
    if (command === 'toggle') void this.session.toggle();
    else if (command === 'restart') void this.launcher.again();
    else void this.session.step(command.step);
  }

  private launched(event: CustomEvent<GuestChoice>): void {
    void this.launcher.launch(event.detail);
  }

  private typed(event: CustomEvent<Uint8Array>): void {
    void this.session.type(event.detail);
  }

  private goTo(event: CustomEvent<Position>): void {
    void this.session.seek(event.detail, true);
  }

  private observed(event: CustomEvent<MemoryQuestion>): void {
    void this.session.observe(event.detail);
  }

  /** Shows a tab; moments tell of memory only while somebody looks. */
  private look(tab: Tab): void {
    if (this.tab === 'memory' && tab !== 'memory') void this.session.observe(undefined);
    this.tab = tab;
  }

  private keysChanged(event: CustomEvent<boolean>): void {
    this.shortcuts.enabled = event.detail;
    this.requestUpdate();
  }

  private readonly routed = (): void => void this.launcher.follow(location.hash);

  private async copyLink(): Promise<void> {
    const copied = await this.launcher.copyLink();
    if (!copied) return;
    this.copied = true;
    setTimeout(() => (this.copied = false), COPIED_FOR);
  }

  private changeTheme(): void {
    this.theme = nextTheme(this.theme);
    applyTheme(this.theme);
  }

  private skip(): void {
    this.renderRoot.querySelector<HTMLElement>('#main')?.focus();
  }

  private focusPane(pane: Pane): void {
    this.look(tabOf(pane));
    void this.updateComplete.then(() => {
      if (pane === 'console') this.console.focus();
      else focusInto(this.renderRoot.querySelector(`.${pane}`)?.querySelector(':scope > :not([slot])'));
    });
  }

  private nextPane(direction: 1 | -1): void {
    if (this.tab === 'memory') {
      this.memory?.nextPane(direction);
      return;
    }
    const here = PANES.findIndex((pane) => this.renderRoot.querySelector(`.${pane}`)?.matches(':focus-within'));
    this.focusPane(PANES[nextInRing(here, direction, PANES.length)] ?? 'console');
  }
}
