import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { MachineStatus, Position } from '../../core/machine-api';
import { duration, grouped } from '../text/digits';
import { icons } from '../theme/icons';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-status.styles';

/** How a machine stands, in a word. */
function word(status: MachineStatus): string {
  switch (status.state) {
    case 'running':
      return 'running';
    case 'paused':
      return 'paused';
    case 'idle':
      return 'waiting';
    case 'ended':
      return status.orderly ? 'ended' : 'crashed';
  }
}

/**
 * Which moment is shown: status, position, state hash, and the link that brings anyone back to it.
 *
 * @fires copy-link - the person wants the link
 */
export class RsStatus extends LitElement {
  static override styles = [tokens, base, styles];

  @property({ attribute: false }) status: MachineStatus | undefined;
  @property({ attribute: false }) position: Position | undefined;
  /** State hash, 16 hexadecimal digits. */
  @property() hash = '';
  /** The link was copied just now. */
  @property({ type: Boolean }) copied = false;

  override render(): TemplateResult {
    const { status, position } = this;
    return html`<div class="bar">
      <span class="state ${status ? word(status) : ''}" role="status">${status ? word(status) : 'starting'}</span>
      <dl>
        <div><dt>count</dt><dd>${position ? grouped(position.count) : '–'}</dd></div>
        <div class="time" title=${position ? `tick ${position.tick}` : nothing}><dt>time</dt><dd>${position ? duration(position.tick) : '–'}</dd></div>
        <div class="hash"><dt>state</dt><dd>${this.hash === '' ? '–' : html`${this.hash.slice(0, 8)}<wbr />${this.hash.slice(8)}`}</dd></div>
      </dl>
      <button type="button" ?disabled=${!position} title="Copy a link to this very state"
        @click=${() => this.dispatchEvent(new CustomEvent('copy-link', { bubbles: true, composed: true }))}>
        ${this.copied ? icons.done : icons.link}<span aria-live="polite">${this.copied ? 'Copied' : 'Copy link'}</span>
      </button>
    </div>`;
  }
}
