import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    height: 100%;
    container-type: size;
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
    min-width: 378px;
    border-collapse: collapse;
    table-layout: fixed;
    font: 12px/1.4 var(--mono);
    font-variant-numeric: tabular-nums;
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
    padding: 0 4px;
    overflow: hidden;
    text-align: left;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .frame {
    width: 64px;
    padding-left: 12px;
  }
  .pfn {
    width: 46px;
  }
  .owner {
    width: 48px;
  }
  .count {
    width: 30px;
    text-align: right;
  }
  .uses {
    width: 40px;
    text-align: right;
  }
  .pin {
    width: 38px;
    padding-left: 9px;
  }
  .linear {
    width: 46px;
    text-align: right;
  }
  /* In a narrow room what its owner calls a frame is done without first, and then whose it is. */
  @container (width < 378px) {
    table {
      min-width: 332px;
    }
    .pfn {
      display: none;
    }
  }
  @container (width < 332px) {
    table {
      min-width: 284px;
    }
    .owner {
      display: none;
    }
  }
  tbody tr {
    border-top: 1px solid var(--line);
  }
  tbody td {
    color: var(--ink-soft);
  }
  tbody th {
    padding: 1px 0 1px 8px;
  }
  th button {
    min-height: 24px;
    margin-left: -6px;
    padding: 0 6px;
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
  td.changed {
    background: var(--changed-wash);
    color: var(--changed);
    font-weight: 700;
  }
  td.changed::before {
    content: '•';
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
`;
