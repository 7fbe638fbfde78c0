import { css } from 'lit';
import { cardStyles } from '../theme/card.styles';

export const styles = css`
  ${cardStyles}
  ul {
    display: grid;
    gap: 6px;
    margin: 12px 0 0;
    padding: 0;
    list-style: none;
  }
  .answer {
    justify-content: flex-start;
    width: 100%;
    min-height: 38px;
    padding: 7px 10px;
    font: 14px/1.4 var(--sans);
    text-align: left;
    white-space: normal;
  }
  .answer:disabled {
    color: var(--ink-soft);
  }
  .mark {
    display: grid;
    flex: none;
    place-content: center;
    width: 22px;
    height: 22px;
    margin-right: 4px;
    border: 1px solid var(--line-strong);
    border-radius: 50%;
    color: var(--ink-soft);
    font: 600 12px/1 var(--sans);
  }
  .right .answer {
    border-color: var(--accent);
    background: var(--accent-wash);
  }
  .right .mark {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--accent-ink);
  }
  .wrong .answer {
    border-color: var(--refused);
    background: var(--refused-wash);
  }
  .wrong .mark {
    border-color: var(--refused);
    color: var(--refused);
  }
  .because {
    margin: 6px 2px 8px 40px;
  }
  .show {
    min-height: 26px;
    margin-left: 4px;
    border-color: var(--accent);
    color: var(--accent);
  }
  .skip {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin: 10px 0 0;
    color: var(--ink-soft);
    font-size: 13px;
  }
  @media print {
    button.show,
    .skip {
      display: none;
    }
  }
`;
