import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { decodeTrace, padded, type TraceFields } from '../../explain';
import { ownerInWords } from '../../explain/domid';
import { hex } from '../../explain/numbers';
import { pageTypeName } from '../../explain/page-type';
import { refusalSentence } from '../../explain/refusal';
import { ruleSource, ruleTitle, tellsCounts } from '../../explain/rule';
import { entryBitsStyles, renderEntryBits } from '../entry-bits/entry-bits';
import type { Stands } from '../session/refused-call';
import { grouped } from '../text/digits';
import { sentence } from '../text/sentence';
import { icons } from '../theme/icons';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-verdict.styles';

/** What stands in a record that is about no frame that could exist. */
const NO_FRAME = 0xffffffff;

/**
 * Why a call was refused, from its trace record alone: the rule, the entry, the frame and its counts, in one plain sentence, and where
 * Xen itself holds the rule.
 *
 * @fires go-to - `detail` is the position of the call: take the machine there
 */
export class RsVerdict extends LitElement {
  static override styles = [tokens, base, entryBitsStyles, styles];

  /** The record; absent while nothing is chosen. */
  @property({ attribute: false }) record: TraceFields | undefined;
  /** The call it is part of. */
  @property({ attribute: false }) parent: TraceFields | undefined;
  /** Entries have 64 bits. */
  @property({ type: Boolean }) wide = true;
  /** What stands here while there is no record. */
  @property() empty = 'Choose a refused call above, and see which rule refused it, and why.';
  /** Where the machine stands. */
  @property() stands: Stands = 'elsewhere';

  override render(): TemplateResult {
    const { record } = this;
    if (!record) {
      return html`<p class="empty" tabindex="0">${this.empty}</p>`;
    }
    const words = decodeTrace(record, this.parent);
    return html`<article tabindex="0" aria-label="Verdict">
      <h3>${icons.warning}${ruleTitle(record)}</h3>
      <p class="sentence">${sentence(refusalSentence(record))}</p>
      <dl>
        ${record.level > 0 ? this.renderEntry(record) : nothing} ${record.mfn && record.mfn !== NO_FRAME ? this.renderFrame(record) : nothing}
        <div><dt>Result</dt><dd>${words.result || '–'}</dd></div>
        <div><dt>In Xen</dt><dd><code>${ruleSource(record)}</code></dd></div>
        ${this.stands === 'elsewhere' ? html`<div><dt>Call at</dt><dd>count ${grouped(record.count)}, ip ${padded(record.ip)}</dd></div>` : nothing}
      </dl>
      ${
        this.stands !== 'elsewhere'
          ? html`<p class="here">The machine stands ${this.stands === 'at' ? 'at' : 'right behind'} this call.</p>`
          : html`<button type="button" @click=${this.goTo}>Take the machine there</button>`
      }
    </article>`;
  }

  private renderEntry({ level, slot, entry }: TraceFields): TemplateResult {
    return html`<div>
      <dt>Entry</dt>
      <dd>
        L${level}, slot <b>${slot}</b>: <code>${padded(entry)}</code><br />${renderEntryBits(entry, level, this.wide)}
      </dd>
    </div>`;
  }

  private renderFrame(record: TraceFields): TemplateResult {
    const { mfn, owner, found, wanted, typeCount, totalCount } = record;
    const owned = `${hex(mfn)}, of ${ownerInWords(owner)}`;
    if (!tellsCounts(record)) return html`<div><dt>Frame</dt><dd>${owned}</dd></div>`;
    const uses = `${totalCount} ${totalCount === 1 ? 'use' : 'uses'}`;
    return html`<div><dt>Frame</dt><dd>${owned}, found as ${pageTypeName(found)} ×${typeCount}, ${uses}</dd></div>
      ${wanted === found || wanted === 0 ? nothing : html`<div><dt>Wanted</dt><dd>${pageTypeName(wanted)}</dd></div>`}`;
  }

  private goTo(): void {
    const { record } = this;
    if (!record) return;
    const detail = { count: record.count, tick: record.tick };
    this.dispatchEvent(new CustomEvent('go-to', { detail, bubbles: true, composed: true }));
  }
}
