// @ts-check
import { readFileSync } from 'node:fs';
import { filesOf } from '../lib/fingerprint.mjs';
import { sha256 } from '../lib/guests.mjs';
import { at } from '../lib/paths.mjs';

const IMAGES = 'tutorials/images';

/** What an image's path begins with; test guests lie deeper and are not carried. */
const isImage = (/** @type {string} */ file) => /^tutorials\/images\/[^/]+\.elf$/.test(file);

const json = (/** @type {string} */ file) => JSON.parse(readFileSync(at(file), 'utf8'));

/** The lessons' data files. */
const lessons = () => filesOf(['tutorials'], (file) => file.endsWith('/lesson.json')).map(json);

/** The guests of all lessons, and the one a fresh page shows: names of images. */
function guestsOfLessons() {
  const names = new Set(['hello']);
  for (const { variants, endings } of lessons()) {
    /** @type {{ variants: string[], formats: string[] }[]} */ (endings).forEach((ending) => {
      for (const { name, guest } of variants) {
        if (ending.variants.includes(name)) for (const format of ending.formats) names.add(`${guest}-${format}`);
      }
    });
  }
  return names;
}

/**
 * The committed images: name, and path from the project's root. Throws if one is not what the manifest says.
 *
 * @param {'all' | 'lessons'} which
 */
export function carriedImages(which) {
  const { guests } = json(`${IMAGES}/manifest.json`);
  const wanted = which === 'lessons' ? guestsOfLessons() : undefined;
  const images = filesOf([IMAGES], isImage).map((path) => ({ path, name: path.slice(IMAGES.length + 1, -4) }));
  const chosen = images.filter(({ name }) => wanted?.has(name) ?? true);
  for (const { path, name } of chosen) {
    if (guests[name]?.image !== sha256(readFileSync(at(path))))
      throw new Error(`${path} is not what ${IMAGES}/manifest.json says. Run npm run guests.`);
  }
  return chosen;
}

/** The C and assembly that a person may see beside images: what their line tables name, and the folders of the lessons' variants. */
function sources(/** @type {string[]} */ tables) {
  const named = tables.flatMap((table) => /** @type {string[]} */ (json(table).files));
  const folders = lessons().flatMap(({ variants }) => variants.flatMap((/** @type {any} */ variant) => variant.layers));
  const wanted = [...new Set([...named, ...folders])].sort();
  return [...new Set(filesOf(wanted, (file) => /\.(c|h|S)$/.test(file)))].sort();
}

/**
 * The files a build carries for its guests: images, line tables, sources.
 *
 * @param {'all' | 'lessons'} which
 */
export function carriedFiles(which) {
  const images = carriedImages(which);
  const tables = images.map(({ path }) => path.replace(/elf$/, 'lines.json'));
  return [...images.map(({ path }) => path), ...tables, ...sources(tables)].map((path) => ({
    path,
    bytes: readFileSync(at(path)),
  }));
}
