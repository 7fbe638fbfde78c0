import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { linkTo } from '../app/links';
import { machineHash } from '../app/route';
import type { StepUnit } from '../core/machine-api';
import { sentenceOf } from '../core/refused';
import { define } from '../ui/define/define';
import { definePanes } from '../ui/define/panes';
import type { RsConsole } from '../ui/rs-console/rs-console';
import type { WrittenPlace } from '../ui/rs-memory/table-slot';
import { SessionController } from '../ui/session/session-controller';
import { icons, ringMark } from '../ui/theme/icons';
import { base, tokens } from '../ui/theme/tokens.styles';
import { advanceByKeys } from './advance';
import { renderBar } from './bar';
import { type Command, commandKeys } from './command';
import { isView, type PaneOptions, Panes, type View } from './panes';
import { Player } from './player';
import { type KeyPolicy, politeKeys } from './polite-keys';
import { styles } from './ringside-demo.styles';
import { type Wanted, words } from './scene';
import { type DemoState, stateOf } from './state';
import { isShown, watchSeen } from './visibility';

/** An attribute that has its first value again when it is taken away. */
const text = (first: string): { converter: { fromAttribute(value: string | null): string } } => ({
  converter: { fromAttribute: (value) => value ?? first },
});

/** Attributes that say which machine it is: another value builds another one. */
const OF_THE_MACHINE = ['guest', 'scenario', 'profile', 'at', 'markers'] as const;

/**
 * A machine for any page: a Xen PV guest that runs in the reader's browser. Nothing is fetched; the worker starts when the element is
 * first seen. Documented in docs/element.md, which a test compares with this class.
 *
 * @slot poster - shown until the machine is there, and in print
 * @fires ringside-ready - the machine stands where it should first be seen
 * @fires ringside-state - `detail.state` is another one
 * @fires ringside-marker - the machine came to a named stop: `detail.name`, `detail.title`, `detail.index`
 * @fires ringside-step - a step was taken: `detail.unit`, `detail.times`, `detail.count`
 * @fires ringside-seek - the machine went elsewhere: `detail.count`
 * @fires ringside-error - it cannot run, or cannot do what was asked: `detail.reason`
 * @csspart bar - controls and position
 * @csspart panes - the grid of panes
 * @csspart poster - what stands there before the machine
 * @cssprop --ringside-height - height of the element; 420px
 * @cssprop --ringside-pane-min - least width of a pane before panes go below one another; 250px
 */
export class RingsideDemo extends LitElement {
  static override styles = [tokens, base, styles];

  /** A built-in guest, where no scenario is named. */
  @property(text('hello')) guest = 'hello';
  /** A lesson's scenario: variant/format/profile. */
  @property(text('')) scenario = '';
  /** Other rules than the scenario's own. */
  @property(text('')) profile = '';
  /** Where it first stands: `start`, `end`, `#` and a marker's name, or a count of instructions. */
  @property(text('start')) at = 'start';
  /** Names of the stops; all of the scenario's if left out. */
  @property(text('')) markers = '';
  /** Panes and their order. */
  @property(text('console registers')) view = 'console registers';
  /** Buttons: all, those of a presenter, none. */
  @property(text('full')) controls: 'full' | 'minimal' | 'none' = 'full';
  /** Who gets the keys that are pressed inside. */
  @property(text('polite')) keys: KeyPolicy = 'polite';
  /** `markers`: keys that turn slides go through the stops first. */
  @property(text('none')) advance: 'none' | 'markers' = 'none';
  /** No text is smaller than 12, 14 or 24 px. */
  @property({ reflect: true }) density: 'compact' | 'cosy' | 'lecture' = 'compact';
  /** When the machine starts: when the element is seen, at once, or by `load()` and the poster's button. */
  @property(text('lazy')) loading: 'lazy' | 'eager' | 'manual' = 'lazy';
  /** The guest runs as soon as it is there, unless the reader asks for reduced motion. */
  @property({ type: Boolean }) autoplay = false;
  /** Nothing can be typed to the guest. */
  @property({ type: Boolean }) readonly = false;
  /** Colours: the page's, light, or dark. */
  @property({ reflect: true }) theme: 'auto' | 'light' | 'dark' = 'auto';
  /** What a screen reader calls it. */
  @property(text('A Xen guest in this page')) label = 'A Xen guest in this page';
  /** Address of the whole site: a button opens the very state there. */
  @property(text('')) site = '';

