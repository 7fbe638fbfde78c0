import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    height: 100%;
  }
  .scroller {
    height: 100%;
    overflow: auto;
  }
  .scroller:focus-visible {
    outline-offset: -2px;
  }
  /* Columns of fixed width: they stand still when what is in them changes. */
  table {
    width: 100%;
    border-collapse: collapse;
    font: 12px/1.4 var(--mono);
    font-variant-numeric: tabular-nums;
    table-layout: fixed;
  }
  thead th {
    position: sticky;
    top: 0;
    height: 24px;
    background: var(--surface);
    color: var(--ink-faint);
    font: 11.5px/1 var(--sans);
  }
  th,
  td {
    padding: 0 3px 0 7px;
    overflow: hidden;
    text-align: left;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  th:first-child {
    padding-left: 12px;
  }
  :is(th, td):last-child {
    padding-right: 10px;
  }
  .number {
    text-align: right;
  }
  tbody tr {
    border-top: 1px solid var(--line);
  }
  tbody td {
    color: var(--ink-soft);
  }
  tbody th {
    padding: 1px 0;
    overflow: visible;
  }
  th button {
    gap: 2px;
    min-height: 24px;
    margin-left: -6px;
    padding: 0 2px 0 6px;
    color: var(--ink);
    font: 600 12px/1 var(--mono);
  }
  tr.shown {
    background: var(--accent-wash);
    box-shadow: inset 2px 0 0 var(--accent);
  }
  tr.refused th button::after {
    color: var(--refused);
    content: '✕';
  }
  /* The dot takes no room. */
  td.changed {
    background: radial-gradient(circle at 4px 50%, var(--changed) 1.5px, transparent 2.5px) var(--changed-wash);
    color: var(--changed);
    font-weight: 700;
  }
  .note {
    margin: 6px 12px 8px;
    color: var(--ink-faint);
    font: 12px/1.45 var(--sans);
  }
  .empty {
    display: grid;
    place-content: center;
    height: 100%;
    margin: 0;
    color: var(--ink-faint);
    font: var(--size-text) / 1.5 var(--sans);
  }
  /* The system's colours take the dot away. */
  @media (forced-colors: active) {
    td.changed {
      text-decoration: underline 2px;
    }
  }
`;
