import { css } from 'lit';

/** Dialogs: one look. */
export const dialogStyles = css`
  dialog {
    width: min(520px, calc(100vw - 24px));
    max-height: calc(100dvh - 24px);
    padding: 0;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--surface);
    color: var(--ink);
    font: var(--size-text) / 1.45 var(--sans);
    box-shadow: 0 18px 60px rgb(0 0 0 / 0.28);
  }
  dialog::backdrop {
    background: rgb(8 12 18 / 0.45);
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 14px 12px 6px 20px;
  }
  h2 {
    margin: 0;
    font: 650 17px/1.2 var(--sans);
  }
`;