  @state() private started = false;
  @query('rs-console') private console!: RsConsole | null;
  private readonly player = new Player();
  private readonly panes = new Panes(this, this.player);
  private loaded: Promise<void> | undefined;
  /** Raised whenever the machine ends: what was on its way then is of no interest. */
  private life = 0;
  private endings: (() => void)[] = [];
  private isSeen = false;
  private runsWhenSeen = false;
  private toldState: DemoState = 'idle';
  private toldStop: string | undefined;

  constructor() {
    super();
    new SessionController(this, this.player.session);
    this.addEventListener('keydown', (event) => this.pressed(event));
    for (const touch of ['pointerdown', 'focusin']) this.addEventListener(touch, () => void this.player.awake());
    this.player.session.addEventListener('change', () => this.changed());
  }

  /** How the machine stands. */
  get state(): DemoState {
    return stateOf(this.player.session, this.started);
  }

  /** Instructions retired so far; undefined without a machine. */
  get count(): bigint | undefined {
    return this.player.session.moment?.position.count;
  }

  /** Hash of the whole state, 16 hex digits; undefined without a machine. The same machine has the same one everywhere. */
  get hash(): string | undefined {
    return this.player.session.moment?.hash;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.endings = [
      watchSeen(this, (seen) => this.seen(seen)),
      advanceByKeys((direction) => this.advanceTo(direction)),
    ];
    if (this.loading === 'eager') void this.load();
  }

  /** Away from the page the machine ends; put back, a new one starts. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.endings) end();
    this.dispose();
  }

  /** Starts the machine, once. */
  load(): Promise<void> {
    this.loaded ??= this.start();
    return this.loaded;
  }

  /** Runs the guest. */
  async run(): Promise<void> {
    await this.load();
    await this.player.run();
  }

  /** Stops it between two instructions. */
  async pause(): Promise<void> {
    await this.load();
    await this.player.pause();
  }

  /** Steps on: by instructions, source lines or hypercalls. */
  async step(unit: StepUnit = 'instruction', times = 1): Promise<void> {
    await this.load();
    await this.player.step(unit, times);
    this.tell('ringside-step', { unit, times, count: this.count });
  }

  /** Steps back, exactly. */
  async back(unit: StepUnit = 'instruction', times = 1): Promise<void> {
    await this.step(unit, -times);
  }

  /** Goes to a place, as `at` names them, from whichever side. False when there is none of that name, or the run ended before. */
  async seek(place: string | number | bigint): Promise<boolean> {
    await this.load();
    return this.attempt(() => this.player.goTo(`${place}`));
  }

  /** Goes to the next stop. False when there is none. */
  async nextMarker(): Promise<boolean> {
    await this.load();
    return this.attempt(() => this.player.toStop(1));
  }

  /** Goes to the stop before. False when there is none. */
  async prevMarker(): Promise<boolean> {
    await this.load();
    return this.attempt(() => this.player.toStop(-1));
  }

  /** An address that names the state shown: `site` with the state's link behind it. Rejects without a machine. */
  async permalink(): Promise<string> {
    await this.load();
    await this.player.awake();
    return this.site + machineHash(await linkTo(this.player.session));
  }

  /** Ends the machine; the poster stands there again. */
  dispose(): void {
    this.life++;
    this.loaded = undefined;
    this.started = false;
    this.runsWhenSeen = false;
    this.toldStop = undefined;
    this.player.close();
  }

  private get wanted(): Wanted {
    const { guest, scenario, profile, markers } = this;
    return { guest, scenario, profile, markers };
  }

  private async start(): Promise<void> {
    this.started = true;
    const { life } = this;
    const isThere = await this.player.load(this.wanted, this.at);
    if (life !== this.life) return;
    if (!isThere) {
      this.tell('ringside-error', { reason: this.player.session.notice?.text });
      return;
    }
    this.changed();
    this.tell('ringside-ready', {});
    if (this.autoplay && !matchMedia('(prefers-reduced-motion: reduce)').matches) await this.autorun();
  }

  /** Runs now, or once somebody sees it. */
  private async autorun(): Promise<void> {
    if (this.isSeen || this.loading !== 'lazy') await this.player.run();
    else this.runsWhenSeen = true;
  }

  /** Starts over, with a new worker if the old one is gone. */
  private async again(): Promise<void> {
    if (this.player.session.phase === 'ready') {
      await this.attempt(() => this.player.restart());
      return;
    }
    this.dispose();
    await this.load();
  }

  /** Does what leads elsewhere; what names no place is said. */
  private async attempt(going: () => Promise<boolean>): Promise<boolean> {
    try {
      const gone = await going();
      this.changed();
      this.requestUpdate();
      if (gone) this.tell('ringside-seek', { count: this.count });
      return gone;
    } catch (error) {
      const reason = sentenceOf(error);
      this.player.session.say(reason);
      this.tell('ringside-error', { reason });
      return false;
    }
  }

