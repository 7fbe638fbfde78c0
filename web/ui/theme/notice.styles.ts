import { css } from 'lit';

/** A sentence across the page, with a way on: something went wrong, or (`orderly`) came to its end. */
export const noticeStyles = css`
  .notice {
    display: flex;
    align-items: center;
    gap: 12px;
    margin: 10px 14px 0;
    padding: 9px 8px 9px 12px;
    border: 1px solid var(--refused);
    border-radius: var(--radius);
    background: var(--refused-wash);
    color: var(--ink);
  }
  .notice > svg {
    color: var(--refused);
  }
  .notice.orderly {
    border-color: var(--line);
    background: var(--surface);
  }
  .notice.orderly > svg {
    color: var(--accent);
  }
  .notice p {
    flex: 1;
    margin: 0;
  }
  @media (max-width: 860px) {
    .notice {
      margin: 10px 10px 0;
    }
  }
`;
