import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    height: 100%;
    container: disassembly / inline-size;
  }
  ol {
    position: relative;
    height: 100%;
    margin: 0;
    padding: 6px 0;
    overflow: auto;
    font: var(--size-code) / 22px var(--mono);
    font-variant-ligatures: none;
    list-style: none;
  }
  ol:focus-visible {
    outline-offset: -2px;
  }
  li {
    display: flex;
    gap: 12px;
    padding-right: 12px;
    color: var(--ink-soft);
    white-space: pre;
  }
  .pointer {
    flex: none;
    width: 18px;
    margin-right: -12px;
    color: var(--accent);
    text-align: right;
  }
  .address {
    color: var(--ink-faint);
  }
  .bytes {
    flex: none;
    width: 22ch;
    overflow: hidden;
    color: var(--ink-faint);
  }
  b {
    display: inline-block;
    min-width: 6ch;
    color: var(--ink);
    font-weight: 600;
  }
  .filler {
    color: var(--ink-faint);
    font-family: var(--sans);
  }
  .filler .address {
    font-family: var(--mono);
  }
  .current {
    background: var(--accent-wash);
    box-shadow: inset 2px 0 0 var(--accent);
    color: var(--ink);
  }
  .current .address,
  .current .bytes {
    color: var(--ink-soft);
  }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    margin: 0;
    color: var(--ink-faint);
    font: var(--size-text) / 1.5 var(--sans);
  }
  @container disassembly (max-width: 460px) {
    .bytes {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .current {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
