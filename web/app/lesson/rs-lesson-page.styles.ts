import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(340px, 0.56fr) minmax(0, 1fr);
    min-height: 0;
  }
  .text {
    padding: 18px 26px 28px 24px;
    overflow: auto;
    border-right: 1px solid var(--line);
    background: var(--surface);
    font: 15.5px/1.58 var(--sans);
  }
  .text:focus-visible {
    outline-offset: -2px;
  }
  .where {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    margin: 0;
    color: var(--ink-faint);
    font-size: 13px;
  }
  .where a {
    color: inherit;
  }
  .dots {
    display: flex;
    gap: 2px;
    margin: 6px 0 14px -8px;
  }
  .dots a {
    display: grid;
    flex: 0 1 34px;
    place-content: center;
    height: 24px;
    border-radius: 6px;
  }
  .dots a::before {
    width: 22px;
    height: 5px;
    border-radius: 3px;
    background: var(--line);
    content: '';
  }
  .dots .done::before {
    background: color-mix(in srgb, var(--accent) 55%, var(--surface));
  }
  .dots a[aria-current='step']::before {
    height: 9px;
    background: var(--accent);
  }
  h1 {
    margin: 0;
    font: 680 25px/1.22 var(--sans);
    letter-spacing: -0.015em;
    text-wrap: balance;
  }
  /* It takes the focus so that a reader goes on here; there is nothing to press. */
  h1:focus-visible {
    outline: none;
  }
  .about {
    display: flex;
    gap: 10px;
    align-items: center;
    margin: 8px 0 12px;
    color: var(--ink-faint);
    font-size: 13px;
  }
  .kind {
    padding: 2px 8px;
    border-radius: 10px;
    background: var(--accent-wash);
    color: var(--accent);
    font: 650 12px/1.4 var(--sans);
  }
  .say {
    margin: 0 0 14px;
    padding: 9px 12px;
    border-left: 3px solid var(--accent);
    background: var(--raised);
    font-size: 14px;
  }
  .prose :first-child {
    margin-top: 0;
  }
  .prose code {
    padding: 0 3px;
    border-radius: 4px;
    background: var(--sunken);
    font: 0.88em/1.4 var(--mono);
    overflow-wrap: anywhere;
  }
  .prose pre {
    padding: 10px 12px;
    overflow: auto;
    border-radius: 8px;
    background: var(--sunken);
  }
  .prose pre code {
    padding: 0;
    background: none;
  }
  .prose a {
    color: var(--accent);
  }
  rs-question,
  rs-task {
    margin: 16px 0;
  }
  .review,
  .recap {
    margin: 18px 0;
    padding-top: 14px;
    border-top: 1px solid var(--line);
  }
  summary {
    min-height: 24px;
    border-radius: 4px;
    color: var(--accent);
    cursor: pointer;
    font: 550 14px/1.5 var(--sans);
  }
  .recap h2 {
    margin: 0 0 8px;
    font: 650 15px/1.4 var(--sans);
  }
  .recap ul {
    display: grid;
    gap: 5px;
    margin: 0;
    padding: 0;
    font-size: 14px;
    list-style: none;
  }
  .recap li {
    display: flex;
  }
  .recap li::before {
    flex: none;
    width: 22px;
    color: var(--ink-faint);
    content: '○';
  }
  .recap .done::before {
    color: var(--accent);
    content: '✓';
  }
  .recap a {
    color: inherit;
    text-decoration-color: var(--line-strong);
    text-underline-offset: 3px;
  }
  .unkept {
    display: flex;
    gap: 8px;
    color: var(--ink-soft);
    font-size: 13.5px;
  }
  .unkept svg {
    margin-top: 3px;
    color: var(--changed);
  }
  .term {
    display: inline;
    min-height: 0;
    padding: 0;
    border: 0;
    border-bottom: 1.5px dotted var(--accent);
    border-radius: 2px;
    background: none;
    color: inherit;
    font: inherit;
    white-space: normal;
  }
  .term:hover:not(:disabled) {
    background: var(--accent-wash);
    color: var(--accent);
  }
  #term {
    position: fixed;
    inset: auto;
    width: min(340px, calc(100vw - 16px));
    margin: 0;
    padding: 10px 14px;
    border: 1px solid var(--line-strong);
    border-radius: 10px;
    background: var(--surface);
    color: var(--ink);
    font: 14px/1.5 var(--sans);
    box-shadow: 0 10px 34px rgb(0 0 0 / 0.22);
  }
  #term p {
    margin: 0;
  }
  .ways {
    display: flex;
    justify-content: space-between;
    gap: 10px;
    margin-top: 22px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 38px;
    padding: 6px 12px;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--surface);
    color: var(--ink);
    font: 550 14px/1.25 var(--sans);
    text-decoration: none;
  }
  .ways a:first-child {
    flex: none;
  }
  .button:hover {
    border-color: var(--line-strong);
    background: var(--raised);
  }
  .button.primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--accent-ink);
  }
  .button.primary:hover {
    background: color-mix(in srgb, var(--accent) 88%, var(--ink));
  }
  .machine {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    padding: 12px 14px 14px;
  }
  rs-lesson-machine {
    flex: 1;
  }
  .lost {
    grid-column: 1 / -1;
  }
  @media (max-width: 860px) {
    :host {
      position: relative;
      display: block;
      overflow: auto;
    }
    .text {
      padding: 14px 16px 20px;
      overflow: visible;
      border-right: 0;
      border-bottom: 1px solid var(--line);
    }
    .machine {
      padding: 12px;
    }
  }
  @media (forced-colors: active) {
    .dots a::before {
      background: GrayText;
    }
    .dots .done::before {
      background: CanvasText;
    }
    .dots a[aria-current='step']::before {
      background: Highlight;
    }
  }
  @media print {
    :host {
      display: block;
      overflow: visible;
    }
    .text {
      overflow: visible;
      border: 0;
    }
    .dots,
    .ways {
      display: none;
    }
  }
`;
