import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { AfterLayout } from '../frame/after-layout';
import { RowWindow } from './row-window';

/** Height of a row in pixels; the styles below say it too. */
const ROW_HEIGHT = 24;
/** After so many milliseconds without scrolling the bar is put where it belongs. */
const SETTLE = 120;

export const listStyles = css`
  .scroller {
    position: relative;
    height: 100%;
    overflow-x: hidden;
    overflow-y: auto;
    overscroll-behavior: contain;
    contain: strict;
  }
  .scroller:focus-visible {
    outline-offset: -2px;
  }
  .view {
    position: sticky;
    top: 0;
    overflow: hidden;
  }
  .row {
    display: flex;
    align-items: center;
    height: 24px;
  }
`;

/**
 * A list of any length: as many rows of DOM as fit, drawn anew as they scroll. It reaches the last of millions of rows in every browser
 * (row-window.ts). Rows are real text: they can be selected, searched by a screen reader, and moved through by keys.
 *
 * A subclass says what a row looks like, and calls `renderList` where the list should stand.
 */
export abstract class VirtualList extends LitElement {
  /** Rows there are. */
  @property({ type: Number }) rows = 0;
  /** Shows the newest row whenever one comes; ends when the person scrolls up. */
  @property({ type: Boolean }) follow = true;
  /** The chosen row, or -1. */
  @property({ type: Number }) selected = -1;

  @query('.scroller') private scroller!: HTMLElement;
  @query('.spacer') private spacer!: HTMLElement;
  @query('.view') private view!: HTMLElement;
  private readonly window = new RowWindow(ROW_HEIGHT);
  private readonly resized = new ResizeObserver(() => void this.measure());
  private readonly afterLayout = new AfterLayout(this);
  /** Height of the scroller in pixels, when it was last laid out. */
  private viewHeight = 0;
  private settling: ReturnType<typeof setTimeout> | undefined;

  /** What the list is called. */
  protected abstract readonly label: string;
  /** The cells of a row. */
  protected abstract renderRow(row: number): TemplateResult;
  /** Classes of a row beside `row`. */
  protected rowClass(_row: number): string {
    return '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.resized.observe(this.scroller);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    clearTimeout(this.settling);
  }

  /** The list itself. */
  protected renderList(columns: number): TemplateResult {
    const { window } = this;
    const first = Math.floor(window.first);
    const count = Math.max(0, Math.min(this.rows - first, Math.ceil(window.visible) + 1));
    return html`<div
      class="scroller"
      role="grid"
      tabindex="0"
      aria-label=${this.label}
      aria-rowcount=${this.rows}
      aria-colcount=${columns}
      aria-activedescendant=${this.isDrawn(this.selected, first, count) ? `row-${this.selected}` : ''}
      @scroll=${this.scrolled}
      @keydown=${this.pressed}
    >
      <div class="spacer" role="presentation">
        <div class="view" role="presentation">
          ${Array.from({ length: count }, (_, i) => this.row(first + i))}
        </div>
      </div>
    </div>`;
  }

  private isDrawn(row: number, first: number, count: number): boolean {
    return row >= first && row < first + count;
  }

  private row(row: number): TemplateResult {
    const chosen = row === this.selected;
    return html`<div
      class="row ${chosen ? 'chosen' : ''} ${this.rowClass(row)}"
      id="row-${row}"
      role="row"
      aria-rowindex=${row + 1}
      aria-selected=${chosen ? 'true' : 'false'}
      @click=${() => this.choose(row)}
    >
      ${this.renderRow(row)}
    </div>`;
  }

  protected override firstUpdated(_changes: PropertyValues<this>): void {
    this.resized.observe(this.scroller);
  }

  /** Another height: behind what measures in a frame, and before it is painted. */
  private async measure(): Promise<void> {
    this.viewHeight = this.scroller.clientHeight;
    this.requestUpdate();
    await this.updateComplete;
    this.place();
  }

  protected override willUpdate(_changes: PropertyValues<this>): void {
    const { window, viewHeight } = this;
    // An empty list begins anew.
    if (this.rows === 0) this.follow = true;
    const same = window.rows === this.rows && window.viewHeight === viewHeight;
    window.rows = this.rows;
    window.viewHeight = viewHeight;
    if (this.follow && !same) window.toEnd();
    else window.first = Math.min(window.first, window.last);
  }

  protected override updated(_changes: PropertyValues<this>): void {
    const { window } = this;
    this.spacer.style.height = `${window.height}px`;
    this.view.style.height = `${Math.min(window.viewHeight, window.height)}px`;
    this.afterLayout.of(this.scroller, () => this.place());
  }

  /** Puts the rows where the window says, by the part of a row; and the scroll bar, where the window moved by itself. */
  private place(): void {
    const { window, scroller } = this;
    // A scroll to the end of a list without height would be taken for the person's.
    if (window.viewHeight === 0) return;
    this.view.scrollTop = (window.first - Math.floor(window.first)) * window.rowHeight;
    if (this.follow || scroller.scrollTop > window.height) this.anchor();
  }

  /** Puts the scroll bar where the window says. */
  private anchor(): void {
    this.scroller.scrollTop = this.window.anchor;
    this.window.anchored(this.scroller.scrollTop);
  }

  private scrolled(): void {
    const { window, scroller } = this;
    if (Math.abs(scroller.scrollTop - window.anchor) < 1) return;
    window.scrolled(scroller.scrollTop);
    this.setFollow(window.first >= window.last - 0.5);
    this.requestUpdate();
    clearTimeout(this.settling);
    this.settling = window.exact ? undefined : setTimeout(() => this.anchor(), SETTLE);
  }

  private setFollow(follow: boolean): void {
    if (follow === this.follow) return;
    this.follow = follow;
    this.dispatchEvent(new CustomEvent('follow-change', { detail: follow }));
  }

  /** Chooses a row and brings it into view. */
  protected choose(row: number): void {
    if (this.rows === 0) return;
    this.selected = Math.min(this.rows - 1, Math.max(0, row));
    this.window.reveal(this.selected);
    this.setFollow(this.selected === this.rows - 1 && this.follow);
    this.dispatchEvent(new CustomEvent('choose', { detail: this.selected }));
    this.anchor();
    this.requestUpdate();
  }

  private pressed(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.window.visible) - 1);
    const here = this.selected < 0 ? this.rows : this.selected;
    const target: Readonly<Record<string, number>> = {
      ArrowUp: here - 1,
      ArrowDown: here + 1,
      PageUp: here - page,
      PageDown: here + page,
      Home: 0,
      End: this.rows - 1,
    };
    const row = target[event.key];
    if (row === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(row);
  }
}
