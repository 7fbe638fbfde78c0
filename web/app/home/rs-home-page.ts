import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { MemoryPicture } from '../../core/memory-picture';
import { errnoName } from '../../explain/errno';
import { refusalSentence } from '../../explain/refusal';
import { ruleSource } from '../../explain/rule';
import { COURSE } from '../../lessons';
import { controlKeys, type KeyCommand } from '../../ui/rs-controls/control-keys';
import { NO_FOCUS } from '../../ui/rs-memory/memory-focus';
import { MemoryLook } from '../../ui/rs-memory/memory-look';
import { SessionController } from '../../ui/session/session-controller';
import { sentence } from '../../ui/text/sentence';
import { icons } from '../../ui/theme/icons';
import { base, tokens } from '../../ui/theme/tokens.styles';
import { fetchAhead } from '../fetch-ahead';
import { MACHINE_KEY_HELP } from '../key-help';
import { LEARN, machineHash } from '../route';
import type { Seat } from '../seat';
import { renderMap, renderSourceHere } from '../session-panes';
import type { SitePage } from '../shell/page';
import { Shortcuts } from '../shortcuts';
import { Sources } from '../sources';
import { isDemo, showDemo } from './demo';
import { styles } from './rs-home-page.styles';

/** The home page: a machine that stands at the moment the story is about, and three doors. */
export class RsHomePage extends LitElement implements SitePage {
  static override styles = [tokens, base, styles];

  /** Where the machine is. */
  @property({ attribute: false }) seat!: Seat;
  readonly keyHelp = MACHINE_KEY_HELP;
  private readonly sources = new Sources(() => this.requestUpdate());
  private look!: MemoryLook;

  override connectedCallback(): void {
    super.connectedCallback();
    const { session } = this.seat;
    this.look = new MemoryLook(session);
    new SessionController(this, session);
    const step = (command: KeyCommand): Promise<void> =>
      command === 'toggle' ? session.toggle() : session.step(command.step, command.times);
    new Shortcuts(
      this,
      controlKeys((command) => void step(command)),
    );
    document.title = 'Ringside: Xen in a browser tab';
    this.look.begin(NO_FOCUS);
    void this.again();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.look.end();
  }

  async again(): Promise<void> {
    await showDemo(this.seat, () => this.isConnected);
    const [lesson] = COURSE;
    const first = lesson?.scenarios.find(({ name }) => name === lesson.screens[0]?.scenario);
    if (first) fetchAhead(first.guest);
  }

  protected override willUpdate(): void {
    this.look.follow();
  }

  override render(): TemplateResult {
    return html`<div class="all">
      <section class="scene" aria-labelledby="title">
        <div class="story">
          <h1 id="title">A kernel maps its page directory into itself. <em>Xen says no.</em></h1>
          <p class="lede">
            This is Xen's paravirtual machine, whole, in your browser tab, and a NetBSD-like kernel that was ported to it. The machine stands
            right behind the hypercall by which the kernel asked for it.
          </p>
          ${this.renderVerdict()}
          <div class="source">${this.isThere ? renderSourceHere(this.seat.session, this.sources) : nothing}</div>
        </div>
        ${this.renderMap()}
      </section>
      ${this.renderDoors()}
    </div>`;
  }

  private get isThere(): boolean {
    return isDemo(this.seat.session);
  }

  private renderVerdict(): TemplateResult {
    const record = this.isThere ? this.look.refused?.record : undefined;
    const refusal = record && refusalSentence(record);
    return html`<div class="verdict" role="group" aria-label="Verdict">
      ${
        record && refusal
          ? html`<p>${icons.warning}<span>${sentence(refusal)}</span></p>
            <p class="place">The answer is −${errnoName(Number(-record.result))}; in Xen, <code>${ruleSource(record)}</code></p>`
          : html`<p class="waiting">The machine is being started…</p>`
      }
    </div>`;
  }

  private renderMap(): TemplateResult {
    const table = this.isThere ? this.seat.session.moment?.memory?.table : undefined;
    return html`<div class="map" role="group" aria-label="The page directory">
      <h2>${table ? mapTitle(table) : 'The page directory'}</h2>
      ${this.isThere ? renderMap(this.seat.session, this.look, { brief: true, still: true }) : nothing}
    </div>`;
  }

  private renderDoors(): TemplateResult {
    return html`<nav class="doors" aria-label="Ways in">
      <a href=${LEARN}>
        <h2>Learn ${icons.forward}</h2>
        <p>Why was it refused, and what made it work? Predict, run, look, repair: fifteen minutes.</p>
      </a>
      <a href="#/teach">
        <h2>Teach ${icons.forward}</h2>
        <p>Put this machine into your slides: one tag, one file, or the example deck.</p>
      </a>
      <a href=${machineHash()}>
        <h2>Inspect ${icons.forward}</h2>
        <p>The same machine with every pane, and any other kernel: drop an ELF file anywhere.</p>
      </a>
    </nav>`;
  }
}

/** What the map shows. */
function mapTitle({ level, mfn, entries }: NonNullable<MemoryPicture['table']>): TemplateResult | typeof nothing {
  return html`${level === 2 ? 'The page directory' : `L${level} table`}, frame 0x${mfn.toString(16)}: ${entries.length} entries`;
}
