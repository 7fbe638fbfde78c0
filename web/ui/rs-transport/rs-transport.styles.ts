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
  .toggle {
    min-width: 84px;
  }
`;
