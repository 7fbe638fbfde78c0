import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Position } from '../../core/machine-api';
import { icons } from '../theme/icons';
import { base, tokens } from '../theme/tokens.styles';

/**
 * The answer to "Who wrote this?": a sentence, and the way to that moment.
 *
 * @fires go-to - `detail` is the position right after the bytes were written
 * @fires close - the reader has seen it
 */
export class RsWriting extends LitElement {
  static override styles = [
    tokens,
    base,
    css`
      :host {
        display: block;
      }
      div {
        display: flex;
        align-items: center;
        gap: 10px;
        padding: 7px 6px 7px 12px;
        border: 1px solid var(--accent);
        border-radius: var(--radius);
        background: var(--accent-wash);
        color: var(--ink);
        font: 13.5px/1.45 var(--sans);
      }
      /* In place of a strip's two lines. */
      :host([slot='instead']) div {
        min-height: 40px;
        padding: 0 4px 0 10px;
        line-height: 18px;
      }
      p {
        flex: 1;
        margin: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** What was asked about: `slot 767 of frame 0x349c`. */
  @property() about = '';
  /** Who wrote it; empty while the machine goes back to find out. */
  @property() sentence = '';
  /** Where to go; absent for what was there from the beginning. */
  @property({ attribute: false }) position: Position | undefined;

  override render(): TemplateResult {
    return html`<div role="status">
      <p><b>Who wrote ${this.about}?</b> ${this.sentence === '' ? 'Going back to find out…' : this.sentence}</p>
      ${this.position ? html`<button type="button" @click=${() => this.tell('go-to', this.position)}>Go there</button>` : nothing}
      <button type="button" class="quiet" aria-label="Close the answer" @click=${() => this.tell('close', undefined)}>${icons.close}</button>
    </div>`;
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
