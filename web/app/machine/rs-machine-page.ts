import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { DomainPicture, LineTable, Position } from '../../core/machine-api';
import type { MemoryQuestion } from '../../core/memory-picture';
import type { Syntax } from '../../explain/disassembler';
import { choiceStyles, renderChoice } from '../../ui/choice/choice';
import { Copied } from '../../ui/copied/copied';
import { focusInto, nextInRing } from '../../ui/focus/focus-into';
import type { RsConsole } from '../../ui/rs-console/rs-console';
import { controlKeys } from '../../ui/rs-controls/control-keys';
import type { Command } from '../../ui/rs-controls/rs-controls';
import type { DomainOrder } from '../../ui/rs-domains/rs-domains';
import type { GuestChoice, RsGuests } from '../../ui/rs-guests/rs-guests';
import type { KeyHelp } from '../../ui/rs-help/rs-help';
import type { RsMemory } from '../../ui/rs-memory/rs-memory';
import type { WrittenPlace } from '../../ui/rs-memory/table-slot';
import type { Session } from '../../ui/session/session';
import { SessionController } from '../../ui/session/session-controller';
import type { TraceView } from '../../ui/session/trace-log';
import { icons } from '../../ui/theme/icons';
import { noticeStyles } from '../../ui/theme/notice.styles';
import { base, tokens } from '../../ui/theme/tokens.styles';
import { builtInGuests } from '../guests';
import { MACHINE_KEY_HELP, PANE_KEY_HELP } from '../key-help';
import type { Seat } from '../seat';
import { renderRegisters, renderSourceHere } from '../session-panes';
import type { SitePage } from '../shell/page';
import { Shortcuts } from '../shortcuts';
import { Sources } from '../sources';
import { type Finding, WhoWrote } from '../who-wrote';
import { Launcher } from './launcher';
import { styles } from './rs-machine-page.styles';
import { PANES, type Pane, TABS, type Tab, tabOf } from './tabs';

/** The free machine: any guest, looked at from all sides. It wires the session to the panes and decides nothing about the machine. */
export class RsMachinePage extends LitElement implements SitePage {
  static override styles = [tokens, base, choiceStyles, noticeStyles, styles];

  /** Where the machine is. */
  @property({ attribute: false }) seat!: Seat;
  /** A link to go to. */
  @property({ attribute: false }) link: string | undefined;

  @state() private tab: Tab = 'console';
  @state() private code: Syntax | 'source' = 'att';
  @state() private show: TraceView = 'calls';
  @query('rs-guests') private guests!: RsGuests;
  @query('rs-console') private console!: RsConsole;
  @query('rs-memory') private memory!: RsMemory | null;

  readonly keyHelp: KeyHelp = [
    ...MACHINE_KEY_HELP,
    [['t'], 'type into the console'],
    [['Esc'], 'leave the console'],
    [['Ctrl', '['], 'send an Escape to the guest'],
    [['↑', '↓'], 'move through the hypercalls'],
    [['m'], 'look at memory, or at the machine'],
    [['b'], 'boot another guest'],
    ...PANE_KEY_HELP,
  ];
  private readonly copied = new Copied(this);
  private readonly sources = new Sources(() => this.requestUpdate());
  private launcher!: Launcher;
  private who!: WhoWrote;

