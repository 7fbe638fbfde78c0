import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }
  .all {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 14px;
  }
  .group {
    display: flex;
    align-items: center;
    gap: 3px;
  }
  .icon {
    width: 30px;
    padding: 0;
  }
  .toggle {
    min-width: 84px;
  }
  .pair {
    gap: 0;
  }
  .pair span {
    padding: 0 7px;
    color: var(--ink-soft);
    font-size: 12px;
  }
  .pair button {
    width: 28px;
  }
`;
