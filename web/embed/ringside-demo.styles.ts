import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    position: relative;
    min-width: 280px;
    height: 420px;
    border-radius: 12px;
    color-scheme: light dark;
    background: var(--ground);
    color: var(--ink);
    font: var(--size-text) / 1.45 var(--sans);
    text-align: left;
    container: demo / size;
  }
  :host([hidden]) {
    display: none;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  .machine {
    display: flex;
    flex-direction: column;
    gap: 8px;
    height: 100%;
    padding: 10px;
    outline-offset: -2px;
  }
  .bar {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    overflow: hidden;
  }
  .bar span {
    overflow: hidden;
    color: var(--ink-soft);
    font: 12px/1 var(--mono);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .panes {
    display: grid;
    flex: 1;
    grid-auto-columns: minmax(0, 1fr);
    grid-auto-flow: column;
    gap: 8px;
    min-height: 0;
  }
  @container demo (max-width: 720px) {
    .panes {
      grid-auto-rows: minmax(0, 1fr);
      grid-auto-flow: row;
    }
  }
  .poster {
    display: grid;
    gap: 14px;
    place-content: center;
    place-items: center;
    height: 100%;
    padding: 20px;
    color: var(--ink-soft);
    text-align: center;
  }
  .poster slot > svg {
    color: var(--accent);
  }
  .notice {
    display: flex;
    gap: 10px;
    align-items: center;
    margin: 0;
    padding: 6px 10px;
    border: 1px solid var(--refused);
    border-radius: 8px;
    background: var(--refused-wash);
  }
  @media print {
    .machine.has-poster {
      display: none;
    }
  }
  @media not print {
    .only-printed {
      display: none;
    }
  }
`;
