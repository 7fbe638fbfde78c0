import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { grouped } from '../text/digits';
import { prose } from '../text/sentence';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-strip.styles';

/** A named moment of a run. */
export interface StripMarker {
  name: string;
  title: string;
  /** Where the machine stands for it. */
  position: { count: bigint };
}

/** A key moves by this fraction of the run, in thousandths. */
const [SMALL_STEP, LARGE_STEP] = [10n, 100n];
/** A pointer that moves by no more than so many pixels stands still. */
const STEADY = 3;
/** The narration is read aloud at most so often, in ms. */
const READ_PERIOD = 1000;

/**
 * The whole run on one line: where the machine is, the named moments, and a sentence of what just happened. A click, a drag or a key takes
 * the machine anywhere.
 *
 * @fires seek - `detail` is the count to go to
 * @fires marker - `detail` is the name of a marker to go to
 *
 * @slot instead - stands where the sentence does
 */
export class RsStrip extends LitElement {
  static override styles = [tokens, base, styles];

  /** Instructions done. */
  @property({ attribute: false }) count: bigint | undefined;
  /** Instructions of the whole run. */
  @property({ attribute: false }) end = 0n;
  /** Moments of the run, in order. */
  @property({ attribute: false }) markers: readonly StripMarker[] = [];
  /** How the machine stands, in a phrase. */
  @property() status = '';
  /** State hash, 16 hexadecimal digits. */
  @property() hash = '';
  /** What just happened, in a sentence. */
  @property() narration = '';
  /** The machine runs: nothing is read aloud. */
  @property({ type: Boolean }) running = false;
  /** Nobody may move it now. */
  @property({ type: Boolean }) locked = false;

  @state() private dragged: bigint | undefined;
  @state() private heard = '';
  @query('.track') private track!: HTMLElement;
  /** Where the pointer went down, while it is. */
  private pressedAt: number | undefined;
  private readTimer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.readTimer);
  }

  /** What is dragged belongs to the run that was taken hold of. */
  protected override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has('locked') || changes.has('end')) this.released();
  }

  override render(): TemplateResult {
    const here = this.shown;
    // One instruction may be several moments: refused, and ended for it.
    const title = this.markers
      .filter(({ position }) => position.count === here)
      .map((marker) => marker.title)
      .join('; ');
    return html`<p class="figures">
        <span role="status">${this.status}</span>
        ${title === '' ? '' : html`<span class="flag">⚑ ${prose(title)}</span>`}
        <span class="hash">state ${this.hash}</span>
      </p>
      <div
        class="track"
        role="slider"
        tabindex="0"
        aria-label="Where in the run"
        aria-valuemin="0"
        aria-valuemax=${Number(this.end)}
        aria-valuenow=${Number(here)}
        aria-valuetext="${grouped(here)} of ${grouped(this.end)} instructions${title && `: ${title}`}"
        aria-disabled=${this.locked ? 'true' : 'false'}
        @pointerdown=${this.pressed}
        @pointermove=${this.moved}
        @pointerup=${this.released}
        @pointercancel=${this.released}
        @keydown=${this.typed}
      >
        <span class="rail"></span><span class="done"></span>
        ${this.markers.map(
          ({ name, title, position }) =>
            html`<span class="tick ${position.count === here ? 'here' : ''}" data-marker=${name} title=${title}></span>`,
        )}
        <span class="thumb"></span>
      </div>
      <div class="narration"><slot name="instead"><p>${prose(this.narration)}</p></slot></div>
      <p class="only-heard" aria-live="polite">${this.heard}</p>`;
  }

  private get shown(): bigint {
    const count = this.dragged ?? this.count ?? 0n;
    return count > this.end ? this.end : count;
  }

  protected override updated(changes: PropertyValues<this>): void {
    this.place('.done', this.shown, 'width');
    this.place('.thumb', this.shown, 'left');
    for (const { name, position } of this.markers) this.place(`[data-marker="${name}"]`, position.count, 'left');
    if (changes.has('narration') && !this.running) this.readSoon();
  }

  /** Styles are set by script: a strict policy forbids them in the markup. */
  private place(selector: string, count: bigint, property: 'left' | 'width'): void {
    const element = this.renderRoot.querySelector<HTMLElement>(selector);
    const share = this.end > 0n ? Number((count * 100_000n) / this.end) / 1000 : 0;
    if (element) element.style[property] = `${share}%`;
  }

  private readSoon(): void {
    this.readTimer ??= setTimeout(() => {
      this.readTimer = undefined;
      if (!this.running) this.heard = this.narration;
    }, READ_PERIOD);
  }

  private pressed(event: PointerEvent): void {
    if (this.locked || event.button !== 0) return;
    event.preventDefault();
    this.track.focus();
    const { marker } = (event.composedPath()[0] as HTMLElement).dataset;
    const isHere = this.markers.some(({ name, position }) => name === marker && position.count === this.shown);
    this.track.setPointerCapture(event.pointerId);
    this.pressedAt = event.clientX;
    // Where the thumb stands on a marker it is the thumb that is taken hold of.
    if (marker === undefined) this.drag(event);
    else if (!isHere) this.tell('marker', marker);
  }

  /** Who presses a marker means just that, until the pointer is drawn away. */
  private moved(event: PointerEvent): void {
    if (this.pressedAt === undefined || this.locked) return;
    if (this.dragged !== undefined || Math.abs(event.clientX - this.pressedAt) > STEADY) this.drag(event);
  }

  private released(): void {
    this.pressedAt = undefined;
    this.dragged = undefined;
  }

  /** Slides may be scaled: only the share of the track counts. */
  private drag(event: PointerEvent): void {
    const { left, width } = this.track.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
    this.dragged = BigInt(Math.round(share * Number(this.end)));
    this.tell('seek', this.dragged);
  }

  private typed(event: KeyboardEvent): void {
    const by = (thousandths: bigint): bigint => (this.count ?? 0n) + (this.end * thousandths) / 1000n;
    const small = event.shiftKey ? LARGE_STEP : SMALL_STEP;
    const targets: Readonly<Record<string, bigint>> = {
      ArrowLeft: by(-small),
      ArrowDown: by(-small),
      ArrowRight: by(small),
      ArrowUp: by(small),
      PageDown: by(-LARGE_STEP),
      PageUp: by(LARGE_STEP),
      Home: 0n,
      End: this.end,
    };
    const target = targets[event.key];
    if (target === undefined || this.locked) return;
    event.preventDefault();
    event.stopPropagation();
    this.tell('seek', target < 0n ? 0n : target > this.end ? this.end : target);
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
