import { css } from 'lit';

/**
 * Colours, type and measures of the whole page. Colours are chosen for AA contrast on every surface in both schemes and to be told
 * apart without red and green: blue is "here", amber is "changed", vermilion with a cross is "refused".
 */
export const tokens = css`
  :host {
    --ground: light-dark(#eceef1, #0c0f13);
    --surface: light-dark(#ffffff, #13171d);
    --raised: light-dark(#f6f7f9, #1a1f27);
    --sunken: light-dark(#f3f4f6, #0f1217);
    --line: light-dark(#d9dde3, #262d37);
    --line-strong: light-dark(#8a93a0, #667180);
    --ink: light-dark(#14181d, #e9edf2);
    --ink-soft: light-dark(#414a56, #b3bdc9);
    --ink-faint: light-dark(#5b6573, #8a96a5);
    --accent: light-dark(#0a57c2, #7db4ff);
    --accent-ink: light-dark(#ffffff, #08111f);
    --accent-wash: light-dark(#e5effd, #16263c);
    --changed: light-dark(#8a4b00, #ffb454);
    --changed-wash: light-dark(#fff1dc, #33270f);
    --refused: light-dark(#b3261e, #ff8a75);
    --refused-wash: light-dark(#fdeceA, #371a15);
    --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', 'Segoe UI Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
    --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif;
    --size-code: 12.5px;
    --size-small: 11.5px;
    --size-text: 13.5px;
    --radius: 8px;
    --gap: 10px;
  }
`;

/** What every component shares: box sizing, focus rings, buttons, selection. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  button,
  select {
    min-height: 30px;
    padding: 0 10px;
    border: 1px solid var(--line);
    border-radius: 6px;
    background: var(--surface);
    color: var(--ink);
    font: 500 13px/1 var(--sans);
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    cursor: pointer;
    white-space: nowrap;
  }
  select {
    min-width: 0;
    padding: 0 6px;
    text-overflow: ellipsis;
  }
  button:hover:not(:disabled) {
    border-color: var(--line-strong);
    background: var(--raised);
  }
  button:disabled {
    color: var(--ink-faint);
    cursor: default;
  }
  button.primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--accent-ink);
  }
  button.primary:hover:not(:disabled) {
    border-color: var(--accent);
    background: color-mix(in srgb, var(--accent) 88%, var(--ink));
  }
  button.primary:disabled {
    border-color: var(--line);
    background: var(--raised);
    color: var(--ink-faint);
  }
  button.quiet {
    border-color: transparent;
    background: transparent;
    color: var(--ink-soft);
  }
  button.quiet:hover:not(:disabled) {
    background: var(--raised);
    color: var(--ink);
  }
  kbd {
    padding: 1px 5px;
    border: 1px solid var(--line);
    border-radius: 4px;
    background: var(--raised);
    color: var(--ink-soft);
    font: 500 11.5px/1.3 var(--mono);
  }
  svg {
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  [hidden] {
    display: none !important;
  }
  .only-heard {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    button.primary {
      border: 2px solid ButtonText;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
      scroll-behavior: auto !important;
    }
  }
`;
