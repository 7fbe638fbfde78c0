import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    overflow: auto;
    font: 15px/1.5 var(--sans);
  }
  .all {
    display: flex;
    flex-direction: column;
    gap: 16px;
    max-width: 1240px;
    min-height: 100%;
    margin: 0 auto;
    padding: 20px 24px 16px;
  }
  .scene {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, 1fr) 412px;
    gap: 28px;
    align-items: stretch;
  }
  .story {
    display: flex;
    flex-direction: column;
    min-width: 0;
  }
  h1 {
    margin: 0;
    font: 680 clamp(24px, 2.6vw, 34px) / 1.18 var(--sans);
    letter-spacing: -0.02em;
    text-wrap: balance;
  }
  h1 em {
    color: var(--refused);
    font-style: normal;
  }
  .lede {
    max-width: 62ch;
    margin: 8px 0 14px;
    color: var(--ink-soft);
  }
  .verdict {
    min-height: 104px;
    padding: 14px 16px;
    border-left: 4px solid var(--refused);
    border-radius: 4px 10px 10px 4px;
    background: var(--refused-wash);
  }
  .verdict p {
    display: flex;
    gap: 10px;
    margin: 0;
    font: 600 16px/1.45 var(--sans);
  }
  .verdict svg {
    margin-top: 4px;
    color: var(--refused);
  }
  .verdict .place {
    display: block;
    margin: 6px 0 0 26px;
    color: var(--ink-soft);
    font: 13px/1.45 var(--sans);
    overflow-wrap: anywhere;
  }
  .verdict .waiting {
    color: var(--ink-soft);
    font-weight: 400;
  }
  .source {
    flex: 1;
    min-height: 150px;
    margin-top: 14px;
    overflow: hidden;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--surface);
    contain: size;
  }
  .map {
    min-width: 0;
    padding: 12px 14px 4px;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--surface);
  }
  .map h2 {
    margin: 0 0 8px;
    color: var(--ink-soft);
    font: 600 13px/1.3 var(--sans);
  }
  .doors {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 14px;
  }
  .doors a {
    padding: 10px 16px 12px;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--surface);
    color: var(--ink);
    text-decoration: none;
  }
  .doors a:hover {
    border-color: var(--accent);
  }
  .doors h2 {
    display: flex;
    align-items: center;
    gap: 4px;
    margin: 0 0 3px;
    color: var(--accent);
    font: 650 16px/1.3 var(--sans);
  }
  .doors p {
    margin: 0;
    color: var(--ink-soft);
    font-size: 13.5px;
  }
  @media (max-width: 860px) {
    .all {
      gap: 16px;
      padding: 18px 14px;
    }
    .scene,
    .doors {
      grid-template-columns: minmax(0, 1fr);
      gap: 14px;
    }
    .source {
      flex: none;
      height: 190px;
      contain: none;
    }
  }
  @media print {
    .source,
    .doors {
      display: none;
    }
    .scene {
      display: block;
    }
  }
`;
