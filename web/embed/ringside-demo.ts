import { images } from 'virtual:ringside';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { type Connection, connect } from '../app/machine/connect';
import type { StepUnit } from '../core/machine-api';
import { builtInScenario } from '../toolstack/catalogue';
import { define } from '../ui/define/define';
import { definePanes } from '../ui/define/panes';
import type { RsConsole } from '../ui/rs-console/rs-console';
import type { Command } from '../ui/rs-controls/rs-controls';
import { Session } from '../ui/session/session';
import { SessionController } from '../ui/session/session-controller';
import { grouped } from '../ui/text/digits';
import { icons, ringMark } from '../ui/theme/icons';
import { base, tokens } from '../ui/theme/tokens.styles';
import { politeKeys } from './polite-keys';
import { styles } from './ringside-demo.styles';
import { whenSeen } from './visibility';

/** What `view` may list. */
type View = 'console' | 'registers' | 'code' | 'trace';
const HEADINGS = { console: 'Console', registers: 'Registers', code: 'Code', trace: 'Hypercalls' } satisfies Record<
  View,
  string
>;

/**
 * A machine for any page: a Xen PV guest that runs in the reader's browser. Nothing is fetched; the worker starts when the element is
 * first seen.
 *
 * @slot poster - shown until the machine runs, and in print
 * @fires ringside-ready - the machine stands
 * @fires ringside-state - the machine runs, pauses, waits or ends: `detail.state`
 * @fires ringside-error - it cannot run: `detail.reason`
 */
export class RingsideDemo extends LitElement {
  static override styles = [tokens, base, styles];

  /** A built-in guest. */
  @property() guest = 'hello';
  /** When the worker starts: when seen, at once, or by `load()` and the poster's button. */
  @property() loading: 'lazy' | 'eager' | 'manual' = 'lazy';
  /** Panes and their order, by name, with blanks between. */
  @property() view = 'console registers';
  /** The guest runs as soon as it is loaded. */
  @property({ type: Boolean }) autoplay = true;
  /** Colours: the page's, light, or dark. */
  @property({ reflect: true }) theme: 'auto' | 'light' | 'dark' = 'auto';
  /** What a screen reader calls it. */
  @property() label = 'A Xen guest in this page';

  @state() private started = false;
  @query('rs-console') private console!: RsConsole | null;
  private readonly session = new Session();
  private connection: Connection | undefined;
  private loaded: Promise<void> | undefined;
  private stopWaiting: (() => void) | undefined;
  private told = '';

  constructor() {
    super();
    new SessionController(this, this.session);
    this.addEventListener('keydown', (event) => politeKeys(event, this.keys));
    this.session.addEventListener('change', () => this.tellState());
  }

  private readonly keys = {
    ' ': () => void this.session.toggle(),
    '.': () => void this.session.step('instruction'),
    ']': () => void this.session.step('hypercall'),
    t: () => this.console?.focus(),
  };

