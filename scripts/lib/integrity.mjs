// @ts-check
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { version } from './version.mjs';

/** The folder of a site with other artefacts to take away, which carry a hash of their own. */
export const TAKEAWAY = 'take';

/** A sha256 in base64, as in the `integrity` attribute of HTML. */
const HASH = /sha256-[A-Za-z0-9+/]{43}=/;
/** Stands in the place of the hash while the hash is computed: the same length, all zero. */
const BLANK = `sha256-${'0'.repeat(43)}=`;
/** Where a page or a script carries its hash. Anything else that looks like one is content. */
const FIELD = new RegExp(`(ringside-integrity" content="|ringside-integrity: )(${HASH.source})`);

/** The text to hash: the field blanked. */
const blanked = (/** @type {string} */ text) => text.replace(FIELD, (_all, name) => name + BLANK);

/** Every file below a folder, or the file itself: sorted names relative to it, forward slashes. */
function contents(/** @type {string} */ artefact) {
  if (!statSync(artefact).isDirectory()) return [{ name: '', file: artefact }];
  const names = readdirSync(artefact, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(artefact, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'),
    );
  return names.sort().map((name) => ({ name, file: path.join(artefact, name) }));
}

/** The hash of an artefact, its own field blanked. Names and lengths count as well. */
function hashOf(/** @type {string} */ artefact) {
  const hash = createHash('sha256');
  for (const { name, file } of contents(artefact)) {
    const bytes = /\.(html|m?js)$/.test(file) ? Buffer.from(blanked(readFileSync(file, 'utf8'))) : readFileSync(file);
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
  return `sha256-${hash.digest('base64')}`;
}

/** The files of an artefact that carry the field: its pages, or itself. */
const carriers = (/** @type {string} */ artefact) =>
  contents(artefact)
    .filter(({ name }) => name === '' || (name.endsWith('.html') && !name.startsWith(`${TAKEAWAY}/`)))
    .map(({ file }) => file);

/** Adds version and blank field to one file. */
function addField(/** @type {string} */ file) {
  const text = readFileSync(file, 'utf8');
  const fields = `<meta name="ringside-version" content="${version()}" />\n    <meta name="ringside-integrity" content="${BLANK}" />`;
  const stamped = file.endsWith('.html')
    ? text.replace(/<head>/i, `<head>\n    ${fields}`)
    : `/*! Ringside ${version()}, MIT licence; the packages inside it: THIRD-PARTY-LICENSES.txt; ringside-integrity: ${BLANK} */\n${text}`;
  writeFileSync(file, stamped);
}

/**
 * Writes version and integrity hash into an artefact: into a script's first comment, or into meta elements of a page,
 * or of every page of a site.
 *
 * @param {string} artefact absolute path of a file or of a site's folder
 */
export function stampIntegrity(artefact) {
  carriers(artefact).forEach(addField);
  const hash = hashOf(artefact);
  for (const file of carriers(artefact)) {
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(FIELD, (_all, name) => name + hash),
    );
  }
}

/**
 * Compares an artefact with the hash it carries.
 *
 * @param {string} artefact absolute path of a file or of a site's folder
 * @returns {{ ok: boolean, expected: string, found: string }} `expected` stands in it, `found` was computed
 */
export function checkIntegrity(artefact) {
  const stated = carriers(artefact).map((file) => FIELD.exec(readFileSync(file, 'utf8'))?.[2] ?? 'none');
  const found = hashOf(artefact);
  return {
    ok: stated.length > 0 && stated.every((hash) => hash === found),
    expected: [...new Set(stated)].join(', '),
    found,
  };
}
