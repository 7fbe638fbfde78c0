import { css } from 'lit';

/** What stands where a link leads nowhere. */
export const lostStyles = css`
  .lost {
    max-width: 60ch;
    margin: 12vh auto 0;
    padding: 0 20px;
    font-size: 16px;
  }
  .lost a {
    color: var(--accent);
  }
`;
