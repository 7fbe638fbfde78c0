import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    container: controls / inline-size;
  }
  div {
    display: flex;
    gap: 6px;
  }
  .toggle {
    min-width: 88px;
  }
  @container controls (max-width: 340px) {
    .word {
      display: none;
    }
  }
`;
