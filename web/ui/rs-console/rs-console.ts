import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { AfterLayout } from '../frame/after-layout';
import { base, tokens } from '../theme/tokens.styles';
import { keySequence } from './keys';
import { styles } from './rs-console.styles';
import { ScreenView } from './screen-view';
import { Terminal } from './terminal';

/** Nearer to the bottom than this many pixels, the console follows what is written. */
const FOLLOW_DISTANCE = 40;
/** More rows than this at once are a flood: it is drawn again only after a while, so that the page stays quick. */
const FLOOD_ROWS = 60;
const FLOOD_PAUSE = 150;

/**
 * The guest's console: text that can be selected, read aloud and typed into.
 *
 * Keys go to the guest while the console has the focus; Escape gives the focus back to the page, Ctrl+[ sends an Escape.
 *
 * @fires console-input - `detail` holds the bytes that were typed
 * @csspart screen - the text
 */
export class RsConsole extends LitElement {
  static override styles = [tokens, base, styles];

  /** What to show. */
  @property({ attribute: false }) terminal = new Terminal();
  /** The terminal's version: raises an update when text arrived. */
  @property({ type: Number }) version = 0;
  /** Text arrives faster than anyone listens: it is not read aloud. */
  @property({ type: Boolean }) busy = false;
  /** There is nobody to type to. */
  @property({ type: Boolean }) closed = false;

  @state() private typing = false;
  @query('.screen') private screen!: HTMLElement;
  @query('textarea') private keyboard!: HTMLTextAreaElement;
  private view: ScreenView | undefined;
  private following = true;
  private resting = false;
  private readonly afterLayout = new AfterLayout(this);

  /** Puts the keyboard into the console. */
  override focus(): void {
    this.keyboard.focus({ preventScroll: true });
  }

  override render(): TemplateResult {
    return html`<div
        class="screen"
        part="screen"
        role="log"
        aria-label="Console output"
        aria-live=${this.busy ? 'off' : 'polite'}
        tabindex="0"
        @click=${this.clicked}
        @scroll=${this.scrolled}
      ></div>
      <textarea
        aria-label="Type to the guest. Escape leaves the console."
        autocapitalize="off"
        autocomplete="off"
        spellcheck="false"
        rows="1"
        ?disabled=${this.closed}
        @keydown=${this.pressed}
        @input=${this.entered}
        @focus=${() => (this.typing = true)}
        @blur=${() => (this.typing = false)}
      ></textarea>
      <p class="hint" aria-hidden="true" ?hidden=${!this.typing}>typing to the guest · <kbd>Esc</kbd> leaves</p>`;
  }

  protected override updated(changes: PropertyValues<this>): void {
    this.view ??= new ScreenView(this.screen, this.terminal);
    if (changes.has('terminal')) {
      this.view.turnTo(this.terminal);
      this.following = true;
    }
    if (this.resting) return;
    const drawn = this.view.draw(this.typing);
    if (drawn > FLOOD_ROWS) this.rest();
    if (drawn > 0) this.afterLayout.of(this.screen, () => this.follow());
  }

  /** To the end, unless the reader has scrolled up, perhaps just now. */
  private follow(): void {
    if (this.following) this.screen.scrollTop = this.screen.scrollHeight;
  }

  /** Draws nothing for a while, then what came meanwhile. */
  private rest(): void {
    this.resting = true;
    setTimeout(() => {
      this.resting = false;
      this.requestUpdate();
    }, FLOOD_PAUSE);
  }

  private clicked(): void {
    if (document.getSelection()?.isCollapsed !== false) this.focus();
  }

  private scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.screen;
    this.following = scrollHeight - scrollTop - clientHeight < FOLLOW_DISTANCE;
  }

  private pressed(event: KeyboardEvent): void {
    // Whatever is typed here is the guest's: no shortcut of the page or of slides around it may see it.
    if (!/^(Page(Up|Down)|F\d+)$/.test(event.key)) event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      this.screen.focus({ preventScroll: true });
      return;
    }
    const sequence = keySequence(event, document.getSelection()?.isCollapsed === false);
    if (sequence === undefined) return;
    event.preventDefault();
    this.send(sequence);
  }

  /** Text comes as input, not as keys: so paste, dead keys, input methods and on-screen keyboards all work. */
  private entered(event: Event): void {
    if ((event as InputEvent).isComposing) return;
    const text = this.keyboard.value;
    this.keyboard.value = '';
    if (text !== '') this.send(text.replaceAll('\n', '\r'));
  }

  private send(text: string): void {
    this.following = true;
    const detail = new TextEncoder().encode(text);
    this.dispatchEvent(new CustomEvent('console-input', { detail, bubbles: true, composed: true }));
  }
}
