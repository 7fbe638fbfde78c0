import type { DiffLine } from './line-diff';
import type { Listing } from './listing';

/** Pixels of a line, and above the first one. */
const [LINE_HEIGHT, ABOVE] = [20, 4];
/** So many lines are to be seen around one that is in view. */
const CONTEXT = 2;

/**
 * A listing as it stands in the page: a list of its lines. It is made once, by hand, and stays as it is but for its mark: a file has many
 * lines, and a step of the machine's changes two of them.
 */
export class SourceList {
  readonly element = document.createElement('div');
  private readonly lines: readonly HTMLElement[];
  private marked: HTMLElement | undefined;
  /** Index of the line to be seen. */
  private wanted = 0;
  /** Pixels that it was high when it was last looked at. */
  private height = 0;

  constructor(readonly listing: Listing) {
    this.element.className = 'list';
    this.element.role = 'group';
    this.element.ariaLabel = `Source of ${listing.file}`;
    this.lines = listing.lines.map(lineOf);
    const list = document.createElement('ol');
    // By the object model: a strict policy forbids styles in the markup.
    const measures = {
      '--columns': listing.columns,
      '--lines': listing.lines.length,
      '--line-height': `${LINE_HEIGHT}px`,
      '--above': `${ABOVE}px`,
    };
    for (const [name, value] of Object.entries(measures)) list.style.setProperty(name, `${value}`);
    list.append(...this.lines);
    this.element.append(list);
    this.hide();
  }

  /** Shows it, line `line` of the file marked; 0: none is. */
  show(line: number): void {
    this.turn(true);
    this.wanted = this.listing.wanted(line);
    this.mark(this.lines[this.listing.indexOf(line)]);
  }

  /** Takes it out of sight, and its mark away; its lines stay laid out, and it stays where it is scrolled to. */
  hide(): void {
    this.turn(false);
    this.mark(undefined);
  }

  /** Scrolls the line to be seen a third from the top, unless it is in view already. */
  reveal(): void {
    this.height = this.element.clientHeight;
    if (!this.isInView) this.element.scrollTop = this.top - this.height / 3;
  }

  /** Its height may be another: a line that was in view stays so. */
  resized(): void {
    if (this.isInView) this.reveal();
    this.height = this.element.clientHeight;
  }

  /** Where the line to be seen begins, in pixels. */
  private get top(): number {
    return ABOVE + this.wanted * LINE_HEIGHT;
  }

  /** That line is to be seen, with some lines around it, in the height last looked at. */
  private get isInView(): boolean {
    const above = this.top - this.element.scrollTop;
    return above >= CONTEXT * LINE_HEIGHT && above + (CONTEXT + 1) * LINE_HEIGHT <= this.height;
  }

  private turn(isShown: boolean): void {
    this.element.classList.toggle('shown', isShown);
    this.element.tabIndex = isShown ? 0 : -1;
    this.element.ariaHidden = isShown ? 'false' : 'true';
  }

  private mark(line: HTMLElement | undefined): void {
    if (line === this.marked) return;
    this.marked?.classList.remove('current');
    this.marked?.removeAttribute('aria-current');
    line?.classList.add('current');
    line?.setAttribute('aria-current', 'step');
    this.marked = line;
  }
}

/** A line: one element, its number drawn by the style, for who copies it wants no numbers. */
function lineOf({ text, before, after }: DiffLine): HTMLElement {
  const line = document.createElement('li');
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : '';
  line.className = kind;
  line.dataset.margin = `${`${after ?? ''}`.padStart(5)} ${SIGNS[kind]} `;
  if (kind !== '') line.append(onlyHeard(`${kind}: `));
  line.append(text);
  return line;
}

function onlyHeard(text: string): HTMLElement {
  const span = document.createElement('span');
  span.className = 'only-heard';
  span.textContent = text;
  return span;
}

const SIGNS = { '': ' ', added: '+', removed: '−' } as const;
