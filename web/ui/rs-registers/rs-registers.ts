import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Registers } from '../../core/machine-api';
import { padded } from '../../explain';
import { base, tokens } from '../theme/tokens.styles';
import { FLAGS } from './eflags';
import { styles } from './rs-registers.styles';

const GENERAL = ['eax', 'ebx', 'ecx', 'edx', 'esi', 'edi', 'ebp', 'esp'] as const;
const SEGMENTS = ['cs', 'ss', 'ds', 'es', 'fs', 'gs'] as const;
const CONTROL = ['cr0', 'cr2', 'cr3', 'cr4'] as const;

type Name = (typeof GENERAL)[number] | (typeof SEGMENTS)[number] | (typeof CONTROL)[number] | 'eip' | 'eflags';

/** Selectors have 4 digits, everything else 8. */
function text(name: Name, value: number | bigint): string {
  return padded(value, (SEGMENTS as readonly string[]).includes(name) ? 4 : 8);
}

/** The registers of the running vCPU. What changed since the machine last stood still is marked by a dot, weight and colour. */
export class RsRegisters extends LitElement {
  static override styles = [tokens, base, styles];

  /** The registers now. */
  @property({ attribute: false }) registers: Registers | undefined;
  /** The registers to compare with; absent while the machine runs. */
  @property({ attribute: false }) previous: Registers | undefined;

  override render(): TemplateResult {
    return html`<div class="all" tabindex="0" role="group" aria-label="Registers">
      <dl class="general">${[...GENERAL, 'eip' as const].map((name) => this.cell(name))}</dl>
      <div class="word"><dl class="eflags">${this.cell('eflags')}</dl>
      <p class="flags" aria-label="Flags">${FLAGS.map(([name, bit, meaning]) => this.flag(name, bit, meaning))}</p></div>
      <dl class="segments">${SEGMENTS.map((name) => this.cell(name))}</dl>
      <dl class="control">${CONTROL.map((name) => this.cell(name))}</dl>
    </div>`;
  }

  private cell(name: Name): TemplateResult {
    const value = this.registers?.[name];
    const before = this.previous?.[name];
    const changed = value !== undefined && before !== undefined && value !== before;
    return html`<div class=${changed ? 'changed' : ''} title=${changed ? `was ${text(name, before)}` : nothing}>
      <dt>${name}</dt>
      <dd>
        ${value === undefined ? '–' : text(name, value)}${changed ? html`<span class="only-heard"> changed</span>` : nothing}
      </dd>
    </div>`;
  }

  private flag(name: string, bit: number, meaning: string): TemplateResult {
    const set = ((this.registers?.eflags ?? 0) >> bit) & 1;
    const before = this.previous ? (this.previous.eflags >> bit) & 1 : set;
    return html`<span class="flag ${set ? 'set' : ''} ${set === before ? '' : 'changed'}" title=${meaning}
      >${name}<span class="only-heard">${set ? ' set' : ' clear'}</span></span
    >`;
  }
}
