#!/usr/bin/env node
// @ts-check
/**
 * Fetches Debian's PV-GRUB (grub-i386-xen.bin of the package grub-xen-host) with apt, once, into a cache that git
 * ignores. It is never part of a build or a commit.
 *
 *   node scripts/fetch-pv-grub.mjs    prints the path, or says why there is none (status 3)
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { at } from './lib/paths.mjs';

const PACKAGE = 'grub-xen-host';
const INSIDE = 'usr/lib/grub-xen/grub-i386-xen.bin';
const CACHE = 'node_modules/.cache/pv-grub';
const TIME_LIMIT = 30_000;

/** @typedef {{ path: string } | { skipped: string }} Fetched the file, or why there is none */

/** Whether a program can be started. */
const has = (/** @type {string} */ program) =>
  spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;

/** Downloads and unpacks the package, and moves the image into the cache in one step. */
function download(/** @type {string} */ image) {
  mkdirSync(at(CACHE), { recursive: true });
  const folder = mkdtempSync(at(CACHE, 'get-'));
  /** @type {import('node:child_process').ExecFileSyncOptions} */
  const options = { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], timeout: TIME_LIMIT };
  try {
    execFileSync('apt-get', ['download', PACKAGE], options);
    const [archive] = readdirSync(folder);
    execFileSync('dpkg-deb', ['-x', `./${archive}`, '.'], options);
    copyFileSync(path.join(folder, INSIDE), `${image}.${process.pid}`);
    renameSync(`${image}.${process.pid}`, image);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The image's path, from the cache if it is there. Takes at most 30 seconds for the download.
 *
 * @returns {Fetched}
 */
export function fetchPvGrub() {
  const image = at(CACHE, path.basename(INSIDE));
  if (existsSync(image)) return { path: image };
  if (!has('apt-get') || !has('dpkg-deb')) return { skipped: 'PV-GRUB skipped: no apt on this machine' };
  try {
    download(image);
    return { path: image };
  } catch (error) {
    const reason = /** @type {Error} */ (error).message.split('\n').filter(Boolean).slice(0, 2).join(': ');
    return { skipped: `PV-GRUB skipped: could not get Debian's package ${PACKAGE} (${reason})` };
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const fetched = fetchPvGrub();
  if ('path' in fetched) console.log(fetched.path);
  else {
    console.error(fetched.skipped);
    process.exitCode = 3;
  }
}
