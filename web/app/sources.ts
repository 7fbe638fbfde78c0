import { files } from 'virtual:ringside';
import type { LineTable, Moment } from '../core/machine-api';
import { isInHypercallStub } from '../explain/hypercall-stub';
import { SourceMap, type SourcePlace } from '../explain/source-map';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The line table of a built-in guest, where there is one. */
export async function lineTable(guest: string): Promise<LineTable | undefined> {
  const read = files[`tutorials/images/${guest}.lines.json`];
  return read && (JSON.parse(text(await read())) as LineTable);
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

  /**
   * Where a moment's next instruction lies in the guest's source. A hypercall's stub is Xen's and has none: there it is the line that calls.
   */
  placeOf(table: LineTable | undefined, moment: Moment | undefined): (SourcePlace & { calls?: true }) | undefined {
    if (!moment) return undefined;
    const { code, registers, returnsTo } = moment;
    if (!isInHypercallStub(code, registers.eip)) return this.place(table, registers.eip);
    // The return address is that of the instruction behind the call.
    const place = this.place(table, returnsTo - 1);
    return place && { ...place, calls: true };
  }

  /** Every file of this build. */
  readonly paths = Object.keys(files);

  /** This build has the file. */
  has(file: string): boolean {
    return file in files;
  }

  /** A file's text; undefined while it is on its way, and for a file that is not of this build. */
  text(file: string): string | undefined {
    const found = this.known.get(file);
    const read = files[file];
    if (found !== undefined || !read) return found;
    if (this.asked.has(file)) return undefined;
    this.asked.add(file);
    read().then(
      (bytes) => {
        this.known.set(file, text(bytes));
        this.changed();
      },
      // The server is gone: asked for again, it may be back.
      () => this.asked.delete(file),
    );
    return undefined;
  }
}
