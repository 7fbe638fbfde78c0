import { html, LitElement, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { icons } from '../theme/icons';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-help.styles';

/** Every key of the page and what it does. */
const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['Space'], 'run or pause'],
  [['.'], 'step one instruction'],
  [[']'], 'step to the next hypercall'],
  [['t'], 'type into the console'],
  [['Esc'], 'leave the console'],
  [['Ctrl', '['], 'send an Escape to the guest'],
  [['F6'], 'next pane'],
  [['Shift', 'F6'], 'previous pane'],
  [['↑', '↓'], 'move through the hypercalls'],
  [['m'], 'look at memory, or at the machine'],
  [['l'], 'copy a link to this very state'],
  [['b'], 'boot another guest'],
  [['?'], 'this list'],
];

/**
 * A dialog with the page's keys, and the switch that turns the single ones off.
 *
 * @fires keys-change - `detail` tells whether single keys act
 */
export class RsHelp extends LitElement {
  static override styles = [tokens, base, styles];

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
        ${KEYS.map(
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
