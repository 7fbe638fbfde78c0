import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }
  div {
    display: flex;
    gap: 6px;
  }
  .toggle {
    min-width: 88px;
  }
  @media (max-width: 350px) {
    .word {
      display: none;
    }
  }
  /* In an element of another page, its bar is the container. */
  @container (max-width: 520px) {
    .word {
      display: none;
    }
  }
`;
