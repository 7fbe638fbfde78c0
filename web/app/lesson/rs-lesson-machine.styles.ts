import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 10px;
    min-width: 0;
    min-height: 0;
  }
  .head {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 8px 12px;
    align-items: start;
  }
  rs-switch {
    grid-column: 1 / -1;
  }
  .tabs {
    display: none;
  }
  .panes {
    display: grid;
    flex: 1;
    grid-auto-columns: minmax(0, 1fr);
    grid-auto-flow: column;
    gap: var(--gap);
    min-height: 0;
  }
  .column {
    display: flex;
    flex-direction: column;
    gap: var(--gap);
    min-width: 0;
    min-height: 0;
  }
  .room {
    flex: 1 1 0;
    min-width: 0;
    min-height: 0;
    /* What changes in one room moves nothing in another. */
    contain: size layout style;
  }
  .of-map,
  .of-walk {
    flex-grow: 1.5;
  }
  .of-verdict {
    flex-grow: 1.7;
  }
  .of-console,
  .of-trace {
    flex-grow: 0.75;
  }
  .of-frames {
    flex-grow: 0.9;
  }
  rs-pane {
    height: 100%;
  }
  @media (max-width: 860px) {
    .head {
      grid-template-columns: minmax(0, 1fr);
    }
    .link {
      order: 3;
    }
    .tabs {
      display: flex;
      gap: 4px;
      overflow-x: auto;
    }
    .tabs button {
      flex: 1 0 auto;
      min-height: 38px;
      padding: 0 10px;
      border-color: transparent;
      background: transparent;
      color: var(--ink-soft);
    }
    .tabs button[aria-pressed='true'] {
      background: var(--accent-wash);
      color: var(--accent);
    }
    .panes {
      display: block;
      flex: none;
      height: 460px;
    }
    .column {
      display: contents;
    }
    .room {
      display: none;
      height: 100%;
    }
    .room.shown {
      display: block;
    }
  }
  @media print {
    .head,
    .tabs {
      display: none;
    }
    .panes {
      display: block;
      height: auto;
    }
    .room {
      display: none;
    }
    .room:has(rs-pane.verdict) {
      display: block;
    }
  }
  @media (forced-colors: active) {
    .tabs button[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
