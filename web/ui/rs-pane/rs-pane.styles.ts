import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-width: 0;
    min-height: 0;
  }
  section {
    display: flex;
    flex-direction: column;
    height: 100%;
    overflow: hidden;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }
  header {
    display: flex;
    flex: none;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    min-height: 34px;
    padding: 0 6px 0 12px;
    border-bottom: 1px solid var(--line);
  }
  h2 {
    margin: 0;
    color: var(--ink-soft);
    font: 600 12px/1 var(--sans);
    letter-spacing: 0.01em;
    white-space: nowrap;
  }
  .aside {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    color: var(--ink-faint);
    font: 12px/1 var(--sans);
  }
  .body {
    position: relative;
    flex: 1;
    min-height: 0;
  }
`;
