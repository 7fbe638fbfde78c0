#!/usr/bin/env node
// @ts-check
// Installs and builds what is missing or stale, then serves the site:
// start.mjs [--port N] [--base /SUB/PATH/] [--host]. The next free port is taken if N (4173) is in use; with --base,
// which the browser tests use, it must be free.
import { parseArgs } from 'node:util';
import { ensureInstalled } from './lib/install.mjs';
import { at } from './lib/paths.mjs';

/** The options, or a sentence and status 2. */
function readOptions() {
  try {
    const options = /** @type {const} */ ({
      port: { type: 'string' },
      base: { type: 'string' },
      host: { type: 'boolean' },
    });
    const { values } = parseArgs({ options });
    const port = Number(values.port ?? 4173);
    if (!Number.isInteger(port) || port < 1 || port > 65535)
      throw new Error(`--port takes 1 to 65535, not ${values.port}.`);
    return { port, base: values.base, host: values.host === true };
  } catch (error) {
    console.error(
      `${/** @type {Error} */ (error).message}\nUsage: npm start -- [--port N] [--base /SUB/PATH/] [--host]`,
    );
    return process.exit(2);
  }
}

/** Serves dist/site and prints where. */
async function serve(/** @type {ReturnType<typeof readOptions>} */ { port, base, host }) {
  const { preview } = await import('vite');
  const server = await preview({
    configFile: false,
    root: at('web/app'),
    base: base ?? '/',
    build: { outDir: at('dist/site') },
    preview: { port, strictPort: base !== undefined, host: host ? true : 'localhost' },
    logLevel: 'warn',
  });
  for (const url of [...(server.resolvedUrls?.local ?? []), ...(server.resolvedUrls?.network ?? [])]) {
    console.log(`Ringside is at ${url}`);
  }
  console.log('Press Ctrl-C to stop.');
}

const options = readOptions();
try {
  ensureInstalled();
  const { buildBundles } = await import('./lib/bundles.mjs');
  await buildBundles(['site'], console.log);
  await serve(options);
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
