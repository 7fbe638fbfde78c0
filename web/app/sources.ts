import type { LineTable } from '../core/machine-api';
import { SourceMap, type SourcePlace } from '../explain/source-map';

/** Loads a part of this build when it is asked for. */
type Load<T> = () => Promise<T>;

/** The line tables of the committed guests and the text of their sources: bundled, so they match the images whatever becomes of the files. */
const tables = import.meta.glob<LineTable>('../../tutorials/images/**/*.lines.json', { import: 'default' });
const texts = import.meta.glob<string>('../../tutorials/**/*.{c,h,S}', { import: 'default', query: '?raw' });
const ROOT = '../../';

/** The line table of a built-in guest, where there is one. */
export async function lineTable(guest: string): Promise<LineTable | undefined> {
  const load: Load<LineTable> | undefined = tables[`${ROOT}tutorials/images/${guest}.lines.json`];
  return load?.();
}

/** The text of source files, fetched when first asked for. */
export class Sources {
  private readonly known = new Map<string, string>();
  private readonly asked = new Set<string>();

  private table: LineTable | undefined;
  private map: SourceMap | undefined;

  /** @param changed called when a text has come */
  constructor(private readonly changed: () => void) {}

  /** Where an address lies in a guest's source. */
  place(table: LineTable | undefined, address: number): SourcePlace | undefined {
    if (table !== this.table) {
      this.table = table;
      this.map = table && new SourceMap(table);
    }
    return this.map?.at(address);
  }

  /** A file's text; undefined while it is on its way, and for a file that is not of this build. */
  text(file: string): string | undefined {
    const found = this.known.get(file);
    const load: Load<string> | undefined = texts[ROOT + file];
    if (found !== undefined || !load) return found;
    if (this.asked.has(file)) return undefined;
    this.asked.add(file);
    load().then(
      (text) => {
        this.known.set(file, text);
        this.changed();
      },
      // The server is gone: asked for again, it may be back.
      () => this.asked.delete(file),
    );
    return undefined;
  }
}
