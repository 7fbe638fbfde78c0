// @ts-check
import { at } from '../lib/paths.mjs';

const WORKER = at('web/core/worker.ts');

/** @type {Promise<string> | undefined} */
let built;

/**
 * The worker's program as the text of a function of one parameter, the scope it talks through. A bundle holds it once and uses it twice: its
 * own text starts a classic worker from a blob, and where workers are refused it is called in the page's thread. Neither needs eval.
 *
 * @param {import('vite').Plugin[]} plugins for the build
 * @returns {Promise<string>}
 */
export function machineProgram(plugins) {
  built ??= bundleWorker(plugins);
  return built;
}

/** Bundles web/core/worker.ts. Its `self` becomes the function's parameter. */
async function bundleWorker(/** @type {import('vite').Plugin[]} */ plugins) {
  const { build } = await import('vite');
  const result = await build({
    configFile: false,
    root: at('web/app'),
    publicDir: false,
    logLevel: 'warn',
    plugins,
    build: {
      write: false,
      lib: { entry: WORKER, formats: ['iife'], name: 'machine' },
      rolldownOptions: { output: { minify: true, comments: { legal: true } } },
    },
  });
  const [output] = /** @type {import('vite').Rollup.RollupOutput[]} */ (Array.isArray(result) ? result : [result]);
  const chunk = output?.output.find(({ type }) => type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error('The worker was not built.');
  return `function (self) {\n${chunk.code}\n}`;
}
