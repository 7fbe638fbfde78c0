import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { FrameFacts } from '../../core/memory-picture';
import { domidName } from '../../explain/domid';
import { hex } from '../../explain/numbers';
import { pageTypeName } from '../../explain/page-type';
import { AfterLayout } from '../frame/after-layout';
import { OnResize } from '../frame/on-resize';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-frames.styles';

/** A column of the table. */
interface Column {
  title: string;
  /** What it means. */
  about: string;
  /** What it shows of a frame. */
  value: (frame: FrameFacts) => string;
  /** Pixels that it needs. */
  width: number;
  isNumber?: boolean;
}

/** Types whose contents are checked: page tables and descriptors, abi/page-type.ts. */
const LAST_CHECKED = 5;

/** Pixels of the first column, whose cells name the frame, and behind the last one. */
const [FRAME_WIDTH, BEHIND] = [75, 7];

const PFN: Column = {
  title: 'pfn',
  about: 'What its owner calls it',
  value: ({ pfn }) => (pfn === undefined ? '–' : hex(pfn)),
  width: 54,
};

const OWNER: Column = {
  title: 'owner',
  about: 'The domain it belongs to',
  value: ({ owner }) => domidName(owner).replace('DOMID_XEN', 'Xen'),
  width: 46,
};

/** It has what the others leave. */
const TYPE: Column = {
  title: 'type',
  about: 'The one type it has at a time; ✓: its contents passed the checks of that type',
  value: ({ type, validated }) => `${pageTypeName(type)}${validated && type >= 1 && type <= LAST_CHECKED ? ' ✓' : ''}`,
  width: 104,
};

const COLUMNS: readonly Column[] = [
  PFN,
  OWNER,
  TYPE,
  { title: '×', about: 'Uses in that type', value: ({ typeCount }) => `${typeCount}`, width: 32, isNumber: true },
  { title: 'uses', about: 'Uses of any kind', value: ({ totalCount }) => `${totalCount}`, width: 38, isNumber: true },
  { title: 'pin', about: 'Pinned: its type is held', value: ({ pinned }) => (pinned ? 'yes' : '–'), width: 32 },
];

/** Shown where there is something to tell: most frames are no linear tables. */
const LINEAR: Column = {
  title: 'linear',
  about: 'How many other tables of its level it names; below zero: by how many it is named',
  value: ({ linearCount }) => `${linearCount || '–'}`,
  width: 44,
  isNumber: true,
};

/** Columns that can be done without, the first first. */
const SPARE: readonly Column[] = [PFN, OWNER];

/** As many columns as a room of so many pixels has place for. `isLinear`: a frame is a linear table. */
function columnsIn(room: number, isLinear: boolean): readonly Column[] {
  let columns = isLinear ? [...COLUMNS, LINEAR] : COLUMNS;
  for (const spare of SPARE) if (widthOf(columns) > room) columns = columns.filter((column) => column !== spare);
  return columns;
}

/** Pixels that columns need, that of the frame among them. */
function widthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width, FRAME_WIDTH + BEHIND);
}

/**
 * What Xen's frame table says of the frames concerned. What changed since the machine last stood still is marked by a dot, weight and
 * colour.
 *
 * @fires show-table - `detail` is a `TableSlot`: a frame was chosen, to be read as a table
 */
export class RsFrames extends LitElement {
  static override styles = [tokens, base, styles];

  /** The frames, in the order to show them. */
  @property({ attribute: false }) frames: readonly FrameFacts[] = [];
  /** The same frames before. */
  @property({ attribute: false }) previous: readonly FrameFacts[] | undefined;
  /** Frames that a refused call is about. */
  @property({ attribute: false }) refused: readonly number[] = [];
  /** The frame that is shown as a table. */
  @property({ type: Number }) shown = -1;

  /** Pixels from side to side. */
  @state() private room = Number.POSITIVE_INFINITY;
  private readonly afterLayout = new AfterLayout(this);

  constructor() {
    super();
    new OnResize(this, () => {
      this.room = this.clientWidth;
    });
  }

  override render(): TemplateResult {
    if (this.frames.length === 0) return html`<p class="empty">On the bare machine nobody counts frames.</p>`;
    const isLinear = this.frames.some(({ linearCount }) => linearCount !== 0);
    const columns = columnsIn(this.room, isLinear);
    // Widths by the object model: a strict policy forbids styles in the markup.
    return html`<div class="scroller" tabindex="0" role="group" aria-label="Frame table">
      <table .style=${`min-width: ${widthOf(columns)}px`}>
        <colgroup>
          <col .style=${`width: ${FRAME_WIDTH}px`} />
          ${columns.map((column) => html`<col .style=${column === TYPE ? '' : `width: ${column.width + (column === columns.at(-1) ? BEHIND : 0)}px`} />`)}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">frame</th>
            ${columns.map(({ title, about, isNumber }) => html`<th scope="col" class=${isNumber ? 'number' : ''} title=${about}>${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${this.frames.map((frame) => this.renderRow(frame, columns))}
        </tbody>
      </table>
      ${isLinear ? html`<p class="note"><b>${LINEAR.title}</b> ${LINEAR.about}.</p>` : nothing}
    </div>`;
  }

  /** What a refused call is about comes into view. */
  protected override updated(changes: PropertyValues<this>): void {
    if (!changes.has('refused')) return;
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroller');
    const row = [...this.renderRoot.querySelectorAll<HTMLElement>('.refused')].at(-1);
    if (!scroller || !row) return;
    this.afterLayout.of(scroller, () => {
      const below = row.offsetTop + row.offsetHeight - scroller.clientHeight;
      if (scroller.scrollTop < below) scroller.scrollTop = below;
    });
  }

  private renderRow(frame: FrameFacts, columns: readonly Column[]): TemplateResult {
    const before = this.previous?.find(({ mfn }) => mfn === frame.mfn);
    const isRefused = this.refused.includes(frame.mfn);
    return html`<tr class="${frame.mfn === this.shown ? 'shown' : ''} ${isRefused ? 'refused' : ''}">
      <th scope="row">
        <button type="button" class="quiet" title="Show it as a page table" @click=${() => this.show(frame.mfn)}>
          ${hex(frame.mfn)}${isRefused ? html`<span class="only-heard">, of the refused call</span>` : nothing}
        </button>
      </th>
      ${columns.map((column) => this.renderCell(column, frame, before))}
    </tr>`;
  }

  private renderCell({ value, isNumber }: Column, frame: FrameFacts, before: FrameFacts | undefined): TemplateResult {
    const [now, then] = [value(frame), before && value(before)];
    const changed = then !== undefined && then !== now;
    return html`<td class="${isNumber ? 'number' : ''} ${changed ? 'changed' : ''}" title=${changed ? `was ${then}` : nothing}>
      ${now}${changed ? html`<span class="only-heard"> changed, was ${then}</span>` : nothing}
    </td>`;
  }

  private show(table: number): void {
    this.dispatchEvent(new CustomEvent('show-table', { detail: { table } }));
  }
}
