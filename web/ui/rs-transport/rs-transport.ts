import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { StepUnit } from '../../core/machine-api';
import { icons } from '../theme/icons';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-transport.styles';

/** Where in the run a person wants to go. */
export type Goal = 'start' | 'end' | 'next marker' | 'previous marker';

/** What a person wants of a run that is known whole. */
export type TransportCommand = 'toggle' | { step: StepUnit; times: number } | { go: Goal };

const UNITS: readonly (readonly [unit: StepUnit, word: string, back: string, forward: string])[] = [
  ['instruction', 'instruction', ',', '.'],
  ['line', 'line', '', ''],
  ['hypercall', 'hypercall', '[', ']'],
];

/**
 * Run, pause, and steps both ways: by instruction, source line, hypercall, named moment, to the start and the end.
 *
 * @fires command - `detail` is a `TransportCommand`
 */
export class RsTransport extends LitElement {
  static override styles = [tokens, base, styles];

  /** The machine is not standing still. */
  @property({ type: Boolean }) running = false;
  /** The domain has ended: only going back is left. */
  @property({ type: Boolean }) ended = false;
  /** There is no machine, or it may not be moved now. */
  @property({ type: Boolean }) absent = false;
  /** The guest makes no hypercalls. */
  @property({ type: Boolean }) bare = false;

  override render(): TemplateResult {
    const off = this.absent || this.ended;
    return html`<div class="all" role="toolbar" aria-label="Machine">
      <div class="group">
        ${this.button('To the start', '0', icons.toStart, this.absent, { go: 'start' })}
        ${this.button('Marker before', '{', icons.markerBack, this.absent, { go: 'previous marker' })}
        <button type="button" class="primary toggle" ?disabled=${off} aria-keyshortcuts="Space" @click=${() => this.want('toggle')}>
          ${this.running ? icons.pause : icons.run}<span>${this.running ? 'Pause' : 'Run'}</span>
        </button>
        ${this.button('Next marker', '}', icons.markerNext, this.absent, { go: 'next marker' })}
        ${this.button('To the end', '', icons.toEnd, this.absent, { go: 'end' })}
      </div>
      ${UNITS.filter(([unit]) => unit !== 'hypercall' || !this.bare).map(
        ([unit, word, back, forward]) =>
          html`<div class="group pair" role="group" aria-label="By ${word}">
            ${this.button(`One ${word} back`, back, icons.back, this.absent, { step: unit, times: -1 })}
            <span aria-hidden="true">${word}</span>
            ${this.button(`One ${word} on`, forward, icons.forward, off, { step: unit, times: 1 })}
          </div>`,
      )}
    </div>`;
  }

  private button(
    name: string,
    key: string,
    icon: TemplateResult,
    disabled: boolean,
    command: TransportCommand,
  ): TemplateResult {
    return html`<button type="button" class="icon" ?disabled=${disabled} aria-label=${name}
      title=${key === '' ? name : `${name} ( ${key} )`} @click=${() => this.want(command)}>${icon}</button>`;
  }

  private want(detail: TransportCommand): void {
    this.dispatchEvent(new CustomEvent<TransportCommand>('command', { detail, bubbles: true, composed: true }));
  }
}
