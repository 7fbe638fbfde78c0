// @ts-check
// Runs before anything is installed: only Node's own modules here.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { withLock } from './lock.mjs';
import { at, ROOT } from './paths.mjs';

/** Npm's own record of what it installed last. */
const INSTALLED = 'node_modules/.package-lock.json';

/** Throws a sentence if this Node is older than package.json asks for. */
function checkNode() {
  const [, major = 0, minor = 0] =
    /^>=(\d+)\.(\d+)/.exec(JSON.parse(readFileSync(at('package.json'), 'utf8')).engines.node) ?? [];
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (haveMajor < Number(major) || (haveMajor === Number(major) && haveMinor < Number(minor))) {
    throw new Error(
      `Ringside needs Node ${major}.${minor} or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org.`,
    );
  }
}

/** The packages of a lock file. */
const packagesOf = (/** @type {string} */ file) => JSON.parse(readFileSync(at(file), 'utf8')).packages ?? {};

/** Whether node_modules holds every locked package in its version; those of other platforms need not be there. */
function isInstalled() {
  if (!existsSync(at(INSTALLED))) return false;
  const there = packagesOf(INSTALLED);
  const wanted = Object.entries(packagesOf('package-lock.json')).filter(([place]) => place !== '');
  return wanted.every(
    ([place, { version, optional }]) => (there[place] ?? (optional && { version }))?.version === version,
  );
}

/** Runs npm ci. What it says goes to stderr. */
function install() {
  console.error('Installing dependencies (npm ci), once ...');
  const windows = process.platform === 'win32';
  const { status, error } = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: windows,
  });
  if (status === 0) return;
  const why = error ? ` (${error.message})` : '';
  throw new Error(`npm ci failed${why}. Check the network connection and run npm ci by hand.`);
}

/**
 * Installs the locked versions of all dependencies unless they are there. Safe to call from several processes at once.
 * Throws a sentence if this Node is too old or npm fails.
 */
export async function ensureInstalled() {
  checkNode();
  if (isInstalled()) return;
  await withLock('install', async () => {
    if (!isInstalled()) install();
  });
}
