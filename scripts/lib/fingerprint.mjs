// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { at, ROOT } from './paths.mjs';

/**
 * Every file under the given files and folders, sorted; what is absent is left out.
 *
 * @param {string[]} inputs relative to the project's root
 * @param {(relative: string) => boolean} [keep] leaves files out
 * @returns {string[]} relative paths with forward slashes
 */
export function filesOf(inputs, keep = () => true) {
  /** @type {string[]} */
  const found = [];
  const visit = (/** @type {string} */ relative) => {
    const absolute = at(relative);
    if (!existsSync(absolute)) return;
    if (!statSync(absolute).isDirectory()) {
      if (keep(relative)) found.push(relative);
      return;
    }
    for (const name of readdirSync(absolute)) {
      if (name !== 'node_modules') visit(path.posix.join(relative, name));
    }
  };
  inputs.forEach(visit);
  return found.sort();
}

/**
 * A hash of names and contents. Unlike times of modification it survives a checkout, and a file edited while a
 * build reads it makes the next comparison fail.
 *
 * @param {string[]} inputs relative to the project's root
 * @param {(relative: string) => boolean} [keep] leaves files out
 */
export function fingerprint(inputs, keep) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const file of filesOf(inputs, keep)) {
    const bytes = readFileSync(path.join(ROOT, file));
    hash.update(`\0${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * The fingerprint an earlier build left, or undefined.
 *
 * @param {string} stamp file, relative to the project's root
 */
export function readStamp(stamp) {
  return existsSync(at(stamp)) ? readFileSync(at(stamp), 'utf8') : undefined;
}

/**
 * Records what a build was made from. Write it last: a build that broke off then counts as stale.
 *
 * @param {string} stamp file, relative to the project's root
 * @param {string} print from fingerprint()
 */
export function writeStamp(stamp, print) {
  mkdirSync(path.dirname(at(stamp)), { recursive: true });
  writeFileSync(at(stamp), print);
}
