// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { at } from './paths.mjs';

/** The wasm holds parts of AssemblyScript's library and runtime; no bundler sees that. */
const IN_THE_WASM = ['assemblyscript'];
/** Vite's file goes on with the licences of its own tools, of which nothing is in our bundles. */
const END_OF_OWN_TEXT = /\n#+ Licenses of bundled dependencies[\s\S]*/;

/** The full text a package came with. Throws if it came with none, because then it may not be shipped. */
function licenceText(/** @type {string} */ name) {
  const folder = at('node_modules', name);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)(\.\w+)?$/i.test(file));
  if (!files.length) throw new Error(`${name} is in a bundle but its package holds no licence text.`);
  const texts = files.sort().map((file) => readFileSync(at('node_modules', name, file), 'utf8'));
  return texts.map((text) => text.replace(END_OF_OWN_TEXT, '').trim()).join('\n\n');
}

/**
 * The packages that the last builds of some bundles noted (scripts/vite/licences.mjs).
 *
 * @param {string} [bundle] of one bundle and its worker only
 */
export function bundledPackages(bundle = '') {
  const noted = readdirSync(at('build/licences')).filter((file) => file.startsWith(bundle));
  const lists = noted.map((file) => JSON.parse(readFileSync(at('build/licences', file), 'utf8')));
  return [...new Set([...IN_THE_WASM, ...lists.flat()])].sort();
}

/**
 * The text of THIRD-PARTY-LICENSES.txt: name, version, licence and its full text for every bundled package.
 *
 * @param {string} [bundle] for one bundle only
 */
export function thirdPartyLicences(bundle) {
  const entries = bundledPackages(bundle).map((name) => {
    const { version, license } = JSON.parse(readFileSync(at('node_modules', name, 'package.json'), 'utf8'));
    return `${'='.repeat(78)}\n${name} ${version} (${license})\n${'='.repeat(78)}\n\n${licenceText(name)}\n`;
  });
  return `Ringside's builds hold parts of the following packages, each under its own licence.\n\n${entries.join('\n')}`;
}