  /** How the machine stands. */
  get state(): string {
    if (this.session.phase === 'failed') return 'error';
    return this.session.moment?.status.state ?? (this.started ? 'loading' : 'idle');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.loading === 'eager') void this.load();
    else if (this.loading === 'lazy' && !this.started) this.stopWaiting = whenSeen(this, () => void this.load());
  }

  /** Away from the page the machine ends; put back, a new one starts. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopWaiting?.();
    this.connection?.close();
    this.connection = undefined;
    this.loaded = undefined;
    this.started = false;
    this.session.restart();
  }

  /** Starts the machine, once. */
  load(): Promise<void> {
    this.loaded ??= this.start();
    return this.loaded;
  }

  /** Runs the guest. */
  async run(): Promise<void> {
    await this.load();
    await this.session.run();
  }

  /** Stops it between two instructions. */
  async pause(): Promise<void> {
    await this.load();
    await this.session.pause();
  }

  /** One step. */
  async step(unit: StepUnit = 'instruction', times = 1): Promise<void> {
    await this.load();
    await this.session.step(unit, times);
  }

  private async start(): Promise<void> {
    this.started = true;
    this.stopWaiting?.();
    try {
      this.connection = await connect((error) => this.session.fail(error));
      await this.session.attach(this.connection.api);
      if (!(await this.session.create(await builtInScenario(this.guest, images)))) return;
      this.tell('ringside-ready', {});
      if (this.autoplay) await this.session.run();
    } catch (error) {
      this.session.fail(error);
      this.tell('ringside-error', { reason: this.session.notice?.text });
    }
  }

  /** Starts over, with a new worker if the old one is gone. */
  private async again(): Promise<void> {
    if (this.session.phase === 'ready' && this.session.scenario) {
      await this.session.create(this.session.scenario);
      return this.session.run();
    }
    this.connection?.close();
    this.session.restart();
    this.loaded = undefined;
    return this.load();
  }

  private tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private tellState(): void {
    const { state } = this;
    if (state === this.told) return;
    this.told = state;
    this.tell('ringside-state', { state });
  }

  protected override willUpdate(_changes: PropertyValues<this>): void {
    this.role ??= 'region';
    this.ariaLabel ??= this.label;
  }

  override render(): TemplateResult {
    const poster = this.querySelector('[slot="poster"]') !== null;
    if (!this.started) return html`<div class="poster">${this.renderPoster()}</div>`;
    return html`<div class="machine ${poster ? 'has-poster' : ''}">
        <div class="bar">
          <rs-controls
            .running=${this.session.isRunning}
            .ended=${this.session.moment?.status.state === 'ended'}
            .absent=${this.session.phase !== 'ready'}
            @command=${this.commanded}
          ></rs-controls>
          <span>${this.renderPosition()}</span>
        </div>
        ${this.renderNotice()}
        <div class="panes">${this.views().map((view) => html`<rs-pane heading=${HEADINGS[view]}>${this.renderPane(view)}</rs-pane>`)}</div>
      </div>
      <div class="only-printed"><slot name="poster"></slot></div>`;
  }

  private renderPoster(): TemplateResult {
    return html`<slot name="poster">${ringMark}</slot>
      <button type="button" class="primary" @click=${() => void this.load()}>${icons.run}Start the machine</button>`;
  }

  private renderPosition(): string {
    const { moment } = this.session;
    return moment ? `count ${grouped(moment.position.count)}` : 'starting';
  }

  private renderNotice(): TemplateResult | typeof nothing {
    const { notice } = this.session;
    if (!notice) return nothing;
    return html`<p class="notice" role="alert">
      ${icons.warning}${notice.text}
      <button type="button" @click=${() => void this.again()}>${icons.restart}Start again</button>
    </p>`;
  }

  private views(): View[] {
    return this.view.split(/[\s,]+/).filter((name): name is View => name in HEADINGS);
  }

  private renderPane(view: View): TemplateResult {
    const { moment, terminal, log } = this.session;
    const state = moment?.status.state;
    switch (view) {
      case 'console':
        return html`<rs-console
          .terminal=${terminal}
          .version=${terminal.version}
          .busy=${state === 'running'}
          .closed=${this.session.phase !== 'ready' || state === 'ended'}
          @console-input=${this.typed}
        ></rs-console>`;
      case 'registers':
        return html`<rs-registers
          .registers=${moment?.registers}
          .previous=${state === 'running' ? undefined : this.session.before}
        ></rs-registers>`;
      case 'code':
        return html`<rs-disassembly .code=${moment?.code} .ip=${moment?.registers.eip ?? 0}></rs-disassembly>`;
      case 'trace':
        return html`<rs-trace .log=${log} .version=${log.version} .rows=${log.rows('calls')}></rs-trace>`;
    }
  }

  private commanded(event: CustomEvent<Command>): void {
    const command = event.detail;
    if (command === 'toggle') void this.session.toggle();
    else if (command === 'restart') void this.again();
    else void this.session.step(command.step);
  }

  private typed(event: CustomEvent<Uint8Array>): void {
    void this.session.type(event.detail);
  }
}

definePanes();
define('ringside-demo', RingsideDemo);
