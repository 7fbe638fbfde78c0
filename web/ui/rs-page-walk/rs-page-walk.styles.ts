import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100%;
    container: walk / inline-size;
  }
  form {
    display: flex;
    flex: none;
    align-items: center;
    gap: 8px;
    padding: 8px 12px 0;
  }
  label {
    color: var(--ink-faint);
    font: 12px/1 var(--sans);
  }
  input {
    width: 12ch;
    min-height: 30px;
    padding: 0 8px;
    border: 1px solid var(--line-strong);
    border-radius: 6px;
    background: var(--surface);
    color: var(--ink);
    font: var(--size-code) / 1 var(--mono);
  }
  input::placeholder {
    color: var(--ink-faint);
    opacity: 1;
  }
  button[aria-pressed='true'] {
    background: var(--accent-wash);
    color: var(--accent);
  }
  .wrong {
    flex: none;
    margin: 0;
    padding: 0 12px;
    color: var(--refused);
    font: 12px/1.4 var(--sans);
  }
  .wrong:not(:empty) {
    padding-top: 6px;
  }
  .walk {
    flex: 1;
    min-height: 0;
    padding: 8px 12px 10px;
    overflow: auto;
    font: var(--size-code) / 1.45 var(--mono);
    font-variant-numeric: tabular-nums;
  }
  .walk:focus-visible {
    outline-offset: -2px;
  }
  .address {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: 3px;
    padding-bottom: 8px;
  }
  .address b {
    margin-right: 5px;
    padding: 1px 0;
    font-weight: 600;
  }
  .part {
    display: inline-grid;
    justify-items: center;
  }
  .part i {
    padding: 1px 4px;
    border-radius: 4px;
    background: var(--sunken);
    color: var(--ink-soft);
    font-style: normal;
    letter-spacing: 0.02em;
  }
  .part span {
    color: var(--ink-faint);
    font: 11.5px/1.3 var(--sans);
  }
  .part:not(:last-child) i {
    background: var(--accent-wash);
    color: var(--accent);
  }
  ol {
    display: grid;
    gap: 6px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, auto) minmax(0, 1fr) auto;
    align-items: center;
    gap: 3px 10px;
    padding: 5px 8px 6px;
    border: 1px solid var(--line);
    border-radius: 6px;
  }
  li.shown {
    border-color: var(--accent);
    box-shadow: inset 2px 0 0 var(--accent);
  }
  li + li::before {
    position: absolute;
    top: -7px;
    left: 18px;
    width: 1px;
    height: 6px;
    background: var(--line-strong);
    content: '';
  }
  .table,
  .page {
    display: inline-flex;
    gap: 8px;
    min-height: 24px;
    padding: 0;
    border: 0;
    background: transparent;
    color: var(--ink);
    font: inherit;
    align-items: center;
    white-space: nowrap;
  }
  .table {
    margin-left: -4px;
    padding: 0 4px;
  }
  .table b,
  .page b {
    color: var(--accent);
  }
  .table span {
    text-decoration: underline;
    text-decoration-color: var(--line-strong);
    text-underline-offset: 3px;
  }
  .facts {
    overflow: hidden;
    color: var(--ink-faint);
    font: 12px/1.3 var(--sans);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .slot {
    color: var(--ink-faint);
    font: 12px/1.3 var(--sans);
  }
  .slot b {
    color: var(--ink);
    font: 600 var(--size-code) / 1 var(--mono);
  }
  .entry {
    display: flex;
    flex-wrap: wrap;
    grid-column: 1 / -1;
    align-items: center;
    gap: 3px 10px;
  }
  .who {
    min-height: 24px;
    padding: 0 4px;
  }
  code {
    font: inherit;
    color: var(--ink-soft);
  }
  .fault {
    display: block;
    border-color: var(--refused);
    background: var(--refused-wash);
    font: var(--size-text) / 1.4 var(--sans);
  }
  @container walk (max-width: 400px) {
    .address b {
      width: 100%;
    }
  }
  @container walk (max-width: 340px) {
    .facts {
      grid-column: 1 / -1;
      grid-row: 2;
    }
  }
`;
