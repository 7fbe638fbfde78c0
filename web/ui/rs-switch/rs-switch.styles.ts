import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-width: 0;
  }
  .all {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 12px;
  }
  label {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    color: var(--ink-soft);
    font-size: 12px;
  }
  select {
    max-width: 190px;
  }
  /* A row of its own: what it says is as long as it must be, and moves nothing. */
  p {
    flex: 1 0 100%;
    margin: 0;
    font: 600 12.5px/1.35 var(--sans);
  }
  .open {
    color: var(--ink-faint);
    font-weight: 400;
  }
  .good {
    color: var(--accent);
  }
  .bad {
    color: var(--refused);
  }
  @media (max-width: 860px) {
    label {
      flex: 1 1 auto;
    }
    select {
      flex: 1;
      max-width: none;
    }
  }
`;
