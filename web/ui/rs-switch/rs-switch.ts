import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { prose } from '../text/sentence';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-switch.styles';

/** One thing to choose: which kernel, which rules, which tables. */
export interface SwitchPart {
  name: string;
  label: string;
  current: string;
  options: readonly { value: string; text: string }[];
}

/** A choice that was made. */
export interface SwitchChange {
  name: string;
  value: string;
}

/**
 * Chooses among machines that differ in a few things, and says what became of the one that is chosen.
 *
 * @fires switch - `detail` is a `SwitchChange`
 */
export class RsSwitch extends LitElement {
  static override styles = [tokens, base, styles];

  @property({ attribute: false }) parts: readonly SwitchPart[] = [];
  /** How a run of this machine ends, in a phrase; empty while that is a secret. */
  @property() outcome = '';
  /** What the last change brought along, in a sentence; empty when nothing. */
  @property() note = '';
  /** It ends well. */
  @property({ type: Boolean }) good = false;
  @property({ type: Boolean }) locked = false;

  override render(): TemplateResult {
    return html`<div class="all">
      ${this.parts.map((part) => this.renderPart(part))}
      <p class="note" aria-live="polite" ?hidden=${this.note === ''}>${this.note}</p>
      ${this.outcome === '' ? html`<p class="open">How will it end? Predict first.</p>` : html`<p class=${this.good ? 'good' : 'bad'} role="note" aria-label="How this run ends"><span aria-hidden="true">${this.good ? '✓' : '✕'}</span> ${prose(this.outcome)}</p>`}
    </div>`;
  }

  private renderPart({ name, label, current, options }: SwitchPart): TemplateResult {
    return html`<label>
      <span>${label}</span>
      <select ?disabled=${this.locked} @change=${(event: Event) => this.choose(name, event)}>
        ${options.map(({ value, text }) => html`<option value=${value} .selected=${value === current}>${text}</option>`)}
      </select>
    </label>`;
  }

  private choose(name: string, event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    const detail: SwitchChange = { name, value };
    this.dispatchEvent(new CustomEvent<SwitchChange>('switch', { detail, bubbles: true, composed: true }));
  }
}
