// @ts-check
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';

/** Files are shared by pages of so many bytes: the images' sections begin at multiples of it. */
export const PAGE_BYTES = 4096;

const sha256 = (/** @type {Uint8Array} */ bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * What a pack of files is made of; web/toolstack/packed-files.ts reads it.
 *
 * @typedef {object} PackIndex
 * @property {number[]} starts number of the first page of each pack
 * @property {Record<string, [bytes: number, sha256: string, pages: number[]]>} files by path
 */

/** A page, filled up with zeros. */
function pageAt(/** @type {Uint8Array} */ bytes, /** @type {number} */ offset) {
  const page = Buffer.alloc(PAGE_BYTES);
  page.set(bytes.subarray(offset, offset + PAGE_BYTES));
  return page;
}

/**
 * Cuts files into pages, and keeps each page once, however many files have it.
 *
 * @param {{ path: string, bytes: Uint8Array }[]} files
 */
function pagesOf(files) {
  /** @type {Map<string, { page: Buffer, users: string[] }>} */
  const pages = new Map();
  const cut = files.map(({ path, bytes }) => {
    const hashes = [];
    for (let offset = 0; offset < bytes.length; offset += PAGE_BYTES) {
      const page = pageAt(bytes, offset);
      const hash = sha256(page);
      const known = pages.get(hash) ?? { page, users: [] };
      if (known.users.at(-1) !== path) known.users.push(path);
      pages.set(hash, known);
      hashes.push(hash);
    }
    return { path, bytes, hashes };
  });
  return { cut, pages };
}

/**
 * Packs files as content-addressed pages, deflated.
 *
 * @param {{ path: string, bytes: Uint8Array }[]} files
 * @param {'together' | 'by use'} how one pack, which deflates best; or a pack for each set of files that share the same pages, so that
 *   whoever wants one file fetches nothing that is not of it
 * @returns {{ index: PackIndex, packs: Buffer[] }} the packs are raw deflate streams
 */
export function packFiles(files, how) {
  const { cut, pages } = pagesOf(files);
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const [hash, { users }] of pages) {
    const group = how === 'together' ? '' : users.join('\n');
    groups.set(group, [...(groups.get(group) ?? []), hash]);
  }
  const order = [...groups.values()];
  const number = new Map(order.flat().map((hash, i) => [hash, i]));
  let next = 0;
  const starts = order.map((hashes) => {
    next += hashes.length;
    return next - hashes.length;
  });
  const packs = order.map((hashes) => {
    const all = hashes.map((hash) => /** @type {{ page: Buffer }} */ (pages.get(hash)).page);
    return deflateRawSync(Buffer.concat(all), { level: 9 });
  });
  /** @type {PackIndex['files']} */
  const entries = Object.fromEntries(
    cut.map(({ path, bytes, hashes }) => [
      path,
      [bytes.length, sha256(bytes), hashes.map((hash) => /** @type {number} */ (number.get(hash)))],
    ]),
  );
  return { index: { starts, files: entries }, packs };
}
