// @ts-check
// Runs before anything is installed: only Node's own modules here.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
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

/** Whether node_modules is there and as new as the lock file. */
const isInstalled = () =>
  existsSync(at(INSTALLED)) && statSync(at(INSTALLED)).mtimeMs >= statSync(at('package-lock.json')).mtimeMs;

/**
 * Installs the locked versions of all dependencies unless they are there. What npm says goes to stderr.
 * Throws a sentence if npm fails.
 */
export function ensureInstalled() {
  checkNode();
  if (isInstalled()) return;
  console.error('Installing dependencies (npm ci), once ...');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, error } = spawnSync(npm, ['ci'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    throw new Error(
      `npm ci failed${error ? ` (${error.message})` : ''}. Check the network connection and run npm ci by hand.`,
    );
  }
}
