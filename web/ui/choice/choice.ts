import { css, html, type TemplateResult } from 'lit';

/** One of a few: buttons side by side, the chosen one raised. */
export interface ChoiceOf<T extends string> {
  /** What is chosen, for who cannot see it. */
  label: string;
  current: T;
  options: readonly (readonly [value: T, text: string])[];
  choose: (value: T) => void;
  /** The slot of a pane that it stands in. */
  slot?: string;
}

/** Draws a choice; whoever uses it takes `choiceStyles` too. */
export function renderChoice<T extends string>({ label, current, options, choose, slot }: ChoiceOf<T>): TemplateResult {
  return html`<div slot=${slot ?? ''} class="choice" role="group" aria-label=${label}>
    ${options.map(
      ([value, text]) =>
        html`<button type="button" aria-pressed=${value === current ? 'true' : 'false'} @click=${() => choose(value)}>${text}</button>`,
    )}
  </div>`;
}

/** How a choice looks. */
export const choiceStyles = css`
  .choice {
    display: flex;
    padding: 2px;
    border-radius: 6px;
    background: var(--sunken);
  }
  .choice button {
    min-height: 24px;
    padding: 0 8px;
    border: 0;
    background: transparent;
    color: var(--ink-soft);
    font-size: 12px;
  }
  .choice button[aria-pressed='true'] {
    background: var(--surface);
    box-shadow: 0 0 0 1px var(--line);
    color: var(--ink);
  }
  @media (forced-colors: active) {
    .choice button[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
