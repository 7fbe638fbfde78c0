import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Registers } from '../../core/machine-api';
import type { FrameFacts, MemoryPicture, WalkStep } from '../../core/memory-picture';
import { padded } from '../../explain';
import { hex } from '../../explain/numbers';
import { entryFrame } from '../../explain/page-table-entry';
import { pageTypeName } from '../../explain/page-type';
import { entryBitsStyles, renderEntryBits } from '../entry-bits/entry-bits';
import { type TableSlot, type WrittenPlace, writtenPlace } from '../rs-memory/table-slot';
import { icons } from '../theme/icons';
import { base, tokens } from '../theme/tokens.styles';
import { parseAddress } from './parse-address';
import { styles } from './rs-page-walk.styles';

/**
 * The walk of a virtual address, level by level: which bits of the address choose the entry, what the entry says, what Xen knows of the
 * frame it names.
 *
 * @fires walk - `detail` is the address to walk, or undefined to follow the instruction pointer
 * @fires show-table - `detail` is a `TableSlot`
 * @fires who-wrote - `detail` is the `WrittenPlace` of an entry
 */
export class RsPageWalk extends LitElement {
  static override styles = [tokens, base, entryBitsStyles, styles];

  /** What is shown. */
  @property({ attribute: false }) picture: MemoryPicture | undefined;
  /** What a register's name in the field stands for. */
  @property({ attribute: false }) registers: Registers | undefined;
  @state() private wrong = '';
  @query('input') private field!: HTMLInputElement;

  override render(): TemplateResult {
    const { picture } = this;
    return html`<form @submit=${this.submitted}>
        <label for="address">Address</label>
        <input
          id="address"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder=${padded(picture?.walk.address ?? 0)}
          aria-invalid=${this.wrong === '' ? 'false' : 'true'}
          aria-describedby="wrong"
        />
        <button type="submit">Walk</button>
        <button type="button" class="quiet" aria-pressed=${picture?.question.address === undefined ? 'true' : 'false'} @click=${this.followed}>
          Follow eip
        </button>
      </form>
      <p id="wrong" class="wrong" aria-live="polite">${this.wrong}</p>
      ${picture ? this.renderWalk(picture) : nothing}`;
  }

  private renderWalk(picture: MemoryPicture): TemplateResult {
    const { walk } = picture;
    return html`<div class="walk" tabindex="0" role="group" aria-label="Walk of ${padded(walk.address)}">
      ${this.renderAddress(picture)}
      <ol>
        ${walk.steps.map((step) => this.renderStep(step, picture))}
        ${this.renderEnd(picture)}
      </ol>
    </div>`;
  }

  /** The address bit by bit, each level's bits in a box of their own. */
  private renderAddress({ walk: { address, steps, page } }: MemoryPicture): TemplateResult {
    const bits = (address >>> 0).toString(2).padStart(32, '0');
    const parts = steps.map((step) => ({ name: `L${step.level}`, from: step.shift + step.bits, to: step.shift }));
    const offset = page ? Math.log2(page.size) : (steps.at(-1)?.shift ?? 32);
    const all = [...parts, { name: page || steps.length === 0 ? 'offset' : 'rest', from: offset, to: 0 }];
    return html`<div class="address" aria-hidden="true">
      <b>${padded(address)}</b>
      ${all.map(
        ({ name, from, to }) =>
          html`<span class="part"><i>${bits.slice(32 - from, 32 - to)}</i><span>${name}</span></span>`,
      )}
    </div>`;
  }

  private renderStep(step: WalkStep, picture: MemoryPicture): TemplateResult {
    const { level, table, index, entry } = step;
    const isWide = picture.walk.format === 'pae';
    const frame = picture.frames.find(({ mfn }) => mfn === table);
    const shown = picture.table?.mfn === table && picture.table.level === level;
    return html`<li class=${shown ? 'shown' : ''}>
      <button
        type="button"
        class="table"
        @click=${() => this.show(step)}
      >
        <b>L${level}</b><span>frame ${hex(table)}</span><span class="only-heard">: show the table at slot ${index}</span>
      </button>
      <span class="facts">${frame ? facts(frame) : nothing}</span>
      <span class="slot">slot <b>${index}</b></span>
      <span class="entry"><code>${padded(entry)}</code> ${renderEntryBits(entry, level, isWide)}
        <button type="button" class="quiet who" aria-label="Who wrote slot ${index} of L${level}?" title="Who wrote this?" @click=${() => this.askWho(step, isWide)}>${icons.question}</button></span>
    </li>`;
  }

  private renderEnd({ walk, frames }: MemoryPicture): TemplateResult {
    const { page, steps, address, format } = walk;
    if (page) {
      const mfn = page.mfn + Math.floor((address % page.size) / 4096);
      const frame = frames.find((one) => one.mfn === mfn);
      return html`<li class="end">
        <span class="page"><b>Page</b>frame ${hex(mfn)}</span>
        <span class="facts">${frame ? facts(frame) : nothing}</span>
        <span class="slot">${format === 'none' ? 'Paging is off: the address is the machine address.' : html`offset <b>${hex(address % 4096)}</b>`}</span>
      </li>`;
    }
    const last = steps.at(-1);
    const missing = !last || (last.entry & 1n) !== 0n;
    return html`<li class="end fault">
      ${missing ? `Frame ${last ? hex(entryFrame(last.entry)) : 'of CR3'} is beyond memory.` : `Not present at L${last.level}: an access here faults.`}
    </li>`;
  }

  private submitted(event: Event): void {
    event.preventDefault();
    const found = parseAddress(this.field.value, this.registers);
    this.wrong = 'wrong' in found ? found.wrong : '';
    if ('address' in found) this.dispatchEvent(new CustomEvent('walk', { detail: found.address }));
  }

  private followed(): void {
    this.wrong = '';
    this.field.value = '';
    this.dispatchEvent(new CustomEvent('walk', { detail: undefined }));
  }

  private askWho({ table, level, index }: WalkStep, isWide: boolean): void {
    const detail = writtenPlace(table, level, index, isWide);
    this.dispatchEvent(new CustomEvent<WrittenPlace>('who-wrote', { detail, bubbles: true, composed: true }));
  }

  private show({ table, level, index }: WalkStep): void {
    const detail: TableSlot = { table, level, slot: index };
    this.dispatchEvent(new CustomEvent('show-table', { detail }));
  }
}

/** Type and counts of a frame, short: `L2 table ×1 · 2 uses · pinned`. */
function facts({ type, typeCount, totalCount, pinned }: FrameFacts): string {
  const uses = `${totalCount} ${totalCount === 1 ? 'use' : 'uses'}`;
  return `${pageTypeName(type)} ×${typeCount} · ${uses}${pinned ? ' · pinned' : ''}`;
}
