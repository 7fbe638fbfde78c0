import { css } from 'lit';

export const styles = css`
  :host {
    --cell: color-mix(in srgb, var(--line) 55%, var(--surface));
    display: flex;
    flex-direction: column;
    gap: 10px;
    height: 100%;
    padding: 12px 12px 0;
    overflow: auto;
  }
  :host([brief]) {
    height: auto;
    padding: 0;
    overflow: visible;
  }
  .grid {
    display: grid;
    flex: none;
    gap: 1px;
    width: 100%;
    max-width: 560px;
  }
  /* The row has the height, and its cells are as high: one ratio for all of them. */
  .grid [role='row'] {
    display: grid;
    grid-template-columns: repeat(32, minmax(0, 1fr));
    gap: 1px;
    aspect-ratio: var(--ratio);
    min-height: 0; /* what is in a cell makes no row higher */
    contain: layout style; /* a row that stays as it is is not painted again */
  }
  .grid .marked {
    z-index: 1; /* its rings lie on the rows around */
  }
  .few [role='row'] {
    grid-template-columns: repeat(4, 30px);
    gap: 4px;
    height: 30px;
    aspect-ratio: auto;
  }
  /*
   * Shapes tell the kinds apart as well as colours do. They are backgrounds, for a cell of another kind is then painted, and nothing is laid
   * out. Nothing is positioned: each such cell would be a layer to paint by itself.
   */
  .cell {
    --edge: 1px; /* around what fills the cell */
    --inset: 2px; /* around what is drawn in it */
    --line: 1px;
    --ring: 2px;
    --fade: 1px; /* of what is round: half of it within, half without */
    --filled: calc(100% - 2 * var(--edge));
    --drawn: calc(100% - 2 * var(--inset));
    display: block;
    padding: var(--edge);
    border-radius: 2px;
    background: var(--cell);
    cursor: default;
  }
  .lowest .cell {
    --edge: 0px;
    --inset: 0px;
  }
  .writable {
    background: var(--accent) content-box;
  }
  .user {
    --size: calc(var(--filled) + var(--fade));
    background:
      radial-gradient(closest-side, var(--accent) calc(100% - var(--fade)), transparent) 50% / var(--size) var(--size)
        no-repeat,
      var(--cell);
  }
  .read-only {
    --hole: calc(var(--drawn) - 2 * var(--line));
    background:
      linear-gradient(var(--cell) 0 0) 50% / var(--hole) var(--hole) no-repeat,
      linear-gradient(var(--accent) 0 0) 50% / var(--drawn) var(--drawn) no-repeat,
      var(--cell);
  }
  .table {
    background:
      linear-gradient(var(--changed) 0 0) 50% var(--inset) / var(--drawn) var(--line) no-repeat,
      linear-gradient(var(--changed) 0 0) 50% calc(100% - var(--inset)) / var(--drawn) var(--line) no-repeat,
      var(--changed-wash);
  }
  .linear {
    --size: calc(var(--drawn) + var(--fade));
    --hole: calc(var(--size) - 2 * var(--ring));
    background:
      radial-gradient(closest-side, var(--changed-wash) calc(100% - var(--fade)), transparent) 50% / var(--hole)
        var(--hole) no-repeat,
      radial-gradient(closest-side, var(--changed) calc(100% - var(--fade)), transparent) 50% / var(--size) var(--size)
        no-repeat,
      var(--changed-wash);
  }
  .xen {
    background: repeating-linear-gradient(45deg, var(--line-strong) 0 1px, var(--cell) 1px 3.5px);
  }
  .refused {
    outline: 2px solid var(--refused);
    outline-offset: 0;
    z-index: 1;
  }
  .chosen {
    z-index: 2;
    box-shadow:
      0 0 0 1.5px var(--surface),
      0 0 0 3.5px var(--ink);
  }
  .cell:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 1px;
    z-index: 3;
  }
  .legend {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    gap: 4px 14px;
    margin: 0;
    padding: 0;
    color: var(--ink-soft);
    font: 12px/1.4 var(--sans);
    list-style: none;
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .legend .cell {
    width: 13px;
    height: 13px;
  }
  .legend b {
    color: var(--ink-faint);
    font: 500 11.5px/1 var(--mono);
  }
  /* Its words scroll by themselves: a map that can be scrolled at one entry and not at the next is painted whole each time. */
  .entry {
    flex: 1 0 160px;
    margin: 0 -4px;
    padding: 9px 4px 4px; /* the frame of a button that has the focus has room */
    border-top: 1px solid var(--line);
    overflow: auto;
    contain: strict;
    font: var(--size-text) / 1.5 var(--sans);
  }
  :host([brief]) .entry {
    flex: none;
    padding-bottom: 0;
    overflow: visible;
    contain: none;
  }
  .entry p {
    margin: 4px 0 0;
  }
  .entry .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 10px;
    margin: 0 0 5px;
    font: var(--size-code) / 1.3 var(--mono);
  }
  code,
  .range {
    color: var(--ink-soft);
    font: inherit;
  }
  .would {
    margin-top: 9px;
    padding: 7px 10px 8px;
    border: 1px solid var(--refused);
    border-radius: 6px;
    background: var(--refused-wash);
  }
  .would p {
    margin: 0 0 4px;
  }
  .would p:last-child {
    margin: 4px 0 0;
  }
  .would b {
    margin-right: 8px;
    color: var(--refused);
    font-weight: 650;
  }
  .would code {
    font: var(--size-code) / 1.3 var(--mono);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin: 0 0 8px;
  }
  .empty {
    margin: auto;
    color: var(--ink-faint);
    font: var(--size-text) / 1.5 var(--sans);
  }
  /* The system's colours, and our shapes: forced ones would fill every box and take the rings away. */
  @media (forced-colors: active) {
    .cell {
      --accent: CanvasText;
      --cell: Canvas;
      --changed: CanvasText;
      --changed-wash: Canvas;
      --line-strong: CanvasText;
      --refused: LinkText;
      box-shadow: inset 0 0 0 1px GrayText;
      forced-color-adjust: none;
    }
    .chosen {
      box-shadow:
        0 0 0 1.5px Canvas,
        0 0 0 3.5px Highlight;
    }
  }
`;
