import { css } from 'lit';

export const styles = css`
  :host {
    /* What is only heard is placed within the page: the document itself never scrolls. */
    position: relative;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    grid-template-columns: minmax(0, 1fr);
    height: 100dvh;
    min-height: 540px;
    /* Not even what takes the focus may scroll the header away. */
    overflow: clip;
    background: var(--ground);
    color: var(--ink);
    font: var(--size-text) / 1.45 var(--sans);
  }
  .skip {
    position: absolute;
    z-index: 3;
    top: 6px;
    left: 6px;
    padding: 8px 12px;
    border-radius: 6px;
    background: var(--accent);
    color: var(--accent-ink);
    transform: translateY(-200%);
  }
  .skip:focus {
    transform: none;
  }
  .skip:not(:focus) {
    pointer-events: none;
  }
  header {
    display: flex;
    align-items: center;
    gap: 22px;
    min-height: 48px;
    padding: 0 14px;
    border-bottom: 1px solid var(--line);
    background: var(--surface);
  }
  .brand {
    display: flex;
    align-items: center;
    gap: 10px;
    border-radius: 6px;
    color: var(--ink);
    font: 680 17px/1 var(--sans);
    letter-spacing: -0.01em;
    text-decoration: none;
  }
  .brand svg {
    color: var(--accent);
  }
  .brand .seat {
    fill: var(--changed);
    stroke: var(--surface);
  }
  nav {
    display: flex;
    flex: 1;
    align-self: stretch;
    gap: 4px;
  }
  nav a {
    display: flex;
    align-items: center;
    padding: 2px 10px 0;
    border-bottom: 2px solid transparent;
    color: var(--ink-soft);
    font-weight: 550;
    text-decoration: none;
  }
  nav a:hover {
    color: var(--ink);
  }
  nav a:focus-visible {
    outline-offset: -2px;
  }
  nav a[aria-current='page'] {
    border-color: var(--accent);
    color: var(--ink);
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 2px;
  }
  main {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  /* It takes the focus when the page changes, so that the next Tab leads into it; it is no control. */
  main:focus-visible {
    outline: none;
  }
  .page {
    flex: 1;
    min-height: 0;
  }
  .lost code {
    overflow-wrap: anywhere;
  }
  .over {
    position: fixed;
    z-index: 2;
    inset: 10px;
    display: grid;
    place-content: center;
    border: 2px dashed var(--accent);
    border-radius: 14px;
    background: color-mix(in srgb, var(--surface) 88%, transparent);
    font: 600 18px/1.4 var(--sans);
    pointer-events: none;
  }
  @media (max-width: 860px) {
    header {
      gap: 8px;
      padding: 0 6px 0 12px;
    }
    nav a {
      padding: 2px 8px 0;
    }
  }
  @media (max-width: 350px) {
    header {
      gap: 0;
      padding: 0 2px 0 8px;
    }
    nav a {
      padding: 2px 5px 0;
    }
  }
  @media (max-width: 460px) {
    .brand span {
      position: absolute;
      clip-path: inset(50%);
    }
  }
  @media (forced-colors: active) {
    nav a {
      border-color: Canvas;
    }
    nav a[aria-current='page'] {
      border-color: Highlight;
    }
  }
  @media print {
    :host {
      display: block;
      height: auto;
      overflow: visible;
      background: none;
    }
    header,
    .notice {
      display: none;
    }
    main {
      display: block;
    }
  }
`;
