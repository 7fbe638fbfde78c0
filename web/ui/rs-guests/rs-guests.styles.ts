import { css } from 'lit';
import { dialogStyles } from '../theme/dialog.styles';

export const styles = css`
  ${dialogStyles}
  fieldset {
    margin: 0;
    padding: 0 20px;
    border: 0;
  }
  legend {
    padding: 6px 0;
    color: var(--ink-faint);
    font-size: 12px;
  }
  .guest {
    display: flex;
    gap: 10px;
    align-items: baseline;
    margin: 0 -8px;
    padding: 7px 8px;
    border-radius: 7px;
    cursor: pointer;
  }
  .lesson {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(220px, 1fr));
    gap: 0 16px;
  }
  .lesson small {
    font-size: 12px;
  }
  .guest:hover {
    background: var(--raised);
  }
  .guest:has(:checked) {
    background: var(--accent-wash);
  }
  .guest b {
    font: 600 13px/1.4 var(--mono);
  }
  small {
    display: block;
    color: var(--ink-soft);
    font-size: 12.5px;
  }
  input[type='radio'] {
    accent-color: var(--accent);
  }
  .drop {
    display: flex;
    gap: 12px;
    align-items: center;
    margin: 10px 20px 0;
    padding: 12px;
    border: 1px dashed var(--line-strong);
    border-radius: 8px;
  }
  .drop p {
    margin: 0;
    color: var(--ink-soft);
    font-size: 12.5px;
    overflow-wrap: anywhere;
  }
  .drop b {
    color: var(--ink);
  }
  .drop label {
    position: relative;
    flex: none;
  }
  .button {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    min-height: 30px;
    padding: 0 10px;
    border: 1px solid var(--line);
    border-radius: 6px;
    font-weight: 500;
    cursor: pointer;
  }
  input:focus-visible + .button {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .options {
    display: grid;
    grid-template-columns: 1fr 1.6fr;
    gap: 12px 16px;
    padding: 14px 20px 0;
  }
  .options label {
    display: grid;
    gap: 4px;
    color: var(--ink-soft);
    font-size: 12.5px;
  }
  .wide {
    grid-column: 1 / -1;
  }
  .unit {
    display: flex;
    gap: 6px;
    align-items: center;
  }
  .options input,
  select {
    width: 100%;
    min-width: 0;
    min-height: 32px;
    padding: 0 8px;
    border: 1px solid var(--line-strong);
    border-radius: 6px;
    background: var(--sunken);
    color: var(--ink);
    font: 13px var(--mono);
  }
  select {
    font-family: var(--sans);
  }
  /* The list may be longer than the window. */
  footer {
    position: sticky;
    bottom: 0;
    display: flex;
    justify-content: flex-end;
    margin-top: 12px;
    padding: 10px 20px 12px;
    border-top: 1px solid var(--line);
    background: var(--surface);
  }
`;
