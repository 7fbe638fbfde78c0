// @ts-check
// How large everything is that a reader has to load, beside its bar.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildWasm } from '../scripts/build-wasm.mjs';
import { buildBundles } from '../scripts/lib/bundles.mjs';
import { printTable } from '../scripts/lib/measure.mjs';
import { at } from '../scripts/lib/paths.mjs';
import { machineProgram } from '../scripts/vite/machine-program.mjs';

const kb = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KB`;
const gzip = (/** @type {string | Uint8Array} */ bytes) => gzipSync(bytes, { level: 9 }).length;
const file = (/** @type {string} */ name) => readFileSync(at('dist', name));

/** The element's own script for the page's thread: built with the machine's program, the wasm and the guests left out. */
async function elementScript() {
  const { build } = await import('vite');
  const { lessonText } = await import('../scripts/vite/lesson-text.mjs');
  const empty = ['makeWorker', 'machineHere', 'wasmSource'].map((name) => `export const ${name} = globalThis.${name};`);
  const result = await build({
    configFile: false,
    root: at('web/app'),
    publicDir: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'nothing-inside',
        enforce: 'pre',
        resolveId: (id) => (id === 'virtual:ringside' ? '\0nothing' : undefined),
        load: (id) =>
          id === '\0nothing' ? [...empty, 'export const files = {}, images = {}, version = "";'].join('\n') : undefined,
      },
      lessonText(),
    ],
    build: {
      write: false,
      lib: { entry: at('web/embed/ringside-demo.ts'), formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false, minify: true, comments: { legal: true } } },
    },
  });
  const [output] = /** @type {import('vite').Rollup.RollupOutput[]} */ (Array.isArray(result) ? result : [result]);
  return output?.output[0].code ?? '';
}

/** Bytes of the files below a folder. */
function folderSize(/** @type {string} */ folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
}

const wasm = readFileSync(await buildWasm());
await buildBundles(['site', 'single', 'element', 'deck', 'cli'], console.error);
const script = await elementScript();
const program = await machineProgram([]);
const [element, classic] = [file('ringside-demo.js'), file('ringside-demo.iife.js')];
const scripts = readdirSync(at('dist/site/assets')).filter((name) => /^index-.*\.js$/.test(name));

printTable(
  ['what', 'size', 'gzip', 'bar'],
  [
    ['core wasm', kb(wasm.length), kb(gzip(wasm)), '200 KB, 60 KB gzip'],
    ['element: script of the page, without machine and guests', kb(script.length), kb(gzip(script)), '45 KB gzip'],
    ['element: program of the worker', kb(program.length), kb(gzip(program)), ''],
    ['element: everything for the first demo, module', kb(element.length), kb(gzip(element)), '300 KB gzip'],
    ['element: everything for the first demo, classic', kb(classic.length), kb(gzip(classic)), '300 KB gzip'],
    [
      'site: script of the first page',
      ...scripts.map((name) => file(`site/assets/${name}`)).map((text) => kb(text.length)),
      ...scripts.map((name) => kb(gzip(file(`site/assets/${name}`)))),
      '',
    ],
    ['whole site in one file', kb(file('ringside.html').length), kb(gzip(file('ringside.html'))), '3 MB'],
    ['deck, a folder', kb(folderSize(at('dist/deck'))), '', ''],
  ],
);
