import { type CellStyle, PLAIN, select } from './cell-style';
import { Escapes } from './escapes';
import { Line } from './line';

/** The screen a serial terminal has. PV-GRUB takes 80 x 24 for granted (grub-core/term/xen/console.c). */
export const COLUMNS = 80;
export const ROWS = 24;
/** Lines kept above the screen. */
const SCROLLBACK = 1000;
/** Of a flood, so many bytes at a time are drawn: nobody reads more, and the page stays quick. */
const FLOOD = 8192;
const TAB = 8;

/**
 * A text terminal: bytes in, lines out. It knows what serial consoles use of ECMA-48 and VT100: cursor movement, erasing, inserting and
 * deleting, colours and attributes; not scrolling regions. What it does not know it swallows without a trace on the screen.
 * Pure data: no DOM.
 */
export class Terminal {
  /** Every line, the screen being the last `ROWS` of a full one. */
  readonly lines: Line[] = [new Line()];
  /** Lines dropped at the top since the beginning. */
  dropped = 0;
  column = 0;
  cursorVisible = true;
  /** Rises with every change. */
  version = 0;

  /** Index in `lines` of the screen's first line. */
  private top = 0;
  private row = 0;
  private style: CellStyle = PLAIN;
  private saved = { row: 0, column: 0, style: PLAIN };
  private readonly escapes = new Escapes();
  private readonly decoder = new TextDecoder('utf-8');

  /** Index in `lines` of the cursor's line. */
  get cursorLine(): number {
    return this.top + this.row;
  }

  /** Takes what the guest wrote. */
  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.version++;
    const left = bytes.length - FLOOD;
    if (left > 0) this.leaveOut(left);
    for (const character of this.decoder.decode(bytes.subarray(Math.max(0, left)), { stream: true }))
      this.take(character);
  }

  /** Says that bytes were not drawn, on a line of its own. */
  private leaveOut(bytes: number): void {
    for (const character of `\n[${bytes} bytes of output not shown]\n`) this.take(character);
  }

  /** All text, a line each, without styles. */
  get text(): string {
    return this.lines.map((line) => line.text.trimEnd()).join('\n');
  }

  private take(character: string): void {
    const sequence = this.escapes.feed(character);
    if (sequence === 'pending') return;
    if (sequence === 'none') {
      if (character < ' ' || character === '\x7f') this.controlCharacter(character);
      else this.print(character);
      return;
    }
    if (sequence.introducer === '[' && !sequence.private) this.controlSequence(sequence.final, sequence.parameters);
    else if (sequence.introducer === '[') this.privateMode(sequence.final, sequence.parameters);
    else this.simpleEscape(sequence.final);
  }

  private print(character: string): void {
    if (this.column >= COLUMNS) {
      this.column = 0;
      this.lineFeed();
    }
    this.line.put(this.column++, character, this.style);
  }

  private controlCharacter(character: string): void {
    switch (character) {
      case '\n':
        this.lineFeed();
        // Guests that write bare line feeds expect the terminal driver of a Unix host to return the carriage.
        this.column = 0;
        break;
      case '\r':
        this.column = 0;
        break;
      case '\b':
        this.column = Math.max(0, Math.min(this.column, COLUMNS) - 1);
        break;
      case '\t':
        this.column = Math.min(COLUMNS - 1, (Math.floor(this.column / TAB) + 1) * TAB);
        break;
    }
  }

  private simpleEscape(final: string): void {
    if (final === '7') this.save();
    else if (final === '8') this.restore();
    else if (final === 'D') this.lineFeed();
    else if (final === 'M') this.moveTo(this.row - 1, this.column);
    else if (final === 'c') this.reset();
  }

  private reset(): void {
    this.style = PLAIN;
    this.cursorVisible = true;
    this.moveTo(0, 0);
    this.eraseDisplay(2);
  }

  private privateMode(final: string, parameters: readonly number[]): void {
    const CURSOR = 25;
    if (parameters.includes(CURSOR) && (final === 'h' || final === 'l')) this.cursorVisible = final === 'h';
  }

  private controlSequence(final: string, parameters: readonly number[]): void {
    const first = parameters[0] ?? 0;
    const distance = Math.max(1, first);
    switch (final) {
      case 'm':
        this.style = select(this.style, parameters);
        break;
      case 'H':
      case 'f':
        this.moveTo(distance - 1, Math.max(1, parameters[1] ?? 1) - 1);
        break;
      case 'J':
        this.eraseDisplay(first);
        break;
      case 'K':
        this.eraseLine(first);
        break;
      case 's':
        this.save();
        break;
      case 'u':
        this.restore();
        break;
      default:
        this.editOrMove(final, distance);
    }
  }

  private editOrMove(final: string, distance: number): void {
    switch (final) {
      case 'A':
        this.moveTo(this.row - distance, this.column);
        break;
      case 'B':
        this.moveTo(this.row + distance, this.column);
        break;
      case 'C':
        this.moveTo(this.row, this.column + distance);
        break;
      case 'D':
        this.moveTo(this.row, this.column - distance);
        break;
      case 'G':
        this.moveTo(this.row, distance - 1);
        break;
      case 'd':
        this.moveTo(distance - 1, this.column);
        break;
      case 'P':
        this.line.remove(this.column, distance);
        break;
      case '@':
        this.line.insert(this.column, distance, COLUMNS);
        break;
      case 'X':
        this.line.blank(this.column, Math.min(COLUMNS, this.column + distance), this.style);
        break;
    }
  }

  private save(): void {
    this.saved = { row: this.row, column: this.column, style: this.style };
  }

  private restore(): void {
    this.moveTo(this.saved.row, this.saved.column);
    this.style = this.saved.style;
  }

  private get line(): Line {
    return this.lineAt(this.cursorLine);
  }

  private lineAt(index: number): Line {
    while (this.lines.length <= index) this.lines.push(new Line());
    return this.lines[index]!;
  }

  private moveTo(row: number, column: number): void {
    this.row = Math.min(ROWS - 1, Math.max(0, row));
    this.column = Math.min(COLUMNS - 1, Math.max(0, column));
    this.lineAt(this.cursorLine);
  }

  private lineFeed(): void {
    if (this.row < ROWS - 1) this.row++;
    else this.top++;
    this.lineAt(this.cursorLine);
    const excess = this.top - SCROLLBACK;
    if (excess > 0) {
      this.lines.splice(0, excess);
      this.dropped += excess;
      this.top -= excess;
    }
  }

  /** ED: 0 from the cursor on, 1 up to the cursor, 2 all. */
  private eraseDisplay(part: number): void {
    if (part === 0 || part === 1) this.eraseLine(part);
    const from = part === 0 ? this.row + 1 : 0;
    const to = part === 1 ? this.row : ROWS;
    for (let row = from; row < to && this.top + row < this.lines.length; row++) {
      this.lineAt(this.top + row).blank(0, COLUMNS, this.style);
    }
    // Blank lines below the cursor need not exist.
    const last = Math.max(this.cursorLine, this.lastUsedLine());
    this.lines.length = last + 1;
  }

  private lastUsedLine(): number {
    let last = this.lines.length - 1;
    while (last > 0 && this.lines[last]?.length === 0) last--;
    return last;
  }

  /** EL: 0 from the cursor on, 1 up to and with the cursor, 2 all. */
  private eraseLine(part: number): void {
    const from = part === 0 ? this.column : 0;
    const to = part === 1 ? this.column + 1 : COLUMNS;
    this.line.blank(from, to, this.style);
  }
}
