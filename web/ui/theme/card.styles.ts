import { css } from 'lit';

/** Cards in a lesson's text: something to do. */
export const cardStyles = css`
  :host {
    display: block;
  }
  section {
    padding: 14px 16px 16px;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--surface);
    color: var(--ink);
    font: 14.5px/1.5 var(--sans);
  }
  h2 {
    display: flex;
    align-items: center;
    gap: 7px;
    margin: 0 0 6px;
    color: var(--accent);
    font: 650 12px/1.2 var(--sans);
    letter-spacing: 0.04em;
    text-transform: uppercase;
  }
  p {
    margin: 0;
  }
`;
