import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    height: 100%;
    container: registers / inline-size;
  }
  .all {
    display: grid;
    gap: 8px;
    align-content: start;
    height: 100%;
    padding: 10px 12px;
    overflow: auto;
    font: var(--size-code) / 1.5 var(--mono);
    font-variant-numeric: tabular-nums;
  }
  .all:focus-visible {
    outline-offset: -2px;
  }
  dl {
    display: grid;
    gap: 1px 10px;
    margin: 0;
  }
  .general,
  .control {
    grid-template-columns: repeat(3, 1fr);
  }
  .segments {
    grid-template-columns: repeat(6, 1fr);
  }
  .control {
    grid-template-columns: repeat(4, 1fr);
  }
  dl > div {
    position: relative;
    display: flex;
    gap: 7px;
    margin: 0 -4px;
    padding: 0 4px;
    border-radius: 4px;
    white-space: nowrap;
  }
  .general > div,
  .eflags > div {
    padding-left: 12px;
  }
  dt {
    min-width: 3ch;
    color: var(--ink-faint);
  }
  dd {
    margin: 0;
    color: var(--ink);
  }
  .segments > div,
  .control > div {
    gap: 5px;
  }
  .segments dt {
    min-width: 0;
  }
  dl > .changed {
    background: var(--changed-wash);
  }
  .changed dd {
    color: var(--changed);
    font-weight: 700;
  }
  .general > .changed::before,
  .eflags > .changed::before {
    position: absolute;
    left: 3px;
    color: var(--changed);
    content: '•';
  }
  .word {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 14px;
    align-items: center;
  }
  .flags {
    display: flex;
    flex-wrap: wrap;
    gap: 3px;
    margin: 0;
  }
  .flag {
    padding: 0 5px;
    border: 1px solid transparent;
    border-radius: 4px;
    color: var(--ink-faint);
    font-size: 11.5px;
    text-decoration: line-through;
    text-decoration-color: color-mix(in srgb, currentColor 45%, transparent);
  }
  .flag.set {
    border-color: var(--line-strong);
    color: var(--ink);
    font-weight: 600;
    text-decoration: none;
  }
  .flag.changed {
    border-color: var(--changed);
    background: var(--changed-wash);
    color: var(--changed);
  }
  @container registers (max-width: 400px) {
    .general {
      grid-template-columns: repeat(2, 1fr);
    }
    .segments,
    .control {
      grid-template-columns: repeat(2, 1fr);
    }
  }
  @media (forced-colors: active) {
    .flag:not(.set) {
      border-color: Canvas;
    }
  }
`;
