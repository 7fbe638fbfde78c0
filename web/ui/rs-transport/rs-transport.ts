import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { StepUnit } from '../../core/machine-api';
import { pairStyles, renderPair, renderWay, type Way } from '../step-pair/step-pair';
import { icons } from '../theme/icons';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-transport.styles';

/** Where in the run a person wants to go. */
export type Goal = 'start' | 'end' | 'next marker' | 'previous marker';

/** What a person wants of a run that is known whole. */
export type TransportCommand = 'toggle' | { step: StepUnit; times: number } | { go: Goal };

/** A way's name, its key if it has one, and what it does. */
type Named = readonly [name: string, key: string, command: TransportCommand];

const step = (step: StepUnit, times: 1 | -1): TransportCommand => ({ step, times });

/** Ways by which one moves along the run, back and on. */
const PAIRS: readonly (readonly [word: string, back: Named, on: Named])[] = [
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
  static override styles = [tokens, base, pairStyles, styles];

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
        ${renderWay(this.way(['To the start', '0', { go: 'start' }], this.absent), icons.toStart)}
        <button type="button" class="primary toggle" ?disabled=${off} aria-keyshortcuts="Space" @click=${() => this.want('toggle')}>
          ${this.running ? icons.pause : icons.run}<span>${this.running ? 'Pause' : 'Run'}</span>
        </button>
        ${renderWay(this.way(['To the end', '', { go: 'end' }], this.absent), icons.toEnd)}
      </div>
      ${PAIRS.filter(([word]) => word !== 'hypercall' || !this.bare).map(([word, back, on]) =>
        renderPair(word, this.way(back, this.absent), this.way(on, off)),
      )}
    </div>`;
  }

  private way([name, key, command]: Named, off: boolean): Way {
    return { name, key, off, go: () => this.want(command) };
  }

  private want(detail: TransportCommand): void {
    this.dispatchEvent(new CustomEvent<TransportCommand>('command', { detail, bubbles: true, composed: true }));
  }
}
