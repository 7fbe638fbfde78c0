import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    container-type: inline-size;
    padding: 6px 14px 8px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }
  /* Each has its height, whatever is said: nothing around it is laid out when it changes. */
  .track,
  .narration p {
    contain: layout size style;
  }
  .figures {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    margin: 0;
    color: var(--ink-faint);
    font: 12px/18px var(--sans);
    font-variant-numeric: tabular-nums;
  }
  .hash {
    font-family: var(--mono);
  }
  /* Where they have one line, they have its height, as the rest. */
  @container (width >= 480px) {
    .figures {
      height: 18px;
      contain: layout size style;
      white-space: nowrap;
    }
  }
  .track {
    position: relative;
    height: 26px;
    margin: 0 8px;
    border-radius: 6px;
    cursor: pointer;
    touch-action: none;
  }
  .track:focus-visible {
    outline-offset: 4px;
  }
  .track[aria-disabled='true'] {
    cursor: default;
    opacity: 0.55;
  }
  .rail,
  .done {
    position: absolute;
    top: 11px;
    left: 0;
    height: 4px;
    border-radius: 2px;
    background: var(--line);
  }
  .rail {
    right: 0;
  }
  .done {
    background: var(--accent);
  }
  .tick {
    position: absolute;
    top: 3px;
    width: 14px;
    height: 20px;
    margin-left: -7px;
  }
  .tick::after {
    position: absolute;
    top: 3px;
    left: 5px;
    width: 4px;
    height: 14px;
    border-radius: 2px;
    background: var(--changed);
    box-shadow: 0 0 0 2px var(--surface);
    content: '';
  }
  .tick:hover::after,
  .tick.here::after {
    top: 0;
    height: 20px;
  }
  .thumb {
    position: absolute;
    top: 6px;
    width: 14px;
    height: 14px;
    margin-left: -7px;
    border: 3px solid var(--surface);
    border-radius: 50%;
    background: var(--accent);
    box-shadow: 0 0 0 1.5px var(--accent);
    pointer-events: none;
  }
  /* Two lines, whatever is said: nothing moves. */
  .narration {
    min-height: 40px;
    margin: 4px 0 0;
  }
  .narration p {
    display: -webkit-box;
    height: 40px;
    margin: 0;
    overflow: hidden;
    color: var(--ink);
    font: 13.5px/20px var(--sans);
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .flag {
    flex: 1;
    overflow: hidden;
    color: var(--changed);
    font-weight: 650;
    text-align: center;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    .rail,
    .done,
    .thumb,
    .tick::after {
      forced-color-adjust: none;
      background: CanvasText;
    }
    .done,
    .thumb {
      background: Highlight;
    }
  }
  @media print {
    .track {
      display: none;
    }
    .narration p {
      display: block;
      height: auto;
      contain: none;
    }
  }
`;
