import { type DiffLine, lineDiff } from './line-diff';

/** Characters before a line's text: its number and its sign. A multiple of `TAB`, so that tabs stop where they do in the file. */
const MARGIN = 8;
const TAB = 4;

/** A file as it is listed: its lines, those of a variant that it is held against among them. */
export class Listing {
  readonly lines: readonly DiffLine[];
  /** Characters of the longest line, its margin included. */
  readonly columns: number;

  /** @param variant the text it is held against */
  constructor(
    readonly file: string,
    readonly text: string,
    readonly variant: string | undefined,
  ) {
    const now = linesOf(text);
    this.lines =
      variant === undefined
        ? now.map((line, at) => ({ text: line, before: at + 1, after: at + 1 }))
        : lineDiff(linesOf(variant), now);
    this.columns = MARGIN + Math.max(0, ...this.lines.map((line) => columnsOf(line.text)));
  }

  /** The file differs from the variant. */
  get compares(): boolean {
    return this.lines.some(differs);
  }

  /** Index of a line of the file; -1 for none. */
  indexOf(line: number): number {
    return this.lines.findIndex(({ after }) => after !== undefined && after === line);
  }

  /** Index of the line to see when line `marked` is: that one; without one, the first that differs, and best one of code; where nothing does, the first code. */
  wanted(marked: number): number {
    const found = this.indexOf(marked);
    if (found >= 0) return found;
    // What is new says more than what is gone. Comments and includes at the top of a file mostly differ.
    for (const isChanged of [isNew, differs]) {
      const changed = this.lines.findIndex((line) => isChanged(line) && isCode(line));
      if (changed >= 0) return changed;
    }
    return this.lines.findIndex(this.compares ? differs : isCode);
  }
}

/** The lines of a text; the end of the last one begins none. */
function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** Characters that a line takes when its tabs are blanks. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += char === '\t' ? TAB - (columns % TAB) : 1;
  return columns;
}

function isNew({ before }: DiffLine): boolean {
  return before === undefined;
}

function isCode({ text }: DiffLine): boolean {
  return !/^\s*(?:\/\*|\*|#include|$)/.test(text);
}

function differs({ before, after }: DiffLine): boolean {
  return before === undefined || after === undefined;
}
