#!/usr/bin/env node
// @ts-check
// Runs the benchmarks bench/*.bench.mjs one after another, each in a process of its own: bench.mjs [NAME ...].
// A benchmark prints its table; it never fails because something was slow.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { ensureInstalled } from './lib/install.mjs';
import { at, ROOT } from './lib/paths.mjs';

const SUFFIX = '.bench.mjs';
const files = existsSync(at('bench')) ? readdirSync(at('bench')).filter((file) => file.endsWith(SUFFIX)) : [];
const known = files.map((file) => file.slice(0, -SUFFIX.length)).sort();
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !known.includes(name));
if (unknown) {
  console.error(`There is no benchmark ${unknown}. There are: ${known.join(', ') || 'none'}.`);
  process.exit(2);
}

try {
  await ensureInstalled();
  const { buildWasm } = await import('./build-wasm.mjs');
  await buildWasm({ say: console.error });
  for (const name of wanted.length ? wanted : known) {
    console.log(`\n== ${name}`);
    const { status } = spawnSync(process.execPath, [at('bench', name + SUFFIX)], { cwd: ROOT, stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
