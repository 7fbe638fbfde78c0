import { html, LitElement, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { icons } from '../theme/icons';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-help.styles';

/** Keys of a page and what they do: `[['Shift', 'F6'], 'previous pane']`. */
export type KeyHelp = readonly (readonly [keys: readonly string[], what: string])[];

/**
 * A dialog with the page's keys, and the switch that turns the single ones off.
 *
 * @fires keys-change - `detail` tells whether single keys act
 */
export class RsHelp extends LitElement {
  static override styles = [tokens, base, styles];

  /** The page's keys. */
  @property({ attribute: false }) list: KeyHelp = [];
  /** Single keys act. */
  @property({ type: Boolean }) keys = true;
  /** Version of this build. */
  @property() version = '';
  @query('dialog') private dialog!: HTMLDialogElement;

  /** Opens the dialog. */
  show(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title">
      <div class="head">
        <h2 id="title">Keys</h2>
        <button type="button" class="quiet" aria-label="Close" @click=${() => this.dialog.close()}>${icons.close}</button>
      </div>
      <dl>
        ${this.list.map(
          ([keys, what]) => html`<div><dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${what}</dd></div>`,
        )}
      </dl>
      <label><input type="checkbox" .checked=${this.keys} @change=${this.switched} /> Single keys act when nothing is being typed into</label>
      <p>Ringside ${this.version}. Everything runs in this tab; nothing is sent anywhere.</p>
    </dialog>`;
  }

  private switched(event: Event): void {
    const detail = (event.target as HTMLInputElement).checked;
    this.dispatchEvent(new CustomEvent<boolean>('keys-change', { detail, bubbles: true, composed: true }));
  }
}
