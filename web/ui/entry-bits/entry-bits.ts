import { css, html, type TemplateResult } from 'lit';
import { entryBits } from '../../explain/page-table-entry';

/** The bits of a page-table entry as a row of labels: set ones stand out, clear ones are struck through. */
export function renderEntryBits(entry: bigint, level: number, isWide: boolean): TemplateResult {
  return html`<span class="bits" role="group" aria-label="Bits">
    ${entryBits(entry, level, isWide).map(
      ({ name, set, meaning }) =>
        html`<span class="bit ${set ? 'set' : ''}" title=${meaning}
          >${name}<span class="only-heard">${set ? ' set' : ' clear'}</span></span
        >`,
    )}
  </span>`;
}

export const entryBitsStyles = css`
  .bits {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 2px;
  }
  .bit {
    padding: 0 4px;
    border: 1px solid transparent;
    border-radius: 4px;
    color: var(--ink-faint);
    font: 11.5px/1.45 var(--mono);
    text-decoration: line-through;
    text-decoration-color: color-mix(in srgb, currentColor 45%, transparent);
  }
  .bit.set {
    border-color: var(--line-strong);
    color: var(--ink);
    font-weight: 600;
    text-decoration: none;
  }
`;
