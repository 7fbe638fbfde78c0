import { css } from 'lit';

/** Densities magnify the smallest text of any pane (--smallest, in px) to what they promise (--floor). */
export const styles = css`
  :host {
    --smallest: 11.5;
    --floor: 12;
    display: block;
    position: relative;
    min-width: 240px;
    height: var(--ringside-height, 420px);
    border-radius: 12px;
    color-scheme: light dark;
    background: var(--ground);
    color: var(--ink);
    font: var(--size-text) / 1.45 var(--sans);
    text-align: left;
    container: demo / size;
  }
  :host([hidden]) {
    display: none;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([density='cosy']) {
    --floor: 14;
  }
  :host([density='lecture']) {
    --floor: 24;
  }
  .machine,
  .poster {
    zoom: calc(var(--floor) / var(--smallest));
  }
  .machine {
    display: flex;
    flex-direction: column;
    gap: 8px;
    height: 100%;
    padding: 10px;
  }
  .bar {
    flex: none;
    container-type: inline-size;
  }
  .bar > div {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
  }
  .position {
    margin-left: auto;
    overflow: hidden;
    color: var(--ink-soft);
    font: 12px/1 var(--mono);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .stops {
    display: flex;
    flex: 1 1 200px;
    align-items: center;
    gap: 6px;
    min-width: 0;
  }
  .stops button {
    flex: none;
    width: 30px;
    padding: 0;
  }
  .stops button:first-child svg {
    rotate: 90deg;
  }
  .stops button:last-child svg {
    rotate: -90deg;
  }
  .stops p {
    display: -webkit-box;
    flex: 0 1 auto;
    margin: 0;
    overflow: hidden;
    line-height: 1.25;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .stops b {
    margin-right: 4px;
    color: var(--ink-soft);
    font: 600 12px/1 var(--mono);
  }
  .panes {
    display: grid;
    flex: 1;
    grid-auto-rows: minmax(0, 1fr);
    grid-template-columns: repeat(auto-fit, minmax(min(100%, var(--ringside-pane-min, 250px)), 1fr));
    gap: 8px;
    min-height: 0;
  }
  .empty {
    display: grid;
    place-content: center;
    height: 100%;
    margin: 0;
    padding: 12px;
    color: var(--ink-faint);
    text-align: center;
  }
  .poster {
    display: grid;
    gap: 14px;
    place-content: center;
    place-items: center;
    height: 100%;
    padding: 20px;
    color: var(--ink-soft);
    text-align: center;
  }
  .machine > .poster {
    zoom: 1;
    flex: 1;
    min-height: 0;
  }
  .poster slot > svg {
    color: var(--accent);
  }
  .notice {
    display: flex;
    flex: none;
    gap: 10px;
    align-items: center;
    margin: 0;
    padding: 6px 10px;
    border: 1px solid var(--refused);
    border-radius: 8px;
    background: var(--refused-wash);
  }
  .notice span {
    flex: 1;
  }
  @media print {
    .machine.has-poster {
      display: none;
    }
  }
  @media not print {
    .only-printed {
      display: none;
    }
  }
`;
