import { css, unsafeCSS } from 'lit';

/** The 16 colours of the terminal, light scheme and dark, dim enough to be read as text in either. */
const COLOURS: readonly (readonly [light: string, dark: string])[] = [
  ['#14181d', '#6e7885'],
  ['#b3261e', '#ff8a75'],
  ['#1c6b34', '#7ddc9a'],
  ['#7d5200', '#ffc66b'],
  ['#0a57c2', '#7db4ff'],
  ['#8a2f86', '#e79be3'],
  ['#0b6773', '#6fd9e6'],
  ['#5b6573', '#d5dbe3'],
  ['#5b6573', '#8a96a5'],
  ['#c4372d', '#ffa394'],
  ['#227d3f', '#9aebb3'],
  ['#8f6000', '#ffd68f'],
  ['#2468d0', '#a5cbff'],
  ['#9c3d98', '#f0b5ed'],
  ['#117683', '#95e6f0'],
  ['#14181d', '#ffffff'],
];

/**
 * White on black is how a terminal writes plainly, so it is drawn as plain text in either scheme, and black on white as its inverse:
 * both as the default colours are.
 */
const BLACK = 0;
const WHITE = 7;
const plain = `.f${WHITE}{color:var(--ink)}.b${BLACK}{background:none}.b${WHITE}{background:var(--ink)}.b${WHITE}.f${BLACK}{color:var(--sunken)}`;

const palette = COLOURS.map(
  ([light, dark], n) =>
    `.f${n}{color:light-dark(${light},${dark})}.b${n}{background:light-dark(${light},${dark});}` +
    `.b${n}:not([class*='f']){color:var(--sunken)}`,
).join('');

export const styles = css`
  :host {
    display: block;
    position: relative;
    height: 100%;
    overflow: hidden;
    container: console / inline-size;
    background: var(--sunken);
  }
  .screen {
    height: 100%;
    padding: 10px 12px 26px;
    overflow: auto;
    color: var(--ink);
    font: var(--size-code) / 1.42 var(--mono);
    font-variant-ligatures: none;
    white-space: pre;
    tab-size: 8;
    cursor: text;
  }
  .screen:focus-visible {
    outline-offset: -2px;
  }
  .screen > div {
    min-height: 1.42em;
  }
  ${unsafeCSS(palette + plain)}
  .inverse:not([class*='b']) {
    background: var(--ink);
    color: var(--sunken);
  }
  .bold {
    font-weight: 700;
  }
  .underline {
    text-decoration: underline;
  }
  .cursor {
    box-shadow: inset 0 0 0 1px var(--line-strong);
  }
  .typing .cursor {
    background: var(--accent);
    color: var(--accent-ink);
    box-shadow: none;
  }
  textarea {
    position: absolute;
    inset: auto auto 4px 12px;
    width: 1px;
    height: 1.4em;
    padding: 0;
    border: 0;
    opacity: 0;
    resize: none;
    /* Below 16 px a phone zooms the page in when the keyboard opens. */
    font-size: 16px;
    pointer-events: none;
  }
  :host(:focus-within) .screen {
    box-shadow: inset 0 0 0 2px var(--accent);
  }
  .hint {
    position: absolute;
    right: 10px;
    bottom: 8px;
    margin: 0;
    padding: 3px 7px;
    border-radius: 5px;
    background: var(--surface);
    color: var(--ink-soft);
    font: 11.5px/1.3 var(--sans);
    pointer-events: none;
  }
  @container console (max-width: 560px) {
    .screen {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
  }
  @media (forced-colors: active) {
    .cursor {
      outline: 1px solid CanvasText;
      outline-offset: -1px;
    }
    .typing .cursor,
    .inverse {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
