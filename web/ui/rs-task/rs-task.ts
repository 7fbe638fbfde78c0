import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { cardStyles } from '../theme/card.styles';
import { icons } from '../theme/icons';
import { base, tokens } from '../theme/tokens.styles';

/** Something to do with the machine: what, hints one at a time, and what it came to once it is done. */
export class RsTask extends LitElement {
  static override styles = [
    tokens,
    base,
    css`
      ${cardStyles}
      .solved {
        border-color: var(--accent);
        background: var(--accent-wash);
      }
      ol {
        margin: 10px 0 0;
        padding-left: 22px;
        color: var(--ink-soft);
      }
      button {
        margin-top: 10px;
      }
      .done {
        margin-top: 10px;
      }
      @media print {
        button {
          display: none;
        }
      }
    `,
  ];

  /** What is asked for. */
  @property() ask = '';
  /** From a nudge to the answer. */
  @property({ attribute: false }) hints: readonly string[] = [];
  /** Said when it is solved. */
  @property() done = '';
  @property({ type: Boolean }) solved = false;

  @state() private told = 0;

  override render(): TemplateResult {
    const isMore = this.told < this.hints.length && !this.solved;
    return html`<section class=${this.solved ? 'solved' : ''} aria-labelledby="ask">
      <h2>${this.solved ? icons.done : icons.task}${this.solved ? 'Done' : 'Do'}</h2>
      <p id="ask">${this.ask}</p>
      <div aria-live="polite">
        ${this.told > 0 ? html`<ol aria-label="Hints">${this.hints.slice(0, this.told).map((hint) => html`<li>${hint}</li>`)}</ol>` : nothing}
        ${this.solved ? html`<p class="done"><b>Right.</b> ${this.done}</p>` : nothing}
      </div>
      ${isMore ? html`<button type="button" @click=${() => this.told++}>${this.told === 0 ? 'Hint' : 'Another hint'}</button>` : nothing}
    </section>`;
  }
}
