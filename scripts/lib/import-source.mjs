// @ts-check
import { pathToFileURL } from 'node:url';
import { buildWasm } from '../build-wasm.mjs';
import { lanes } from '../vite/lanes.mjs';
import { lessonText } from '../vite/lesson-text.mjs';
import { at, ROOT } from './paths.mjs';

/**
 * Imports a TypeScript module of web/ into a script of Node 20, which reads none: bundled into build/sources/, with
 * the release wasm built. For benchmarks and campaigns.
 *
 * @param {string} entry relative to the project's root, such as `web/toolstack/machine.ts`
 * @returns {Promise<any>} its exports
 */
export async function importSource(entry) {
  await buildWasm({ say: console.error });
  process.env.NODE_ENV ??= 'production';
  const { build } = await import('vite');
  const outDir = at('build/sources', entry.replace(/\.ts$/, '').replaceAll('/', '-'));
  await build({
    configFile: false,
    root: ROOT,
    publicDir: false,
    logLevel: 'warn',
    plugins: [lanes('node'), lessonText()],
    ssr: { noExternal: true },
    build: {
      ssr: at(entry),
      ssrEmitAssets: true,
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'index.mjs', codeSplitting: false } },
    },
  });
  return import(pathToFileURL(`${outDir}/index.mjs`).href);
}
