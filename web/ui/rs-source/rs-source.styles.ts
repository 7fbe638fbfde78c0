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
  .lists {
    position: relative;
    flex: 1;
    min-height: 0;
  }
  .list {
    position: absolute;
    inset: 0;
    overflow: auto;
    font: var(--size-code) / 1 var(--mono);
    font-variant-ligatures: none;
    tab-size: 4;
  }
  .list:not(.shown) {
    z-index: -1;
  }
  /* As wide as the longest line, and as high as all: nothing has to be measured when another file is shown. */
  ol {
    width: max(100%, var(--columns) * 1ch + 12px);
    height: calc(var(--lines) * var(--line-height));
    margin: var(--above) 0 6px;
    padding: 0;
    contain: strict;
    line-height: var(--line-height);
    list-style: none;
  }
  /* A list that is not shown keeps its layout, where the browser can do that; nothing that its lines would inherit is changed. */
  .list:not(.shown) ol {
    content-visibility: hidden;
  }
  @supports not (content-visibility: hidden) {
    .list:not(.shown) {
      visibility: hidden;
    }
  }
  /* Lines are painted over the outline of their list: the frame lies above them. */
  .list:focus-visible,
  .lists:focus-visible {
    outline: none;
  }
  .lists:focus-visible::after,
  .lists:has(.list:focus-visible)::after {
    position: absolute;
    inset: 0;
    outline: 2px solid var(--accent);
    outline-offset: -2px;
    content: '';
    pointer-events: none;
  }
  .empty:focus-visible {
    outline-offset: -2px;
  }
  li {
    height: var(--line-height);
    contain: layout size style;
    color: var(--ink-soft);
    white-space: pre;
  }
  /* Eight characters, so that tabs stop where they do in the file. */
  li::before {
    color: var(--ink-faint);
    content: attr(data-margin);
  }
  .added {
    background: var(--changed-wash);
    color: var(--changed);
  }
  .removed {
    color: var(--ink-faint);
    text-decoration: line-through;
  }
  /* No line goes through a box within. */
  .removed::before {
    display: inline-block;
  }
  .added::before {
    color: var(--changed);
  }
  .current {
    position: relative;
    background: var(--accent-wash);
    box-shadow: inset 2px 0 0 var(--accent);
    color: var(--ink);
  }
  .current::before {
    color: var(--ink-soft);
  }
  .current::after {
    position: absolute;
    left: 6px;
    color: var(--accent);
    content: '▸';
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
