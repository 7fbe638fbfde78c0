import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  .place {
    flex: none;
    overflow: hidden;
    margin: 0;
    padding: 5px 12px 0;
    color: var(--ink-faint);
    font: 11.5px/1.5 var(--mono);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .place b {
    color: var(--ink-soft);
    font-weight: 600;
  }
  ol {
    position: relative;
    flex: 1;
    min-height: 0;
    margin: 0;
    padding: 4px 0 6px;
    overflow: auto;
    font: var(--size-code) / 20px var(--mono);
    font-variant-ligatures: none;
    list-style: none;
    tab-size: 4;
  }
  ol:focus-visible {
    outline-offset: -2px;
  }
  li {
    display: flex;
    width: max-content;
    min-width: 100%;
    padding-right: 12px;
    color: var(--ink-soft);
    white-space: pre;
  }
  .pointer {
    flex: none;
    width: 16px;
    color: var(--accent);
    text-align: right;
  }
  .number {
    flex: none;
    width: 4ch;
    color: var(--ink-faint);
    text-align: right;
  }
  .sign {
    flex: none;
    width: 2.4ch;
    text-align: center;
  }
  .added {
    background: var(--changed-wash);
    color: var(--changed);
  }
  .removed {
    color: var(--ink-faint);
  }
  .removed .text {
    text-decoration: line-through;
  }
  .current {
    background: var(--accent-wash);
    box-shadow: inset 2px 0 0 var(--accent);
    color: var(--ink);
  }
  .current .number {
    color: var(--ink-soft);
  }
  .empty {
    display: grid;
    place-content: center;
    height: 100%;
    margin: 0;
    padding: 16px;
    color: var(--ink-faint);
    font: var(--size-text) / 1.5 var(--sans);
    text-align: center;
  }
  @media (forced-colors: active) {
    .current {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
