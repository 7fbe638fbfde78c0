import { Refused } from '../core/refused';
import { sha256 } from '../core/sha256';

/** Bytes of a page. Source: scripts/lib/packed-files.mjs, which packs. */
const PAGE_BYTES = 4096;

/** What packs are made of: files are lists of pages, and a page that several files share is there once. */
export interface PackIndex {
  /** Number of the first page of each pack. */
  starts: readonly number[];
  /** By path: length in bytes, sha256 (hex), numbers of the pages. */
  files: Readonly<Record<string, readonly [bytes: number, sha256: string, pages: readonly number[]]>>;
}

/** Files that come with a build, by their path from the project's root; each is read when it is asked for. */
export type FileSource = Readonly<Record<string, () => Promise<Uint8Array>>>;

/** Undoes raw deflate. */
export async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * The files of some packs.
 *
 * @param load brings a pack, deflated; called once, unless it failed
 * @returns whose functions give the same bytes each time, which nobody may change, and reject with `Refused` when what was unpacked is not what was packed, or as `load` does
 */
export function unpackFiles(index: PackIndex, load: (pack: number) => Promise<Uint8Array<ArrayBuffer>>): FileSource {
  const pack = once((number: number) => load(number).then(inflate));
  const page = async (number: number): Promise<Uint8Array> => {
    const at = index.starts.findLastIndex((start) => start <= number);
    const offset = (number - (index.starts[at] ?? 0)) * PAGE_BYTES;
    return (await pack(at)).subarray(offset, offset + PAGE_BYTES);
  };
  const read = async (path: string): Promise<Uint8Array> => {
    const [length, hash, numbers] = index.files[path] ?? [0, '', []];
    const bytes = new Uint8Array(numbers.length * PAGE_BYTES);
    for (const [i, part] of (await Promise.all(numbers.map(page))).entries()) bytes.set(part, i * PAGE_BYTES);
    const file = bytes.slice(0, length);
    if (sha256(file) !== hash) throw new Refused(`${path} did not arrive as it was packed. Reload the page.`);
    return file;
  };
  const unpacked = once(read);
  return named(Object.keys(index.files).map((path) => [path, () => unpacked(path)]));
}

/** Files by name, and nothing else: an object's own words are no names. */
function named(entries: [string, () => Promise<Uint8Array>][]): FileSource {
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

/** Does something once for each key. What failed is done again when it is asked for again: a server may be back. */
function once<K, V>(make: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const made = new Map<K, Promise<V>>();
  return (key) => {
    const known = made.get(key);
    if (known) return known;
    const making = make(key);
    made.set(key, making);
    making.catch(() => made.delete(key));
    return making;
  };
}

const IMAGE = /^tutorials\/images\/([\w-]+)\.elf$/;

/** The guests' images among files, by name. */
export function imagesAmong(files: FileSource): FileSource {
  return named(
    Object.entries(files).flatMap(([path, read]) => {
      const name = IMAGE.exec(path)?.[1];
      return name === undefined ? [] : [[name, read]];
    }),
  );
}
