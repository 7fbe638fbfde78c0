import { css, html, type TemplateResult } from 'lit';
import { icons } from '../theme/icons';

/** One way along a run. */
export interface Way {
  /** What its button is called. */
  name: string;
  /** Its key; empty without one. */
  key: string;
  /** It leads nowhere now. */
  off: boolean;
  go: () => void;
}

/** Two buttons around a word: one so many back, and on. */
export function renderPair(word: string, back: Way, on: Way): TemplateResult {
  return html`<div class="group pair" role="group" aria-label="By ${word}">
    ${renderWay(back, icons.back)}<span aria-hidden="true">${word}</span>${renderWay(on, icons.forward)}
  </div>`;
}

/** A button that is an icon. */
export function renderWay({ name, key, off, go }: Way, icon: TemplateResult): TemplateResult {
  return html`<button type="button" class="icon" ?disabled=${off} aria-label=${name} title=${key === '' ? name : `${name} ( ${key} )`}
    @click=${go}>${icon}</button>`;
}

export const pairStyles = css`
  .group {
    display: flex;
    align-items: center;
    gap: 3px;
  }
  .icon {
    width: 30px;
    padding: 0;
  }
  .pair {
    gap: 0;
  }
  .pair span {
    padding: 0 7px;
    color: var(--ink-soft);
    font-size: 12px;
  }
  .pair .icon {
    width: 28px;
  }
`;
