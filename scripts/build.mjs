#!/usr/bin/env node
// @ts-check
// Builds what is stale of dist/: build.mjs [site] [single] [element] [deck] [cli], all of them without arguments.
import { rmSync } from 'node:fs';
import { filesOf } from './lib/fingerprint.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { at } from './lib/paths.mjs';

const ALL = /** @type {const} */ (['site', 'single', 'element', 'deck', 'cli']);

/** Makes everything count as stale. */
function forgetStamps() {
  const stamps = filesOf(['build']).filter((file) => file.endsWith('.stamp'));
  for (const stamp of stamps) rmSync(at(stamp), { force: true });
}

const args = process.argv.slice(2);
const unknown = args.filter((arg) => !ALL.some((bundle) => bundle === arg) && arg !== '--force');
if (unknown.length) {
  console.error(`Unknown argument ${unknown[0]}. Usage: npm run build -- [--force] [${ALL.join('] [')}]`);
  process.exit(2);
}
try {
  await ensureInstalled();
  if (args.includes('--force')) forgetStamps();
  const { buildBundles } = await import('./lib/bundles.mjs');
  const named = ALL.filter((bundle) => args.includes(bundle));
  await buildBundles(named.length ? named : [...ALL], console.log);
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
