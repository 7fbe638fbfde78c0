import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

/** An icon of 16 units a side, drawn in the text's colour; decoration only, the control beside it has a name. */
function icon(content: SVGTemplateResult): TemplateResult {
  return html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">${content}</svg>`;
}

export const icons = {
  run: icon(svg`<path d="M5 3.2v9.6l7.6-4.8z" fill="currentColor" />`),
  pause: icon(svg`<path d="M5.2 3.5v9M10.8 3.5v9" stroke-width="2.6" />`),
  toStart: icon(svg`<path d="M3.2 3.2v9.6" /><path d="M12.8 3.6v8.8L5.8 8z" fill="currentColor" />`),
  toEnd: icon(svg`<path d="M12.8 3.2v9.6" /><path d="M3.2 3.6v8.8L10.2 8z" fill="currentColor" />`),
  back: icon(svg`<path d="m9.8 3.6-4.4 4.4 4.4 4.4" />`),
  forward: icon(svg`<path d="m6.2 3.6 4.4 4.4-4.4 4.4" />`),
  restart: icon(svg`<path d="M13 8a5 5 0 1 1-1.6-3.7M13 2.4v2.8h-2.8" />`),
  link: icon(
    svg`<path d="M6.6 9.4a2.6 2.6 0 0 0 3.7 0l2.4-2.4a2.6 2.6 0 0 0-3.7-3.7l-.9.9M9.4 6.6a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.9-.9" />`,
  ),
  done: icon(svg`<path d="m3 8.6 3.2 3.2L13 4.6" />`),
  open: icon(
    svg`<path d="M8 10.5V2.8M4.9 5.6 8 2.5l3.1 3.1M2.8 10v2.4c0 .6.5 1.1 1.1 1.1h8.2c.6 0 1.1-.5 1.1-1.1V10" />`,
  ),
  keys: icon(
    svg`<rect x="1.6" y="4" width="12.8" height="8.4" rx="1.6" /><path d="M4.2 6.6h.01M6.7 6.6h.01M9.3 6.6h.01M11.8 6.6h.01M5 9.8h6" />`,
  ),
  close: icon(svg`<path d="m4 4 8 8M12 4l-8 8" />`),
  light: icon(
    svg`<circle cx="8" cy="8" r="2.8" /><path d="M8 1.4v1.3M8 13.3v1.3M1.4 8h1.3M13.3 8h1.3M3.3 3.3l1 1M11.7 11.7l1 1M3.3 12.7l1-1M11.7 4.3l1-1" />`,
  ),
  dark: icon(svg`<path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z" />`),
  auto: icon(
    svg`<circle cx="8" cy="8" r="5.6" /><path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" stroke="none" />`,
  ),
  chevron: icon(svg`<path d="m4.5 6.4 3.5 3.5 3.5-3.5" />`),
  question: icon(
    svg`<circle cx="8" cy="8" r="6" /><path d="M6.3 6.4a1.8 1.8 0 1 1 2.5 1.7c-.5.3-.8.6-.8 1.2M8 11.4v.01" />`,
  ),
  task: icon(svg`<path d="M9.4 2.6a3.4 3.4 0 0 0 4 4.6L7.2 13.4a1.7 1.7 0 0 1-2.6-2.4z" />`),
  warning: icon(svg`<path d="M8 2.2 14.4 13.4H1.6zM8 6.4v3.2M8 11.5v.01" />`),
} as const;

/** The sign of Ringside: the four protection rings, and a seat on the second one from within, where a PV kernel sits. */
export const ringMark = html`<svg viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" focusable="false">
  <circle cx="14" cy="14" r="12.4" stroke-width="1.5" opacity=".38" />
  <circle cx="14" cy="14" r="8.6" stroke-width="1.9" />
  <circle cx="14" cy="14" r="4.8" stroke-width="1.5" opacity=".62" />
  <circle cx="14" cy="14" r="1.9" fill="currentColor" stroke="none" />
  <circle class="seat" cx="20.1" cy="7.9" r="3.1" stroke-width="1.6" />
</svg>`;
