import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    grid-template-columns: minmax(0, 1fr);
    height: 100dvh;
    min-height: 540px;
    overflow: hidden;
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
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 18px;
    min-height: 52px;
    padding: 0 14px;
    border-bottom: 1px solid var(--line);
    background: var(--surface);
  }
  .brand {
    display: flex;
    align-items: center;
    gap: 10px;
    color: var(--ink);
  }
  .brand svg {
    color: var(--accent);
  }
  .brand .seat {
    fill: var(--changed);
    stroke: var(--surface);
  }
  h1 {
    margin: 0;
    font: 680 17px/1 var(--sans);
    letter-spacing: -0.01em;
  }
  .guest {
    display: flex;
    align-items: center;
    gap: 10px;
    min-width: 0;
  }
  .guest b {
    font: 600 13px/1 var(--mono);
  }
  .about {
    overflow: hidden;
    color: var(--ink-faint);
    font-size: 12.5px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 2px;
  }
  .tools .choice {
    margin-right: 8px;
  }
  .tools .choice button {
    min-height: 28px;
    padding: 0 12px;
    font-size: 13px;
  }
  .bar {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 18px;
    padding: 10px 14px 0;
  }
  rs-status {
    flex: 1;
  }
  main {
    display: flex;
    flex-direction: column;
    min-height: 0;
    outline: none;
  }
  .panes {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, 1.32fr) minmax(0, 1fr);
    gap: var(--gap);
    min-height: 0;
    padding: var(--gap) 14px 14px;
  }
  .memory {
    flex: 1;
    min-height: 0;
    padding: var(--gap) 14px 14px;
  }
  .column {
    display: grid;
    grid-template-rows: minmax(0, 1fr) minmax(0, 1fr);
    gap: var(--gap);
    min-width: 0;
    min-height: 0;
  }
  .column.right {
    grid-template-rows: auto minmax(0, 1fr);
  }
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
  nav {
    display: none;
  }
  .notice {
    display: flex;
    align-items: center;
    gap: 12px;
    margin: 10px 14px 0;
    padding: 9px 8px 9px 12px;
    border: 1px solid var(--refused);
    border-radius: var(--radius);
    background: var(--refused-wash);
    color: var(--ink);
  }
  .notice > svg {
    color: var(--refused);
  }
  .notice.orderly {
    border-color: var(--line);
    background: var(--surface);
  }
  .notice.orderly > svg {
    color: var(--accent);
  }
  .notice p {
    flex: 1;
    margin: 0;
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
    :host {
      grid-template-rows: auto minmax(0, 1fr) auto;
    }
    header {
      grid-template-columns: auto minmax(0, 1fr);
      gap: 6px 10px;
      padding: 6px 8px 0 12px;
    }
    .guest {
      grid-row: 2;
      grid-column: 1 / -1;
      padding-bottom: 8px;
    }
    .tools {
      justify-self: end;
    }
    .tools .choice {
      display: none;
    }
    .memory {
      padding: 10px;
    }
    .bar {
      flex-direction: column;
      align-items: stretch;
      gap: 10px;
      padding: 10px 10px 0;
    }
    .notice {
      margin: 10px 10px 0;
    }
    .panes {
      grid-template-columns: minmax(0, 1fr);
      padding: 10px;
    }
    .column:not(.right) {
      display: contents;
    }
    .console,
    .trace,
    .column.right {
      display: none;
      grid-area: 1 / 1;
    }
    .console.shown,
    .trace.shown {
      display: block;
    }
    .column.right.shown {
      display: grid;
    }
    nav {
      display: grid;
      grid-template-columns: repeat(4, 1fr);
      gap: 4px;
      padding: 6px 10px calc(6px + env(safe-area-inset-bottom));
      border-top: 1px solid var(--line);
      background: var(--surface);
    }
    nav button {
      min-height: 40px;
      padding: 0 4px;
      border-color: transparent;
      background: transparent;
      color: var(--ink-soft);
    }
    nav button[aria-pressed='true'] {
      background: var(--accent-wash);
      color: var(--accent);
    }
  }
  @media (forced-colors: active) {
    .choice button[aria-pressed='true'],
    nav button[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
