import type { LineTable } from '../core/machine-api';

/** A place in a guest's source. */
export interface SourceLine {
  /** Path of the file, relative to the project. */
  file: string;
  /** From 1. */
  line: number;
}

/** Where an address lies in a guest's source. */
export interface SourcePlace extends SourceLine {
  /** Function or label, if one is known. */
  function?: string;
}

/** Rows of the table from one address to the next. */
interface Row {
  address: number;
  /** Index into the files; -1 where no source is known. */
  file: number;
  line: number;
}

/** Numbers that name a line: the file's index times this, plus the line. */
const LINES = 0x1000000;

/** What source an instruction came from, and which instructions came from a line. */
export class SourceMap {
  readonly files: readonly string[];
  private readonly rows: readonly Row[];
  private readonly functions: LineTable['functions'];

  /** @param table as committed beside an image, or read from an ELF file (explain/dwarf) */
  constructor(table: LineTable) {
    this.files = table.files;
    this.rows = unpack(table.rows);
    this.functions = [...table.functions].sort((a, b) => a[1] - b[1]);
  }

  /** The line of the instruction at an address; undefined outside the source. */
  at(address: number): SourcePlace | undefined {
    const row = this.row(address);
    if (!row) return undefined;
    const name = this.functionAt(address);
    return { file: this.files[row.file] as string, line: row.line, ...(name !== undefined && { function: name }) };
  }

  /** A number that is the same for all instructions of one line of one file; undefined outside the source. */
  lineId(address: number): number | undefined {
    const row = this.row(address);
    return row && row.file * LINES + row.line;
  }

  /** The function or label an address lies in. */
  functionAt(address: number): string | undefined {
    const at = lastAtOrBefore(this.functions, address, ([, start]) => start);
    const found = this.functions[at];
    if (!found) return undefined;
    const [name, start, bytes] = found;
    return bytes === 0 || address < start + bytes ? name : undefined;
  }

  /** Stretches of code, [first address, first address behind], that came from a line; empty when it made none. */
  addressesOf({ file, line }: SourceLine): [number, number][] {
    const wanted = this.files.indexOf(file);
    const found: [number, number][] = [];
    for (const [i, row] of this.rows.entries()) {
      const end = this.rows[i + 1]?.address;
      if (wanted >= 0 && row.file === wanted && row.line === line && end !== undefined) found.push([row.address, end]);
    }
    return found;
  }

  /** Lines of a file that made code, in order. */
  linesOf(file: string): number[] {
    const wanted = this.files.indexOf(file);
    const lines = this.rows.filter((row) => row.file === wanted && wanted >= 0).map(({ line }) => line);
    return [...new Set(lines)].sort((a, b) => a - b);
  }

  private row(address: number): Row | undefined {
    const row = this.rows[lastAtOrBefore(this.rows, address, ({ address: start }) => start)];
    return row && row.file >= 0 ? row : undefined;
  }
}

/** Rows from the table's numbers in threes: address and line count from the row before. */
function unpack(numbers: readonly number[]): Row[] {
  const rows: Row[] = [];
  let [address, line] = [0, 0];
  for (let i = 0; i + 2 < numbers.length; i += 3) {
    address += numbers[i] as number;
    line += numbers[i + 2] as number;
    rows.push({ address, file: numbers[i + 1] as number, line });
  }
  return rows;
}

/** Index of the last element whose key is at most `wanted`, or -1. The keys ascend. */
function lastAtOrBefore<T>(sorted: readonly T[], wanted: number, key: (element: T) => number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(sorted[middle] as T) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
