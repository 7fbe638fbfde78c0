import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    container: domains / inline-size;
  }
  .scroller {
    max-height: 132px;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius, 8px);
    background: var(--surface);
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font: 12px/1.4 var(--mono);
    font-variant-numeric: tabular-nums;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    height: 24px;
    background: var(--surface);
    color: var(--ink-faint);
    font: 11.5px/1 var(--sans);
  }
  th,
  td {
    padding: 0 10px;
    text-align: left;
    white-space: nowrap;
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
  tr.shown {
    background: var(--accent-wash);
    box-shadow: inset 2px 0 0 var(--accent);
  }
  .name {
    gap: 7px;
    min-height: 28px;
    margin-left: -6px;
    padding: 0 6px;
    color: var(--ink);
    font: 600 12.5px/1 var(--mono);
  }
  .name small {
    color: var(--ink-soft);
    font-size: 11.5px;
    font-weight: 400;
  }
  .state.running {
    color: var(--ink);
    font-weight: 700;
  }
  .state.bad {
    color: var(--refused);
  }
  .share {
    display: inline-block;
    width: 64px;
    height: 6px;
    margin-right: 8px;
    border-radius: 3px;
    background: var(--sunken);
    vertical-align: 1px;
  }
  .share i {
    display: block;
    height: 100%;
    border-radius: 3px;
    background: var(--accent);
  }
  .orders {
    width: 1%;
    padding: 0 6px;
    text-align: right;
  }
  .orders button {
    min-width: 28px;
    min-height: 28px;
    padding: 0;
  }
  .orders button:disabled {
    opacity: 0.35;
  }
  @container domains (max-width: 720px) {
    .weight,
    .grants {
      display: none;
    }
  }
  @container domains (max-width: 520px) {
    .memory,
    .events {
      display: none;
    }
    th,
    td {
      padding: 0 7px;
    }
    .share {
      width: 36px;
    }
  }
  @media (forced-colors: active) {
    .share {
      border: 1px solid CanvasText;
    }
    .share i {
      forced-color-adjust: none;
      background: Highlight;
    }
  }
  @media print {
    .orders {
      display: none;
    }
  }
`;
