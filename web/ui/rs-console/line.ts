import { type CellStyle, PLAIN } from './cell-style';

/** A run of cells of one style. */
export interface Run {
  text: string;
  style: CellStyle;
}

/** One line of the screen: characters and their styles. `version` changes with every change, so that a view can skip the rest. */
export class Line {
  private characters: string[] = [];
  private styles: CellStyle[] = [];
  version = 0;

  /** Cells in use. */
  get length(): number {
    return this.characters.length;
  }

  /** The text without styles. */
  get text(): string {
    return this.characters.join('');
  }

  /** Puts a character at a column, filling up with blanks. */
  put(column: number, character: string, style: CellStyle): void {
    while (this.characters.length < column) {
      this.characters.push(' ');
      this.styles.push(PLAIN);
    }
    this.characters[column] = character;
    this.styles[column] = style;
    this.version++;
  }

  /** Blanks the cells from `from` up to but not including `to`. */
  blank(from: number, to: number, style: CellStyle): void {
    if (to >= this.length && style.background < 0) {
      this.characters.length = Math.min(this.length, from);
      this.styles.length = this.characters.length;
    } else {
      for (let column = from; column < to; column++) this.put(column, ' ', style);
    }
    this.version++;
  }

  /** Takes out `count` cells at a column; the rest moves left. */
  remove(column: number, count: number): void {
    this.characters.splice(column, count);
    this.styles.splice(column, count);
    this.version++;
  }

  /** Puts `count` blanks in at a column; the rest moves right and is cut at `width`. */
  insert(column: number, count: number, width: number): void {
    if (column >= this.length) return;
    this.characters.splice(column, 0, ...Array<string>(count).fill(' '));
    this.styles.splice(column, 0, ...Array<CellStyle>(count).fill(PLAIN));
    this.characters.length = Math.min(this.length, width);
    this.styles.length = this.characters.length;
    this.version++;
  }

  /** The line as runs of one style each. */
  runs(): Run[] {
    const runs: Run[] = [];
    this.characters.forEach((character, column) => {
      const style = this.styles[column] ?? PLAIN;
      const last = runs.at(-1);
      if (last && last.style === style) last.text += character;
      else runs.push({ text: character, style });
    });
    return runs;
  }
}
