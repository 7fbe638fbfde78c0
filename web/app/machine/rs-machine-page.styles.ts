import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .guest {
    display: flex;
    align-items: center;
    gap: 10px;
    min-width: 0;
  }
  .guest b {
    font: 600 13px/1 var(--mono);
  }
  .about {
    overflow: hidden;
    color: var(--ink-faint);
    font-size: 12.5px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 18px;
    padding: 10px 14px 0;
  }
  .head .choice button {
    min-height: 28px;
    padding: 0 12px;
    font-size: 13px;
  }
  .bar {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 18px;
    padding: 10px 14px 0;
  }
  rs-status {
    flex: 1;
  }
  .domains {
    padding: var(--gap) 14px 0;
  }
  .panes {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, 1.32fr) minmax(0, 1fr);
    gap: var(--gap);
    min-height: 0;
    padding: var(--gap) 14px 14px;
  }
  .memory {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: var(--gap);
    min-height: 0;
    padding: var(--gap) 14px 14px;
  }
  rs-memory {
    flex: 1;
    min-height: 0;
  }
  .column {
    display: grid;
    grid-template-rows: minmax(0, 1fr) minmax(0, 1fr);
    gap: var(--gap);
    min-width: 0;
    min-height: 0;
  }
  .column.right {
    grid-template-rows: auto minmax(0, 1fr);
  }
  nav {
    display: none;
  }
  @media (max-width: 860px) {
    .head {
      padding: 8px 10px 0;
    }
    .head .choice {
      display: none;
    }
    .memory {
      padding: 10px;
    }
    .bar {
      flex-direction: column;
      align-items: stretch;
      gap: 10px;
      padding: 10px 10px 0;
    }
    .domains {
      padding: 10px 10px 0;
    }
    .panes {
      grid-template-columns: minmax(0, 1fr);
      padding: 10px;
    }
    .column:not(.right) {
      display: contents;
    }
    .console,
    .trace,
    .column.right {
      display: none;
      grid-area: 1 / 1;
    }
    .console.shown,
    .trace.shown {
      display: block;
    }
    .column.right.shown {
      display: grid;
    }
    nav {
      display: grid;
      grid-template-columns: repeat(4, 1fr);
      gap: 4px;
      padding: 6px 10px calc(6px + env(safe-area-inset-bottom));
      border-top: 1px solid var(--line);
      background: var(--surface);
    }
    nav button {
      min-height: 40px;
      padding: 0 4px;
      border-color: transparent;
      background: transparent;
      color: var(--ink-soft);
    }
    nav button[aria-pressed='true'] {
      background: var(--accent-wash);
      color: var(--accent);
    }
  }
  @media (forced-colors: active) {
    nav button[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
  @media print {
    .head .choice,
    .bar,
    nav {
      display: none;
    }
    .panes {
      display: block;
      padding: 0;
    }
    rs-pane {
      margin-bottom: 6mm;
    }
  }
`;
