#!/usr/bin/env node
// @ts-check
// Installs and builds what is missing or stale, then serves the site:
// start.mjs [--port N] [--base /SUB/PATH/] [--host]. The next free port is taken if N (4173) is in use; with --base,
// which the browser tests use, it must be free.
import { parseArgs } from 'node:util';
import { ensureInstalled } from './lib/install.mjs';

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
    return { port, base: values.base, strict: values.base !== undefined, host: values.host === true };
  } catch (error) {
    console.error(
      `${/** @type {Error} */ (error).message}\nUsage: npm start -- [--port N] [--base /SUB/PATH/] [--host]`,
    );
    return process.exit(2);
  }
}

const options = readOptions();
try {
  await ensureInstalled();
  const { buildBundles } = await import('./lib/bundles.mjs');
  await buildBundles(['site'], console.log);
  const { serveSite } = await import('./lib/serve.mjs');
  const { urls } = await serveSite(options);
  for (const url of urls) console.log(`Ringside is at ${url}`);
  console.log('Press Ctrl-C to stop.');
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
