import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import type { FrameFacts, TableContents } from '../../core/memory-picture';
import { padded } from '../../explain';
import { ownerInWords } from '../../explain/domid';
import { hex } from '../../explain/numbers';
import { entryFrame, entryInWords } from '../../explain/page-table-entry';
import { pageTypeInWords } from '../../explain/page-type';
import { entryBitsStyles, renderEntryBits } from '../entry-bits/entry-bits';
import { AfterLayout } from '../frame/after-layout';
import { OnResize } from '../frame/on-resize';
import { type WrittenPlace, writtenPlace } from '../rs-memory/table-slot';
import { base, tokens } from '../theme/tokens.styles';
import { type CellKind, cellKind, KINDS } from './cell-kind';
import { styles } from './rs-page-map.styles';

/** Cells in a row: 512 entries make 16 rows, 1024 make 32. */
const COLUMNS = 32;
const PRESENT = 1n;
/** Width of a row to its height: of up to 512 entries; of 1024, in a room that is high, low or lower; of those in a page that scrolls. */
const [HALF, HIGH, LOW, LOWEST, BRIEF] = [35, 38.8, 54.6, 76, 43.7];
/** Greatest width of a table, and the room around it with its legend and the chosen entry, in px; the styles say it too. */
const [WIDEST, AROUND, SIDES] = [560, 210, 24];
/** Rows of 1024 entries, and the pixels between them. */
const [ROWS, GAP] = [32, 1];

/**
 * A whole page table: a cell for every entry, whose colour and shape say what it is, and the chosen one in words.
 *
 * @fires choose - `detail` is the slot chosen
 * @fires show-table - `detail` is the `TableSlot` that the chosen entry names
 * @fires walk - `detail` is the first address that the chosen entry maps
 * @fires who-wrote - `detail` is the `WrittenPlace` of the chosen entry
 */
export class RsPageMap extends LitElement {
  static override styles = [tokens, base, entryBitsStyles, styles];

  /** The table. */
  @property({ attribute: false }) table: TableContents | undefined;
  /** Entries have 64 bits. */
  @property({ type: Boolean }) wide = true;
  /** The slot chosen. */
  @property({ type: Number }) selected = 0;
  /** A slot that something was refused about. */
  @property({ type: Number }) refused = -1;
  /** What the refused call would have put there. */
  @property({ attribute: false }) refusedEntry: bigint | undefined;

  /** Frames of which Xen's counts are known. */
  @property({ attribute: false }) frames: readonly FrameFacts[] = [];
  /** There is no Xen that would know a frame's type and owner. */
  @property({ type: Boolean }) bare = false;
  /** As high as it is, in a page that scrolls. */
  @property({ type: Boolean, reflect: true }) brief = false;
  /** There is nobody to go elsewhere: no buttons. */
  @property({ type: Boolean }) still = false;
  /** A walk can be shown. */
  @property({ type: Boolean }) walks = false;

  /** Width of a row of 1024 entries to its height: a low room has lower cells, so that the chosen entry stays in view. */
  @state() private ratio = HIGH;
  private readonly afterLayout = new AfterLayout(this);

  constructor() {
    super();
    // A container query on the height would have every cell styled anew, twice, whenever anything around is laid out.
    new OnResize(this, () => this.measure());
  }

