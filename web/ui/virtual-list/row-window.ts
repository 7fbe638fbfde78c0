/** Tallest element every browser draws, with room to spare: Firefox drops one of 18 million pixels altogether. */
export const MAX_HEIGHT = 4_000_000;
/** Scrolling by up to so many views is a person moving through rows; more is a jump of the scroll bar. */
const SMALL_VIEWS = 3;

/**
 * Which rows of a long list are in view. Up to `MAX_HEIGHT` pixels, pixels map to rows one to one. Above it the scroll bar shows the
 * proportion: small moves go by rows, jumps go proportionally, and `anchor` tells where the bar should stand afterwards.
 */
export class RowWindow {
  rows = 0;
  viewHeight = 0;
  /** First row in view; a fraction when the row is partly above the view. */
  first = 0;
  private lastTop = 0;

  /** @param rowHeight pixels */
  constructor(readonly rowHeight: number) {}

  /** Height of the scrolled contents in pixels. */
  get height(): number {
    return Math.min(this.rows * this.rowHeight, MAX_HEIGHT);
  }

  /** Rows that fit into the view, the last perhaps in part. */
  get visible(): number {
    return this.viewHeight / this.rowHeight;
  }

  /** Greatest value of `first`. */
  get last(): number {
    return Math.max(0, this.rows - this.visible);
  }

  /** Every row has its own pixels. */
  get exact(): boolean {
    return this.rows * this.rowHeight <= MAX_HEIGHT;
  }

  private get range(): number {
    return Math.max(0, this.height - this.viewHeight);
  }

  /** The person scrolled to `top` pixels. */
  scrolled(top: number): void {
    const moved = top - this.lastTop;
    this.lastTop = top;
    if (this.exact) this.first = top / this.rowHeight;
    else if (top <= 0) this.first = 0;
    else if (top >= this.range - 1) this.first = this.last;
    else if (Math.abs(moved) <= SMALL_VIEWS * this.viewHeight) this.first += moved / this.rowHeight;
    else this.first = (top / this.range) * this.last;
    this.clamp();
  }

  /** Where the scroll bar should stand for `first`, in pixels. Setting it there must be told by `anchored`. */
  get anchor(): number {
    if (this.exact) return this.first * this.rowHeight;
    return this.last === 0 ? 0 : (this.first / this.last) * this.range;
  }

  /** The scroll bar was put to `top` by the page: no move of a person. */
  anchored(top: number): void {
    this.lastTop = top;
  }

  /** Brings a row into view with as little movement as possible. */
  reveal(row: number): void {
    if (row < this.first) this.first = row;
    else if (row + 1 > this.first + this.visible) this.first = row + 1 - this.visible;
    this.clamp();
  }

  /** Shows the end. */
  toEnd(): void {
    this.first = this.last;
  }

  private clamp(): void {
    this.first = Math.min(this.last, Math.max(0, this.first));
  }
}
