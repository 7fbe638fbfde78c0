import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-width: 0;
    container: status / inline-size;
  }
  .bar {
    display: flex;
    align-items: center;
    justify-content: flex-end;
    gap: 18px;
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    color: var(--ink);
    font: 600 13px/1 var(--sans);
  }
  .state::before {
    width: 9px;
    height: 9px;
    border: 2px solid currentColor;
    border-radius: 50%;
    content: '';
  }
  .running {
    color: var(--accent);
  }
  .running::before {
    background: currentColor;
    animation: pulse 1.6s ease-in-out infinite;
  }
  .paused::before {
    border-width: 0 3px;
    border-radius: 0;
  }
  .crashed {
    color: var(--refused);
  }
  .crashed::before,
  .ended::before {
    border-radius: 1px;
    background: currentColor;
  }
  @keyframes pulse {
    50% {
      opacity: 0.45;
    }
  }
  dl {
    display: flex;
    gap: 18px;
    min-width: 0;
    margin: 0;
    font: 12.5px/1 var(--mono);
    font-variant-numeric: tabular-nums;
  }
  dl div {
    display: flex;
    align-items: baseline;
    gap: 7px;
    white-space: nowrap;
  }
  dt {
    color: var(--ink-faint);
    font: 11.5px/1 var(--sans);
  }
  dd {
    margin: 0;
    color: var(--ink);
  }
  @container status (max-width: 480px) {
    .bar {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 8px 12px;
    }
    dl {
      grid-row: 2;
      grid-column: 1 / -1;
      justify-content: space-between;
      gap: 10px;
      font-size: 12px;
    }
    .time {
      display: none;
    }
  }
`;
