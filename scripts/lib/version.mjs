// @ts-check
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { at, ROOT } from './paths.mjs';

/** What the bundles are made from; paths relative to the project's root. */
export const BUILD_INPUTS = [
  'assembly',
  'web',
  'tutorials/01-boot',
  'tutorials/02-memory',
  'tutorials/images',
  'tutorials/include',
  'tutorials/runtime',
  'scripts/build-wasm.mjs',
  'docs/glossary.md',
  'scripts/emit-layout.mjs',
  'scripts/emit-lesson-facts.mjs',
  'scripts/uops.mjs',
  'scripts/lib',
  'scripts/vite',
  'asconfig.json',
  'package-lock.json',
  'vite.config.ts',
];

/** Output of a git command, or undefined where there is no git or no repository. */
function git(/** @type {string[]} */ ...args) {
  try {
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

/**
 * The version of package.json with the last commit that changed what the bundles are made from, as in
 * `0.1.0+0123456789`, `.dirty` if some of it is not committed. Without git it is the bare version. No time of day and
 * no machine's name: the same sources always get the same version.
 */
export function version() {
  const { version: released } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const commit = git('log', '-1', '--format=%H', '--', ...BUILD_INPUTS);
  if (!commit) return released;
  const dirty = git('status', '--porcelain', '--', ...BUILD_INPUTS) ? '.dirty' : '';
  return `${released}+${commit.slice(0, 10)}${dirty}`;
}
