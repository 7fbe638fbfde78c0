import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { StepUnit } from '../../core/machine-api';
import { pairStyles, renderPair, type Way } from '../step-pair/step-pair';
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
  static override styles = [tokens, base, pairStyles, styles];

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
    return html`<div class="all" role="toolbar" aria-label="Machine">
      <button type="button" class="primary toggle" ?disabled=${off} aria-keyshortcuts="Space" @click=${() => this.want('toggle')}>
        ${this.running ? icons.pause : icons.run}<span>${this.running ? 'Pause' : 'Run'}</span>
      </button>
      ${this.renderSteps('instruction', ',', '.')} ${this.renderSteps('hypercall', '[', ']')}
      <button type="button" class="quiet" ?disabled=${this.absent} title="Start again from the first instruction"
        aria-label="Start again" @click=${() => this.want('restart')}>
        ${icons.restart}
      </button>
    </div>`;
  }

  private renderSteps(step: StepUnit, backKey: string, onKey: string): TemplateResult {
    const way = (name: string, key: string, off: boolean, times: number): Way => ({
      name,
      key,
      off: this.absent || off,
      go: () => this.want({ step, times }),
    });
    return renderPair(
      step,
      way(`One ${step} back`, backKey, !this.back, -1),
      way(`One ${step} on`, onKey, this.ended, 1),
    );
  }

  private want(detail: Command): void {
    this.dispatchEvent(new CustomEvent<Command>('command', { detail, bubbles: true, composed: true }));
  }
}
