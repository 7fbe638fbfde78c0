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

/** A way there or back: what a button is called, its key if it has one, and what it does. */
type Way = readonly [name: string, key: string, command: TransportCommand];

const step = (step: StepUnit, times: 1 | -1): TransportCommand => ({ step, times });

/** Ways by which one moves along the run, back and on. */
const PAIRS: readonly (readonly [word: string, back: Way, on: Way])[] = [
  [
    'instruction',
    ['One instruction back', ',', step('instruction', -1)],
    ['One instruction on', '.', step('instruction', 1)],
  ],
  ['line', ['One line back', 'N', step('line', -1)], ['One line on', 'n', step('line', 1)]],
  ['hypercall', ['One hypercall back', '[', step('hypercall', -1)], ['One hypercall on', ']', step('hypercall', 1)]],
  ['marker', ['Marker before', '{', { go: 'previous marker' }], ['Next marker', '}', { go: 'next marker' }]],
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
        ${this.button(['To the start', '0', { go: 'start' }], icons.toStart, this.absent)}
        <button type="button" class="primary toggle" ?disabled=${off} aria-keyshortcuts="Space" @click=${() => this.want('toggle')}>
          ${this.running ? icons.pause : icons.run}<span>${this.running ? 'Pause' : 'Run'}</span>
        </button>
        ${this.button(['To the end', '', { go: 'end' }], icons.toEnd, this.absent)}
      </div>
      ${PAIRS.filter(([word]) => word !== 'hypercall' || !this.bare).map(
        ([word, back, on]) =>
          html`<div class="group pair" role="group" aria-label="By ${word}">
            ${this.button(back, icons.back, this.absent)}
            <span aria-hidden="true">${word}</span>
            ${this.button(on, icons.forward, off)}
          </div>`,
      )}
    </div>`;
  }

  private button([name, key, command]: Way, icon: TemplateResult, disabled: boolean): TemplateResult {
    return html`<button type="button" class="icon" ?disabled=${disabled} aria-label=${name}
      title=${key === '' ? name : `${name} ( ${key} )`} @click=${() => this.want(command)}>${icon}</button>`;
  }

  private want(detail: TransportCommand): void {
    this.dispatchEvent(new CustomEvent<TransportCommand>('command', { detail, bubbles: true, composed: true }));
  }
}
