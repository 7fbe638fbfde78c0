import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }
  .all {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 10px;
  }
  .toggle {
    min-width: 88px;
  }
  @media (max-width: 400px) {
    .all {
      gap: 6px 5px;
    }
    .toggle {
      min-width: 78px;
      padding: 0 8px;
    }
    .pair .icon {
      width: 26px;
    }
    .pair span {
      padding: 0 3px;
    }
  }
  /* In an element of another page, its bar is the container. */
  @container (max-width: 430px) {
    .pair span {
      padding: 0 3px;
    }
  }
`;
