#!/usr/bin/env node
// @ts-check
// Builds the machine: assembly/ to build/ringside.wasm (release) or build/debug/ringside.wasm (--debug).
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fingerprint, readStamp, writeStamp } from './lib/fingerprint.mjs';
import { withLock } from './lib/lock.mjs';
import { at, ROOT } from './lib/paths.mjs';

/** What the wasm depends on. Files made during the build are left out: they depend on the rest. */
const INPUTS = [
  'assembly',
  'asconfig.json',
  'package-lock.json',
  'scripts/uops.mjs',
  'scripts/emit-layout.mjs',
  'scripts/fold-constants.mjs',
  'scripts/inline-hot.mjs',
  'scripts/build-wasm.mjs',
];
const MOST_LINES = 60;
const GENERATED = 'web/core/layout.gen.ts';

/** Where each target of asconfig.json lies. */
export const WASM = { release: 'build/ringside.wasm', debug: 'build/debug/ringside.wasm' };

/** A file appears whole or not at all: another process may be reading the old one. */
async function writeWhole(/** @type {string} */ name, /** @type {string | Uint8Array} */ contents) {
  const file = path.resolve(ROOT, name);
  await mkdir(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  await writeFile(partial, contents);
  await rename(partial, file);
}

/** Makes the interpreter's switch and the table of its cases. */
function generateUops() {
  if (existsSync(at('scripts/uops.mjs')))
    execFileSync(process.execPath, ['scripts/uops.mjs'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The first lines of a text: after them, diagnostics repeat what follows from the first. */
function beginning(/** @type {string} */ text) {
  const lines = text.split('\n');
  const more = lines.length - MOST_LINES;
  return more > 0 ? `${lines.slice(0, MOST_LINES).join('\n')}\n... and ${more} lines more` : text;
}

/** Runs asc in this process, which costs a tenth of starting it. Throws its diagnostics. */
async function compile(/** @type {string} */ target) {
  const { default: asc } = await import('assemblyscript/asc');
  const { default: EmitLayout } = await import('./emit-layout.mjs');
  const { default: FoldConstants } = await import('./fold-constants.mjs');
  const { default: InlineHot } = await import('./inline-hot.mjs');
  const options = {
    transforms: [FoldConstants, InlineHot, EmitLayout],
    writeFile: (/** @type {string} */ name, /** @type {string | Uint8Array} */ contents) => writeWhole(name, contents),
  };
  // @ts-expect-error: asc's types do not list `transforms`, which its API reads.
  const { error, stderr } = await asc.main(['--baseDir', ROOT, '--target', target], options);
  if (error)
    throw new Error(`assembly/ does not compile (${error.message}).\n\n${beginning(stderr.toString().trim())}`);
}

/**
 * Builds the wasm and web/core/layout.gen.ts unless both are newer than everything they are made from.
 * Safe to call from several processes at once.
 *
 * @param {{ target?: 'release' | 'debug', say?: (line: string) => void }} [options] `say` hears how long a build took
 * @returns {Promise<string>} the absolute path of the wasm
 */
export async function buildWasm({ target = 'release', say = () => {} } = {}) {
  const stamp = `build/wasm-${target}.stamp`;
  await withLock('wasm', async () => {
    const print = fingerprint(INPUTS, (file) => !file.endsWith('.gen.ts'));
    const complete = [WASM[target], GENERATED].every((file) => existsSync(at(file)));
    if (complete && readStamp(stamp) === print) return;
    const started = performance.now();
    generateUops();
    await compile(target);
    writeStamp(stamp, print);
    say(`wasm: ${target} built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  });
  return at(WASM[target]);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const target = process.argv.includes('--debug') ? 'debug' : 'release';
  try {
    await buildWasm({ target, say: console.log });
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exitCode = 1;
  }
}