  private get session(): Session {
    return this.seat.session;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.launcher = new Launcher(this.seat);
    new SessionController(this, this.session);
    this.who = new WhoWrote(this, this.session, this.sources, (finding, before) => this.goToWriting(finding, before));
    new Shortcuts(this, {
      ...controlKeys((command) => this.command(command)),
      t: () => this.focusPane('console'),
      l: () => void this.copyLink(),
      m: () => this.look(this.tab === 'memory' ? 'console' : 'memory'),
      b: () => this.guests.show(),
      F6: () => this.nextPane(1),
      'Shift+F6': () => this.nextPane(-1),
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.launcher.end();
    void this.session.observe(undefined);
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (!this.hasUpdated || changes.has('link')) void this.launcher.open(this.link);
  }

  protected override updated(): void {
    const { scenario, moment } = this.session;
    document.title = scenario && moment ? `${scenario.name}, ${moment.status.state} · Ringside` : 'Machine · Ringside';
  }

  async again(): Promise<void> {
    await this.launcher.again();
  }

  /** Asks what to do with a file that was dropped. */
  offer(file: File): void {
    this.guests.show(file);
  }

  override render(): TemplateResult {
    return html`${this.renderHead()} ${this.renderEnd()} ${this.renderBar()} ${this.renderDomains()} ${this.renderPanes()} ${this.renderTabs()}
      <rs-guests
        .guests=${builtInGuests}
        .current=${this.session.scenario?.name ?? ''}
        @launch=${this.launched}
      ></rs-guests>`;
  }

  private renderHead(): TemplateResult {
    const { scenario, info } = this.session;
    const about = scenario &&
      info && [
        ...(scenario.others ?? []).map(({ name }) => `with ${name}`),
        `${scenario.memory} MiB`,
        info.format === 'pae' ? 'PAE' : info.format,
        ...(info.format === 'bare' ? ['no Xen'] : [info.profile, `domain ${info.domid}`]),
      ];
    return html`<div class="head" role="group" aria-label="Machine">
      <h1 class="only-heard">Machine</h1>
      <div class="guest">
        <button type="button" @click=${() => this.guests.show()}>
          <span class="only-heard">Guest: </span><b>${scenario?.name ?? 'no guest'}</b>${icons.chevron}
        </button>
        <span class="about">${about ? about.join(' · ') : ''}</span>
      </div>
      ${renderChoice({
        label: 'View',
        current: this.tab === 'memory' ? 'memory' : 'console',
        options: [
          ['console', 'Machine'],
          ['memory', 'Memory'],
        ],
        choose: (tab: Tab) => this.look(tab),
      })}
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
        back
        .running=${isRunning}
        .ended=${moment?.status.state === 'ended'}
        .absent=${phase !== 'ready'}
        @command=${(event: CustomEvent<Command>) => this.command(event.detail)}
      ></rs-controls>
      <rs-status
        .status=${moment?.status}
        .position=${moment?.position}
        .hash=${moment?.hash ?? ''}
        .copied=${this.copied.now}
        @copy-link=${this.copyLink}
      ></rs-status>
    </div>`;
  }

  /** The list of domains, where there are several. */
  private renderDomains(): TemplateResult | typeof nothing {
    const { moment } = this.session;
    if (!moment || moment.domains.length < 2) return nothing;
    return html`<rs-domains
      class="domains"
      .domains=${moment.domains}
      .shown=${moment.console.domid}
      @show-domain=${this.domainChosen}
      @domain-order=${this.ordered}
    ></rs-domains>`;
  }

  /** The domain that is shown, where there are several. */
  private get domain(): DomainPicture | undefined {
    const { domains = [], console } = this.session.moment ?? {};
    return domains.length > 1 ? domains.find(({ domid }) => domid === console?.domid) : undefined;
  }

  private renderMemory(): TemplateResult {
    const { moment, memoryBefore, log } = this.session;
    return html`<div class="memory">
      <rs-memory
        .moment=${moment}
        .previous=${memoryBefore}
        .log=${log}
        .version=${log.version}
        .bare=${this.session.info?.format === 'bare'}
        @observe=${this.observed}
        @go-to=${this.goTo}
        @who-wrote=${(event: CustomEvent<WrittenPlace>) => void this.who.ask(event.detail)}
      ></rs-memory>
      ${this.who.render()}
    </div>`;
  }

  private renderPanes(): TemplateResult {
    if (this.tab === 'memory') return this.renderMemory();
    const { moment, terminal, log } = this.session;
    const state = moment?.status.state;
    return html`<div class="panes">
      <div class="column">
        <rs-pane heading=${this.domain ? `Console of ${this.domain.name}` : 'Console'} class=${this.tabClass('console')}>
          <rs-console
            .terminal=${terminal}
            .version=${terminal.version}
            .busy=${state === 'running'}
            .closed=${this.session.phase !== 'ready' || state === 'ended'}
            @console-input=${this.typed}
          ></rs-console>
        </rs-pane>
        <rs-pane heading="Hypercalls" class=${this.tabClass('trace')}>
          ${renderChoice<TraceView>({
            slot: 'aside',
            label: 'Events shown',
            current: this.show,
            options: [
              ['calls', 'calls'],
              ['all', 'all events'],
            ],
            choose: (show) => (this.show = show),
          })}
          <rs-trace .log=${log} .version=${log.version} .show=${this.show} ?several=${this.domain !== undefined} .rows=${log.rows(this.show)} @go-to=${this.goTo}></rs-trace>
        </rs-pane>
      </div>
      <div class="column right ${this.tabClass('processor')}">
        <rs-pane heading="Registers" class="registers">
          <span slot="aside">${this.place}&nbsp;</span>
          ${renderRegisters(this.session)}
        </rs-pane>
        ${this.renderCode()}
      </div>
    </div>`;
  }

  /** Where the registers are, in a few words. */
  private get place(): string {
    const { moment } = this.session;
    if (!moment) return '';
    const { domid, cpl, vcpu } = moment.registers;
    return [...(this.domain ? [`domain ${domid}`] : []), `ring ${cpl}`, `vCPU ${vcpu}`].join(' · ');
  }

  /** The lines of the guest that is shown, as far as they are known: those of the first one. */
  private get lines(): LineTable | undefined {
    const { moment, scenario, info } = this.session;
    return !moment || moment.registers.domid === info?.domid ? scenario?.lines : undefined;
  }

  private renderCode(): TemplateResult {
    const { moment } = this.session;
    const isSource = this.code === 'source' && this.lines !== undefined;
    return html`<rs-pane heading="Code" class="code">
      ${renderChoice<Syntax | 'source'>({ slot: 'aside', label: 'Code shown', current: isSource || this.code !== 'source' ? this.code : 'att', options: [...(this.lines ? [['source', 'C'] as const] : []), ['att', 'AT&T'], ['intel', 'Intel']], choose: (code) => (this.code = code) })}
      ${
        isSource
          ? renderSourceHere(this.session, this.sources, this.lines)
          : html`<rs-disassembly
        .code=${moment?.code}
        .ip=${moment?.registers.eip ?? 0}
        .syntax=${this.code === 'intel' ? 'intel' : 'att'}
      ></rs-disassembly>`
      }
    </rs-pane>`;
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

  private command(command: Command): void {
    if (command === 'toggle') void this.session.toggle();
    else if (command === 'restart') void this.launcher.again();
    else void this.session.step(command.step, command.times);
  }

  private launched(event: CustomEvent<GuestChoice>): void {
    void this.launcher.launch(event.detail);
  }

  private domainChosen(event: CustomEvent<number>): void {
    void this.session.show(event.detail);
  }

  private ordered(event: CustomEvent<DomainOrder>): void {
    void this.session.command(event.detail.domid, event.detail.command);
  }

  private typed(event: CustomEvent<Uint8Array>): void {
    void this.session.type(event.detail);
  }

  private goTo(event: CustomEvent<Position>): void {
    void this.session.seek(event.detail, true);
  }

  /** To right before a write, with the table in view that was written to. */
  private goToWriting({ place }: Finding, count: bigint): void {
    this.memory?.showTable(place);
    void this.session.seek({ count });
  }

  private observed(event: CustomEvent<MemoryQuestion>): void {
    void this.session.observe(event.detail);
  }

  /** Shows a tab; moments tell of memory only while somebody looks. */
  private look(tab: Tab): void {
    if (this.tab === 'memory' && tab !== 'memory') void this.session.observe(undefined);
    this.tab = tab;
  }

  private async copyLink(): Promise<void> {
    const copied = await this.launcher.copyLink();
    if (!copied) return;
    this.copied.say();
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