  /** A machine that nobody sees stands still, and goes on where it was. */
  private seen(seen: boolean): void {
    this.isSeen = seen;
    if (seen && !this.started && this.loading === 'lazy') void this.load();
    if (seen) void this.player.awake();
    if (seen && this.runsWhenSeen) void this.player.run();
    const runs = this.player.isAwake && this.player.session.isRunning;
    this.runsWhenSeen = !seen && runs;
    if (this.runsWhenSeen) void this.player.pause();
  }

  private asked(event: CustomEvent<WrittenPlace>): void {
    void this.panes.askWho(event.detail);
  }

  /** A key of the deck's may lead to a stop first. */
  private advanceTo(direction: 1 | -1): boolean {
    // What was seen a moment ago may have been turned away since.
    const isReady = this.isSeen && isShown(this) && this.player.session.phase === 'ready';
    if (this.advance !== 'markers' || !isReady || !this.player.hasStop(direction)) return false;
    void (direction === 1 ? this.nextMarker() : this.prevMarker());
    return true;
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.shadowRoot?.activeElement instanceof HTMLElement)
      this.shadowRoot.activeElement.blur();
    const actions = { ...commandKeys((command) => this.command(command)), t: () => this.console?.focus() };
    politeKeys(event, actions, this.keys);
  }

  private command(command: Command): void {
    if (command === 'toggle') void (this.player.session.isRunning ? this.pause() : this.run());
    else if (command === 'restart') void this.again();
    else if (command === 'next') void this.nextMarker();
    else if (command === 'previous') void this.prevMarker();
    else if (command === 'open') void this.permalink().then((address) => window.open(address, '_blank', 'noopener'));
    else void this.step(command.step, command.times ?? 1);
  }

  private changed(): void {
    this.panes.follow(this.views, this.scenario !== '');
    const { state } = this;
    if (state !== this.toldState) this.tell('ringside-state', { state });
    this.toldState = state;
    const stop = this.player.stopHere;
    if (stop && stop.name !== this.toldStop) {
      this.tell('ringside-marker', { name: stop.name, title: stop.title, index: this.player.currentStop });
    }
    this.toldStop = stop?.name;
  }

  private tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private get paneOptions(): PaneOptions {
    return { readonly: this.readonly, still: this.controls === 'none', walks: this.views.includes('walk') };
  }

  private get views(): View[] {
    return words(this.view).filter(isView);
  }

  protected override willUpdate(): void {
    this.role ??= 'region';
    this.ariaLabel = this.label;
  }

  /** Another machine is wanted than the one there is. */
  protected override updated(changes: PropertyValues<this>): void {
    const other = OF_THE_MACHINE.some((name) => changes.get(name) !== undefined);
    if (changes.has('view')) this.panes.follow(this.views, this.scenario !== '');
    if (!other || !this.started) return;
    this.dispose();
    void this.load();
  }

  override render(): TemplateResult {
    if (!this.started) return html`<div class="poster" part="poster">${this.renderPoster()}</div>`;
    const poster = this.querySelector('[slot="poster"]') !== null;
    if (this.state === 'error') {
      return html`<div class="machine">${this.renderNotice()}<div class="poster" part="poster"><slot name="poster">${ringMark}</slot></div></div>`;
    }
    return html`<div class="machine ${poster ? 'has-poster' : ''}">
        ${renderBar(this.player, this.controls, this.site !== '', (command) => this.command(command))} ${this.renderNotice()}
        <div class="panes" part="panes" @who-wrote=${this.asked}>${this.views.map((view) => this.panes.render(view, this.paneOptions))}</div>
        ${this.panes.renderAnswer()}
      </div>
      <div class="only-printed"><slot name="poster"></slot></div>`;
  }

  private renderPoster(): TemplateResult {
    return html`<slot name="poster">${ringMark}</slot>
      <button type="button" class="primary" @pointerenter=${this.approached} @focus=${this.approached} @click=${() => void this.load()}>
        ${icons.run}Start the machine
      </button>`;
  }

  /** Who points at the button will press it. */
  private approached(): void {
    this.player.prepare(this.wanted);
  }

  private renderNotice(): TemplateResult | typeof nothing {
    const { notice } = this.player.session;
    if (!notice) return nothing;
    return html`<p class="notice" role="alert">
      ${icons.warning}<span>${notice.text}</span>
      <button type="button" @click=${() => void this.again()}>${icons.restart}Start again</button>
    </p>`;
  }
}

definePanes();
define('ringside-demo', RingsideDemo);
