#!/usr/bin/env node
// @ts-check
// The command line of Ringside: makes sure that it is installed and built (silent when it is, else on stderr), then
// runs it in this process, so that its exit status, its terminal and Ctrl-C are its own.
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './lib/install.mjs';
import { at } from './lib/paths.mjs';

/** Status of the command line for "could not run": 1 is a crash or refusal. */
const REFUSED = 1;

async function prepare() {
  await ensureInstalled();
  const { buildBundles } = await import('./lib/bundles.mjs');
  await buildBundles(['cli'], console.error);
}

try {
  await prepare();
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exit(REFUSED);
}
// npm starts scripts in the project's folder; file names are meant from where the user stands.
const { npm_lifecycle_event: script, INIT_CWD: stoodIn } = process.env;
if (script === 'ringside' && stoodIn) process.chdir(stoodIn);
await import(pathToFileURL(at('dist/cli/ringside.mjs')).href);