  /** The first cells are of the right height already: that of a thousand is not changed for nothing. */
  protected override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has('table') && !changes.get('table')) this.measure();
  }

  private measure(): void {
    const { clientHeight, clientWidth } = this;
    const width = Math.min(WIDEST, clientWidth - SIDES);
    const fits = (ratio: number): boolean => ROWS * (width / ratio + GAP) + AROUND <= clientHeight;
    this.ratio = this.brief ? BRIEF : ([HIGH, LOW].find(fits) ?? LOWEST);
  }

  override render(): TemplateResult {
    const { table } = this;
    if (!table) return html`<p class="empty">There is no page table here.</p>`;
    const kinds = Array.from(table.entries, (_, slot) => cellKind(table, slot));
    return html`${this.renderGrid(table, kinds)} ${this.renderLegend(kinds)} ${this.renderEntry(table)}`;
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (changes.has('selected')) this.readFromTop();
    // The focus is on one cell of the grid, and that is the chosen one, whoever chose it.
    const focused = this.shadowRoot?.activeElement;
    if (!focused?.matches('.grid .cell') || focused.matches('.chosen')) return;
    this.renderRoot.querySelector<HTMLElement>('.grid .chosen')?.focus();
  }

  /** The words of another entry are read from their beginning. */
  private readFromTop(): void {
    const entry = this.renderRoot.querySelector('.entry');
    if (!entry) return;
    this.afterLayout.of(entry, () => {
      entry.scrollTop = 0;
    });
  }

  private renderGrid({ entries, level, mfn }: TableContents, kinds: CellKind[]): TemplateResult {
    const columns = Math.min(COLUMNS, entries.length);
    const rows = Array.from({ length: Math.ceil(entries.length / columns) }, (_, row) => row * columns);
    const ratio = rows.length < ROWS ? HALF : this.ratio;
    return html`<div
      class="grid ${ratio === LOWEST ? 'lowest' : ''} ${columns < COLUMNS ? 'few' : ''}"
      .style=${`--ratio: ${ratio}`}
      role="grid"
      aria-label="Entries of the L${level} table in frame ${hex(mfn)}"
      aria-rowcount=${rows.length}
      aria-colcount=${columns}
      @keydown=${this.pressed}
      @click=${this.clicked}
    >
      ${rows.map((first) => this.renderRow(first, kinds.slice(first, first + columns)))}
    </div>`;
  }

  /** A row is made anew only when something in it changes: most steps change none of a thousand entries. */
  private renderRow(first: number, kinds: readonly CellKind[]): TemplateResult {
    const within = (slot: number): number => (slot >= first && slot < first + kinds.length ? slot : -1);
    const [selected, refused] = [within(this.selected), within(this.refused)];
    const cells = (): TemplateResult[] => kinds.map((kind, column) => this.renderCell(first + column, kind));
    return html`<div role="row" class=${selected < 0 && refused < 0 ? '' : 'marked'}>
      ${guard([kinds.join(), first, selected, refused], cells)}
    </div>`;
  }

  private renderCell(slot: number, kind: CellKind): TemplateResult {
    const chosen = slot === this.selected;
    return html`<span
      role="gridcell"
      class="cell ${kind} ${chosen ? 'chosen' : ''} ${slot === this.refused ? 'refused' : ''}"
      data-slot=${slot}
      tabindex=${chosen ? 0 : -1}
      aria-selected=${chosen ? 'true' : 'false'}
      aria-label="${slot}, ${wordsOf(kind)}${slot === this.refused ? ', refused' : ''}"
    ></span>`;
  }

  private renderLegend(kinds: CellKind[]): TemplateResult {
    const counts = new Map<CellKind, number>();
    for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return html`<ul class="legend" aria-label="Kinds of entries">
      ${KINDS.filter(([kind]) => counts.has(kind)).map(
        ([kind, words]) => html`<li><span class="cell ${kind}"></span>${words} <b>${counts.get(kind)}</b></li>`,
      )}
    </ul>`;
  }

  private renderEntry({ entries, level, types, owners, base, span }: TableContents): TemplateResult {
    const slot = Math.min(this.selected, entries.length - 1);
    const entry = entries[slot] ?? 0n;
    const present = (entry & PRESENT) !== 0n;
    const names = entryFrame(entry);
    const from = base === undefined ? undefined : base + slot * span;
    return html`<section class="entry" aria-label="The chosen entry" aria-live="polite">
      <p class="head">
        <b>Slot ${slot}</b><code>${padded(entry)}</code>
        ${from === undefined ? nothing : html`<span class="range">${padded(from)}–${padded(from + span - 1)}</span>`}
      </p>
      ${this.still ? nothing : this.renderActions(present, level, names, from, slot)}
      ${slot === this.refused ? this.renderRefused(entry, level) : nothing}
      ${renderEntryBits(entry, level, this.wide)}
      <p>
        ${entryInWords(entry, level)}
        ${present && !this.bare ? this.frameInWords(names, types[slot] ?? 0, owners[slot] ?? 0) : nothing}
      </p>
    </section>`;
  }

  /** A frame keeps its last type until it gets another one. */
  private frameInWords(mfn: number, type: number, owner: number): string {
    const isUnused = this.frames.find((frame) => frame.mfn === mfn)?.typeCount === 0;
    const words = isUnused
      ? `was ${pageTypeInWords(type)} last, a type that nothing uses now,`
      : `is ${pageTypeInWords(type)}`;
    return `The frame ${words} and belongs to ${ownerInWords(owner)}.`;
  }

  private renderActions(
    present: boolean,
    level: number,
    names: number,
    from: number | undefined,
    slot: number,
  ): TemplateResult {
    return html`<div class="actions">
        <button type="button" @click=${() => this.askWho(slot)}>Who wrote this?</button>
        ${
          present && level > 1
            ? html`<button type="button" title="Show the table in frame ${hex(names)}" @click=${() => this.tell('show-table', { table: names })}>Show table</button>`
            : nothing
        }
        ${from === undefined || !this.walks ? nothing : html`<button type="button" title="Walk ${padded(from)}" @click=${() => this.tell('walk', from)}>Walk</button>`}
      </div>`;
  }

  private renderRefused(entry: bigint, level: number): TemplateResult | typeof nothing {
    const { refusedEntry } = this;
    if (refusedEntry === undefined || refusedEntry === entry) return nothing;
    return html`<div class="would">
      <p><b>✕ Refused here</b> <code>${padded(refusedEntry)}</code></p>
      ${renderEntryBits(refusedEntry, level, this.wide)}
      <p>${entryInWords(refusedEntry, level)}</p>
    </div>`;
  }

  private clicked(event: Event): void {
    const slot = (event.composedPath()[0] as HTMLElement).dataset.slot;
    if (slot !== undefined) this.choose(Number(slot));
  }

  private pressed(event: KeyboardEvent): void {
    const columns = Math.min(COLUMNS, this.table?.entries.length ?? 1);
    const rowStart = this.selected - (this.selected % columns);
    const last = (this.table?.entries.length ?? 1) - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: this.selected - 1,
      ArrowRight: this.selected + 1,
      ArrowUp: this.selected - columns,
      ArrowDown: this.selected + columns,
      Home: event.ctrlKey ? 0 : rowStart,
      End: event.ctrlKey ? last : rowStart + columns - 1,
      PageUp: this.selected % columns,
      PageDown: last - columns + 1 + (this.selected % columns),
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (target >= 0 && target <= last) this.choose(target);
  }

  private askWho(slot: number): void {
    if (!this.table) return;
    const detail = writtenPlace(this.table.mfn, this.table.level, slot, this.wide);
    this.dispatchEvent(new CustomEvent<WrittenPlace>('who-wrote', { detail, bubbles: true, composed: true }));
  }

  private choose(slot: number): void {
    this.selected = slot;
    this.tell('choose', slot);
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function wordsOf(kind: CellKind): string {
  return KINDS.find(([one]) => one === kind)?.[1] ?? kind;
}
