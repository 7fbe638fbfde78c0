#!/usr/bin/env node
// @ts-check
// Builds what is stale of dist/: build.mjs [site] [single] [element] [cli], all four without arguments.
import { rmSync } from 'node:fs';
import { ensureInstalled } from './lib/install.mjs';
import { at } from './lib/paths.mjs';

const ALL = /** @type {const} */ (['site', 'single', 'element', 'cli']);

const args = process.argv.slice(2);
const unknown = args.filter((arg) => !ALL.some((bundle) => bundle === arg) && arg !== '--force');
if (unknown.length) {
  console.error(`Unknown argument ${unknown[0]}. Usage: npm run build -- [--force] [${ALL.join('] [')}]`);
  process.exit(2);
}
try {
  ensureInstalled();
  if (args.includes('--force')) rmSync(at('build'), { recursive: true, force: true });
  const { buildBundles } = await import('./lib/bundles.mjs');
  const named = ALL.filter((bundle) => args.includes(bundle));
  await buildBundles(named.length ? named : [...ALL], console.log);
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
