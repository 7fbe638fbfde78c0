import type { Line, Run } from './line';
import type { Terminal } from './terminal';

interface DrawnRow {
  element: HTMLElement;
  line: Line;
  version: number;
  cursor: number;
  /** What is drawn, as text: another terminal that shows the same need not draw it. */
  drawn: string;
}

/** The terminal's lines as DOM rows. Only rows that changed are drawn again, so a scrolling console costs its new lines. */
export class ScreenView {
  private readonly rows: DrawnRow[] = [];
  private dropped = 0;

  constructor(
    private readonly container: HTMLElement,
    private terminal: Terminal,
  ) {
    container.replaceChildren();
    this.dropped = terminal.dropped;
  }

  /** Shows another terminal from the next `draw` on: rows that say the same stay. */
  turnTo(terminal: Terminal): void {
    this.terminal = terminal;
    this.dropped = terminal.dropped;
  }

  /** Brings the rows up to date and tells how many were drawn. `typing` draws the cursor full. */
  draw(typing: boolean): number {
    const { terminal, rows } = this;
    let drawn = 0;
    for (; this.dropped < terminal.dropped; this.dropped++) rows.shift()?.element.remove();
    while (rows.length > terminal.lines.length) rows.pop()?.element.remove();
    terminal.lines.forEach((line, index) => {
      const cursor = terminal.cursorVisible && index === terminal.cursorLine ? terminal.column : -1;
      const row = rows[index] ?? this.append(line);
      if (row.line === line && row.version === line.version && row.cursor === cursor) return;
      const picture = JSON.stringify([cursor, ...line.runs()]);
      const isSame = row.drawn === picture;
      Object.assign(row, { line, version: line.version, cursor, drawn: picture });
      if (isSame) return;
      row.element.replaceChildren(...contents(line, cursor));
      drawn++;
    });
    this.container.classList.toggle('typing', typing);
    return drawn;
  }

  private append(line: Line): DrawnRow {
    const element = document.createElement('div');
    this.container.append(element);
    const row = { element, line, version: -1, cursor: -1, drawn: '' };
    this.rows.push(row);
    return row;
  }
}

/** The nodes of a line, its cursor among them. */
function contents(line: Line, cursor: number): Node[] {
  const nodes: Node[] = [];
  let column = 0;
  for (const run of line.runs()) {
    const at = cursor - column;
    const characters = [...run.text];
    if (at >= 0 && at < characters.length) {
      nodes.push(text(run, characters.slice(0, at).join('')), cursorCell(run, characters[at] ?? ' '));
      nodes.push(text(run, characters.slice(at + 1).join('')));
    } else nodes.push(text(run, run.text));
    column += characters.length;
  }
  if (cursor >= column) {
    const gap = document.createTextNode(' '.repeat(cursor - column));
    nodes.push(gap, cursorCell(undefined, ' '));
  }
  return nodes;
}

/** The classes that draw a run's style. */
function classesOf({ style }: Run): string {
  const inverse = style.inverse;
  return [
    style.bold && 'bold',
    style.underline && 'underline',
    inverse && 'inverse',
    style.foreground >= 0 && `${inverse ? 'b' : 'f'}${style.foreground}`,
    style.background >= 0 && `${inverse ? 'f' : 'b'}${style.background}`,
  ]
    .filter(Boolean)
    .join(' ');
}

function text(run: Run, characters: string): Node {
  const classes = classesOf(run);
  if (classes === '') return document.createTextNode(characters);
  const span = document.createElement('span');
  span.className = classes;
  span.textContent = characters;
  return span;
}

function cursorCell(run: Run | undefined, character: string): Node {
  const span = document.createElement('span');
  span.className = `cursor ${run ? classesOf(run) : ''}`;
  span.textContent = character;
  return span;
}
