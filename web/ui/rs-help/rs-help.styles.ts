import { css } from 'lit';
import { dialogStyles } from '../theme/dialog.styles';

export const styles = css`
  ${dialogStyles}
  dialog {
    width: min(400px, calc(100vw - 24px));
  }
  dl {
    margin: 4px 20px 12px;
  }
  dl div {
    display: flex;
    gap: 16px;
    align-items: baseline;
    padding: 4px 0;
  }
  dt {
    flex: none;
    width: 96px;
    text-align: right;
  }
  dd {
    margin: 0;
  }
  label {
    display: flex;
    gap: 8px;
    align-items: center;
    padding: 10px 20px;
    border-top: 1px solid var(--line);
  }
  input {
    accent-color: var(--accent);
  }
  p {
    margin: 0;
    padding: 0 20px 16px;
    color: var(--ink-faint);
    font-size: 12px;
  }
`;
