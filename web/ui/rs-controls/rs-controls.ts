import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { StepUnit } from '../../core/machine-api';
import { icons } from '../theme/icons';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-controls.styles';

/** What a person wants of the machine. */
export type Command = 'toggle' | 'restart' | { step: StepUnit; times?: number };

/**
 * Run, pause, step forward and back, start again.
 *
 * @fires command - `detail` is a `Command`
 */
export class RsControls extends LitElement {
  static override styles = [tokens, base, styles];

  /** The machine is not standing still. */
  @property({ type: Boolean }) running = false;
  /** The domain has ended: only starting again is left. */
  @property({ type: Boolean }) ended = false;
  /** There is something to go back to. */
  @property({ type: Boolean }) back = false;
  /** There is no machine. */
  @property({ type: Boolean }) absent = false;

  override render(): TemplateResult {
    const off = this.absent || this.ended;
    return html`<div role="toolbar" aria-label="Machine">
      <button type="button" class="primary toggle" ?disabled=${off} aria-keyshortcuts="Space" @click=${() => this.want('toggle')}>
        ${this.running ? icons.pause : icons.run}<span>${this.running ? 'Pause' : 'Run'}</span>
      </button>
      ${this.back ? this.renderBack() : nothing}
      <button type="button" ?disabled=${off} title="Step one instruction ( . )" aria-label="Step one instruction"
        aria-keyshortcuts="." @click=${() => this.want({ step: 'instruction' })}>
        ${icons.step}<span class="word">Step</span>
      </button>
      <button type="button" ?disabled=${off} title="Step to the next hypercall ( ] )" aria-label="Step to hypercall"
        aria-keyshortcuts="]" @click=${() => this.want({ step: 'hypercall' })}>
        ${icons.hypercall}<span class="word">To hypercall</span>
      </button>
      <button type="button" class="quiet" ?disabled=${this.absent} title="Start again from the first instruction"
        aria-label="Start again" @click=${() => this.want('restart')}>
        ${icons.restart}
      </button>
    </div>`;
  }

  private renderBack(): TemplateResult {
    return html`<button type="button" ?disabled=${this.absent} title="Back to the last hypercall ( [ )" aria-label="Back to hypercall"
        aria-keyshortcuts="[" @click=${() => this.want({ step: 'hypercall', times: -1 })}>
        ${icons.hypercallBack}
      </button>
      <button type="button" ?disabled=${this.absent} title="Step one instruction back ( , )" aria-label="Step back one instruction"
        aria-keyshortcuts="," @click=${() => this.want({ step: 'instruction', times: -1 })}>
        ${icons.stepBack}
      </button>`;
  }

  private want(detail: Command): void {
    this.dispatchEvent(new CustomEvent<Command>('command', { detail, bubbles: true, composed: true }));
  }
}
