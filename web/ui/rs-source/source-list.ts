import type { DiffLine } from './line-diff';
import type { Listing } from './listing';

/** Height of a line in pixels; the styles say it too. */
const LINE_HEIGHT = 20;
/** Room above the first line, in pixels; the styles say it too. */
const ABOVE = 4;
/** So many lines are to be seen around one that is in view. */
const CONTEXT = 2;

/**
 * A listing as it stands in the page: a list of its lines. It is made once, by hand, and stays as it is but for its mark: a file has many
 * lines, and a step of the machine's changes two of them.
 */
export class SourceList {
  readonly element = document.createElement('div');
  /** When it was last shown: the higher, the later. */
  shownAt = 0;
  private readonly lines: readonly HTMLElement[];
  private marked: HTMLElement | undefined;

  constructor(readonly listing: Listing) {
    this.element.className = 'list';
    this.element.role = 'group';
    this.element.ariaLabel = `Source of ${listing.file}`;
    this.lines = listing.lines.map(lineOf);
    const list = document.createElement('ol');
    // By the object model: a strict policy forbids styles in the markup.
    list.style.setProperty('--columns', `${listing.columns}`);
    list.style.setProperty('--lines', `${listing.lines.length}`);
    list.append(...this.lines);
    this.element.append(list);
    this.hide();
  }

  /** Shows it, line `line` of the file marked; 0: none is. */
  show(line: number): void {
    this.turn(true);
    this.mark(this.lines[this.listing.indexOf(line)]);
  }

  /** Takes it out of sight, and its mark away; its lines stay laid out, and it stays where it is scrolled to. */
  hide(): void {
    this.turn(false);
    this.mark(undefined);
  }

  /** Brings into view what is to be seen when line `line` is marked: a third from the top, unless it is in view already. */
  reveal(line: number): void {
    const { scrollTop, clientHeight } = this.element;
    const top = ABOVE + this.listing.wanted(line) * LINE_HEIGHT;
    const [first, last] = [top - CONTEXT * LINE_HEIGHT, top + (CONTEXT + 1) * LINE_HEIGHT];
    if (first < scrollTop || last > scrollTop + clientHeight) this.element.scrollTop = top - clientHeight / 3;
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
