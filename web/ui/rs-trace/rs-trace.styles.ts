import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100%;
    font: var(--size-code) / 1.4 var(--mono);
    font-variant-ligatures: none;
    container: trace / inline-size;
  }
  .head,
  .row {
    gap: 14px;
    padding: 0 12px;
  }
  .head {
    display: flex;
    flex: none;
    align-items: center;
    height: 24px;
    color: var(--ink-faint);
    font: 11.5px/1 var(--sans);
  }
  .list {
    position: relative;
    flex: 1;
    min-height: 72px;
  }
  .row {
    color: var(--ink-soft);
    white-space: nowrap;
    cursor: default;
  }
  .row:hover {
    background: var(--raised);
  }
  .row.chosen {
    background: var(--accent-wash);
    box-shadow: inset 2px 0 0 var(--accent);
  }
  .row.part .call {
    padding-left: 18px;
  }
  .count {
    flex: none;
    /* Not in ch: the head has another font than its rows. */
    width: calc(8.1 * var(--size-code));
    color: var(--ink-faint);
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  .domain {
    display: inline-block;
    min-width: 3ch;
    margin-right: 8px;
    color: var(--ink-soft);
    font-size: 11.5px;
  }
  .call {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  b {
    color: var(--ink);
    font-weight: 600;
  }
  em {
    color: var(--ink-faint);
    font-style: normal;
  }
  .punctuation {
    color: var(--ink-faint);
  }
  .result {
    flex: none;
    min-width: 3ch;
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  .refused {
    white-space: nowrap;
    color: var(--refused);
    font-weight: 600;
  }
  .refused i {
    margin-right: 5px;
    font-style: normal;
    font-weight: 400;
  }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    margin: 0;
    padding: 20px;
    color: var(--ink-faint);
    font: var(--size-text) / 1.5 var(--sans);
    text-align: center;
    pointer-events: none;
  }
  .chosen-event {
    position: relative;
    flex: none;
    max-height: 50%;
    padding: 10px 12px;
    overflow: auto;
    border-top: 1px solid var(--line);
    background: var(--raised);
  }
  .chosen-event p {
    margin: 0 0 6px;
    overflow-wrap: anywhere;
  }
  .sentence {
    padding-right: 210px;
  }
  .where {
    display: block;
    color: var(--ink-faint);
  }
  .refusal {
    display: flex;
    gap: 6px;
    color: var(--refused);
    font: var(--size-text) / 1.45 var(--sans);
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 22px;
    margin: 0;
  }
  dl div {
    display: flex;
    gap: 8px;
  }
  dt {
    color: var(--ink-faint);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .actions {
    position: absolute;
    top: 6px;
    right: 6px;
    display: flex;
    gap: 4px;
  }
  @container trace (max-width: 480px) {
    .count {
      display: none;
    }
    .sentence {
      padding-right: 0;
    }
    .actions {
      position: static;
      margin-top: 8px;
    }
  }
  @media (forced-colors: active) {
    .row.chosen {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
