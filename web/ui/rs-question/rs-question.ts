import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { icons } from '../theme/icons';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-question.styles';

/** One answer to choose. */
export interface QuestionAnswer {
  text: string;
  /** Why it is right, or why not. */
  because: string;
  right: boolean;
  /** Name of the marker that shows it. */
  marker?: string;
}

/**
 * A question to be answered before the machine runs. Each answer that was chosen says why it is right or wrong, and offers to take the
 * machine to the moment that shows it.
 *
 * @fires answer - `detail` is the index of the answer chosen
 * @fires show-me - `detail` is the marker's name
 * @fires skip - the person would rather see it run
 */
export class RsQuestion extends LitElement {
  static override styles = [tokens, base, styles];

  /** What the learner is to do. */
  @property() heading = 'Predict';
  /** What is asked. */
  @property() ask = '';
  @property({ attribute: false }) answers: readonly QuestionAnswer[] = [];
  /** Indices of the answers chosen so far. */
  @property({ attribute: false }) chosen: readonly number[] = [];
  /** The machine waits for an answer: it may be skipped. */
  @property({ type: Boolean }) waiting = false;

  override render(): TemplateResult {
    return html`<section aria-labelledby="ask">
      <h2>${icons.question}${this.heading}</h2>
      <p id="ask">${this.ask}</p>
      <ul>${this.answers.map((answer, at) => this.renderAnswer(answer, at))}</ul>
      ${
        this.waiting
          ? html`<p class="skip">The machine waits for your answer. <button type="button" class="quiet" @click=${() => this.tell('skip', undefined)}>Skip</button></p>`
          : nothing
      }
    </section>`;
  }

  /** Takes the focus to the first answer. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.answer')?.focus();
  }

  private renderAnswer({ text, because, right, marker }: QuestionAnswer, at: number): TemplateResult {
    const isChosen = this.chosen.includes(at);
    const kind = isChosen ? (right ? 'right' : 'wrong') : '';
    return html`<li class=${kind}>
      <button type="button" class="answer" aria-pressed=${isChosen ? 'true' : 'false'} @click=${() => this.choose(at)}>
        <span class="mark" aria-hidden="true">${isChosen ? (right ? '✓' : '✕') : String.fromCharCode(97 + at)}</span>
        <span>${text}</span>
      </button>
      <div aria-live="polite">
        ${
          isChosen
            ? html`<p class="because">
                <b>${right ? 'Right.' : 'Not so.'}</b> ${because}
                ${marker === undefined ? nothing : html`<button type="button" class="show" @click=${() => this.tell('show-me', marker)}>Show me</button>`}
              </p>`
            : nothing
        }
      </div>
    </li>`;
  }

  private choose(at: number): void {
    if (!this.chosen.includes(at)) this.tell('answer', at);
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
