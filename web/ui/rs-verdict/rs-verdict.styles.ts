import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    height: 100%;
    overflow: auto;
    font: var(--size-text) / 1.5 var(--sans);
  }
  article {
    padding: 11px 12px 12px;
  }
  h3 {
    display: flex;
    align-items: center;
    gap: 7px;
    margin: 0;
    color: var(--refused);
    font: 650 14px/1.3 var(--sans);
  }
  .sentence {
    margin: 6px 0 9px;
    font-size: 14px;
    line-height: 1.45;
    overflow-wrap: anywhere;
  }
  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 4px 12px;
    margin: 0;
    padding-top: 8px;
    border-top: 1px solid var(--line);
    font: var(--size-code) / 1.45 var(--mono);
  }
  dl div {
    display: contents;
  }
  dt {
    color: var(--ink-faint);
    font: 12px/1.5 var(--sans);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  code {
    font: inherit;
  }
  button {
    margin-top: 10px;
  }
  .here {
    margin: 10px 0 0;
    color: var(--ink-faint);
    font-size: 12.5px;
  }
  article:focus-visible,
  .empty:focus-visible {
    outline-offset: -2px;
  }
  .empty {
    display: grid;
    place-content: center;
    height: 100%;
    margin: 0;
    padding: 16px 24px;
    color: var(--ink-faint);
    text-align: center;
  }
`;
