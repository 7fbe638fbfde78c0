import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    overflow: auto;
    font: 15.5px/1.55 var(--sans);
  }
  article {
    max-width: 760px;
    margin: 0 auto;
    padding: 28px 20px 40px;
  }
  h1 {
    margin: 0;
    font: 680 clamp(24px, 3vw, 34px) / 1.2 var(--sans);
    letter-spacing: -0.02em;
  }
  .lede {
    margin: 8px 0 22px;
    color: var(--ink-soft);
  }
  section {
    margin-bottom: 14px;
    padding: 16px 20px 18px;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--surface);
  }
  h2 {
    margin: 0 0 4px;
    font: 650 17px/1.3 var(--sans);
  }
  section p {
    margin: 0;
  }
  .choices {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr));
    gap: 8px 12px;
    margin-top: 12px;
  }
  .choices label {
    display: grid;
    gap: 3px;
    min-width: 0;
    color: var(--ink-soft);
    font-size: 12.5px;
  }
  .choices .check {
    display: flex;
    grid-column: 1 / -1;
    align-items: center;
    gap: 8px;
    font-size: 13.5px;
  }
  pre {
    margin: 12px 0;
    padding: 12px 14px;
    overflow: auto;
    border-radius: 8px;
    background: var(--sunken);
  }
  a {
    color: var(--accent);
  }
  code {
    font: 13px/1.6 var(--mono);
  }
  @media print {
    :host {
      overflow: visible;
    }
    button {
      display: none;
    }
  }
`;
