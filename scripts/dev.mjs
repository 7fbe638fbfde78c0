#!/usr/bin/env node
// @ts-check
// The dev server: installs what is missing, then serves web/app and rebuilds as files change. Arguments go to vite.
import { ensureInstalled } from './lib/install.mjs';
import { at } from './lib/paths.mjs';
import { runScript } from './lib/run.mjs';

try {
  await ensureInstalled();
  const { status } = await runScript(at('node_modules/vite/bin/vite.js'), process.argv.slice(2));
  process.exitCode = status;
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
