import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { FrameFacts } from '../../core/memory-picture';
import { domidName } from '../../explain/domid';
import { hex } from '../../explain/numbers';
import { pageTypeName } from '../../explain/page-type';
import { AfterLayout } from '../frame/after-layout';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-frames.styles';

/** A column of the table: its class, which says how wide it is, its title, what it means, and what it shows of a frame. */
interface Column {
  kind: 'pfn' | 'owner' | 'type' | 'count' | 'uses' | 'linear' | 'pin';
  title: string;
  about: string;
  value: (frame: FrameFacts) => string;
}

/** Types whose contents are checked: page tables and descriptors, abi/page-type.ts. */
const LAST_CHECKED = 5;

const COLUMNS: readonly Column[] = [
  {
    kind: 'owner',
    title: 'owner',
    about: 'The domain it belongs to',
    value: ({ owner }) => domidName(owner).replace('DOMID_XEN', 'Xen'),
  },
  {
    kind: 'type',
    title: 'type',
    about: 'The one type it has at a time; ✓: its contents passed the checks of that type',
    value: ({ type, validated }) =>
      `${pageTypeName(type)}${validated && type >= 1 && type <= LAST_CHECKED ? ' ✓' : ''}`,
  },
  { kind: 'count', title: '×', about: 'Uses in that type', value: ({ typeCount }) => `${typeCount}` },
  { kind: 'uses', title: 'uses', about: 'Uses of any kind', value: ({ totalCount }) => `${totalCount}` },
  { kind: 'pin', title: 'pin', about: 'Pinned: its type is held', value: ({ pinned }) => (pinned ? 'yes' : '–') },
];

const PFN: Column = {
  kind: 'pfn',
  title: 'pfn',
  about: 'What its owner calls it',
  value: ({ pfn }) => (pfn === undefined ? '–' : hex(pfn)),
};

/** Shown where there is something to tell: most frames are no linear tables. */
const LINEAR: Column = {
  kind: 'linear',
  title: 'linear',
  about: 'How many other tables of its level it names; below zero: by how many it is named',
  value: ({ linearCount }) => `${linearCount || '–'}`,
};

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

  private readonly afterLayout = new AfterLayout(this);

  override render(): TemplateResult {
    if (this.frames.length === 0) return html`<p class="empty">On the bare machine nobody counts frames.</p>`;
    const isLinear = this.frames.some(({ linearCount }) => linearCount !== 0);
    // There is no room for both.
    const columns = isLinear ? [...COLUMNS, LINEAR] : [PFN, ...COLUMNS];
    return html`<div class="scroller" tabindex="0" role="group" aria-label="Frame table">
      <table>
        <thead>
          <tr>
            <th scope="col" class="frame">frame</th>
            ${columns.map(({ kind, title, about }) => html`<th scope="col" class=${kind} title=${about}>${title}</th>`)}
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
      <th scope="row" class="frame">
        <button type="button" class="quiet" title="Show it as a page table" @click=${() => this.show(frame.mfn)}>
          ${hex(frame.mfn)}${isRefused ? html`<span class="only-heard">, of the refused call</span>` : nothing}
        </button>
      </th>
      ${columns.map((column) => this.renderCell(column, frame, before))}
    </tr>`;
  }

  private renderCell({ kind, value }: Column, frame: FrameFacts, before: FrameFacts | undefined): TemplateResult {
    const [now, then] = [value(frame), before && value(before)];
    const changed = then !== undefined && then !== now;
    return html`<td class="${kind} ${changed ? 'changed' : ''}" title=${changed ? `was ${then}` : now}>
      ${now}${changed ? html`<span class="only-heard"> changed, was ${then}</span>` : nothing}
    </td>`;
  }

  private show(table: number): void {
    this.dispatchEvent(new CustomEvent('show-table', { detail: { table } }));
  }
}
