import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Position } from '../../core/machine-api';
import { decodeTrace, padded, type TraceFields, type TraceWords } from '../../explain';
import { domidName } from '../../explain/domid';
import { TraceLog, type TraceView } from '../session/trace-log';
import { grouped } from '../text/digits';
import { sentence } from '../text/sentence';
import { icons } from '../theme/icons';
import { base, tokens } from '../theme/tokens.styles';
import { listStyles, VirtualList } from '../virtual-list/virtual-list';
import { styles } from './rs-trace.styles';

const COLUMNS = 3;

/**
 * What the guest asked of Xen, live: a row per hypercall with decoded arguments and result, and the chosen one in full below.
 *
 * @fires go-to - `detail` is the position of the chosen event: take the machine there
 */
export class RsTrace extends VirtualList {
  static override styles = [tokens, base, listStyles, styles];

  /** The records. */
  @property({ attribute: false }) log = new TraceLog();
  /** The log's version: raises an update when records arrived. */
  @property({ type: Number }) version = 0;
  /** Only hypercalls, or every event. */
  @property() show: TraceView = 'calls';

  /** The machine has several domains: each event says whose it is. */
  @property({ type: Boolean }) several = false;

  /** Somebody else shows the chosen event in full. */
  @property({ type: Boolean }) bare = false;

  protected readonly label = 'Hypercalls';

  override render(): TemplateResult {
    return html`<div class="head" aria-hidden="true">
        <span class="count">count</span><span class="call">${this.show === 'all' ? 'event' : 'hypercall'}</span><span class="result">result</span>
      </div>
      <div class="list">${this.renderList(COLUMNS)}${this.rows === 0 ? this.renderEmpty() : nothing}</div>
      ${this.renderDetail()}`;
  }

  private renderEmpty(): TemplateResult {
    return html`<p class="empty">
      ${this.show === 'refused' ? 'Xen has refused nothing yet.' : 'Nothing yet. Every call the guest makes to Xen will appear here.'}
    </p>`;
  }

  protected renderRow(row: number): TemplateResult {
    const found = this.recordOfRow(row);
    if (!found) return html`<span role="gridcell" class="count">gone</span>`;
    const { record, words } = found;
    return html`<span role="gridcell" class="count">${grouped(record.count)}</span
      ><span role="gridcell" class="call"
        >${this.several ? html`<small class="domain">${domidName(record.domid)}</small>` : nothing}<b>${words.name}</b>${this.renderArguments(words)}</span
      ><span role="gridcell" class="result ${words.outcome}"
        >${words.outcome === 'refused' ? html`<i aria-hidden="true">✕</i>` : nothing}${shortResult(words)}</span
      >`;
  }

  private renderArguments(words: TraceWords): TemplateResult {
    if (words.detail !== '') return html`<span class="detail"> ${words.detail}</span>`;
    const list = words.arguments.map(
      ({ name, text }, i) =>
        html`${i > 0 ? ', ' : ''}${words.part && name && !text.startsWith(`${name} `) ? html`<em>${name}=</em>` : nothing}${text}`,
    );
    return html`<span class="punctuation">(</span>${list}<span class="punctuation">)</span>`;
  }

  private renderDetail(): TemplateResult | typeof nothing {
    const found = this.selected >= 0 && !this.bare ? this.recordOfRow(this.selected) : undefined;
    if (!found) return nothing;
    const { record, words } = found;
    return html`<aside class="chosen-event" aria-label="The chosen event">
      <p class="sentence">
        <b>${words.name}</b>
        ${words.result === '' ? nothing : html`<span class=${words.outcome}>= ${words.result}</span>`}
        <span class="where">${this.several ? `by ${domidName(record.domid)} ` : ''}at count ${grouped(record.count)}, ip ${padded(record.ip)}</span>
      </p>
      ${words.refusal === '' ? nothing : html`<p class="refusal">${icons.warning} ${sentence(words.refusal)}</p>`}
      ${words.detail === '' ? nothing : html`<p>${words.detail}</p>`}
      <dl>
        ${words.arguments.map(({ name, text }) => html`<div><dt>${name || 'value'}</dt><dd>${text}</dd></div>`)}
      </dl>
      <div class="actions">
        <button type="button" @click=${() => this.goTo(record)}>Take the machine here</button>
        <button type="button" class="quiet" aria-label="Close the details" @click=${() => (this.selected = -1)}>
          ${icons.close}
        </button>
      </div>
    </aside>`;
  }

  protected override rowClass(row: number): string {
    const found = this.recordOfRow(row);
    // A list of refusals is flat.
    return found?.words.part && this.show !== 'refused' ? 'part' : '';
  }

  private recordOfRow(row: number): { record: TraceFields; words: TraceWords } | undefined {
    const place = this.log.placeOfRow(this.show, row);
    const record = this.log.record(place);
    return record && { record, words: decodeTrace(record, this.log.parent(place)) };
  }

  private goTo(record: TraceFields): void {
    const detail: Position = { count: record.count, tick: record.tick };
    this.dispatchEvent(new CustomEvent('go-to', { detail, bubbles: true, composed: true }));
  }
}

/** A result without the words in brackets: rows are narrow. */
function shortResult(words: TraceWords): string {
  return words.result.replace(/ \(.*\)$/, '');
}
