// @ts-check
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { WASM } from '../build-wasm.mjs';
import { TAKEAWAY } from '../lib/integrity.mjs';
import { packFiles } from '../lib/packed-files.mjs';
import { at } from '../lib/paths.mjs';
import { version } from '../lib/version.mjs';
import { carriedFiles, carriedImages } from './carried-files.mjs';
import { licences } from './licences.mjs';
import { machineProgram } from './machine-program.mjs';

const MODULE = 'virtual:ringside';
const RESOLVED = `\0${MODULE}`;
const WORKER = at('web/core/worker.ts');
const SERVE = at('web/core/serve.ts');
const PACKED = at('web/toolstack/packed-files.ts');
const FETCH_PART = at('web/app/fetch-part.ts');

/**
 * How a build reaches its parts: `site` by URL; `single` and `element` as text inside the script, with every guest or those of the lessons;
 * `node` as files beside the script (the command line, the tests).
 *
 * @typedef {'site' | 'single' | 'element' | 'node'} Lane
 */

/** A literal of JavaScript. */
const quote = (/** @type {unknown} */ value) => JSON.stringify(value);

/**
 * Every part by URL, so that a browser can stream and cache each; a pack of files holds only pages that the same files use.
 *
 * @param {(name: string, bytes: Uint8Array) => string} place the expression of where bytes are
 */
function siteModule(place) {
  const { index, packs } = packFiles(carriedFiles('all'), 'by use');
  return [
    `import Machine from ${quote(`${WORKER}?worker`)};`,
    `import wasm from ${quote(`${at(WASM.release)}?url&no-inline`)};`,
    `import { imagesAmong, unpackFiles } from ${quote(PACKED)};`,
    `import { fetchPart } from ${quote(FETCH_PART)};`,
    'const absolute = (url) => new URL(url, document.baseURI).href;',
    `const packs = [${packs.map((pack) => place('pages.pack', pack)).join(',')}];`,
    'export const makeWorker = () => new Machine();',
    `export const machineHere = async (port) => (await import(${quote(SERVE)})).serve(port);`,
    'export const wasmSource = async () => absolute(wasm);',
    `export const files = unpackFiles(${quote(index)}, (pack) => fetchPart(packs[pack]));`,
    'export const images = imagesAmong(files);',
  ];
}

/**
 * Every part inside the script: no request is made, so it also works from file:// and across origins.
 *
 * @param {Lane} lane
 */
async function inlineModule(lane) {
  const { index, packs } = packFiles(carriedFiles(lane === 'element' ? 'lessons' : 'all'), 'together');
  const encoded = (/** @type {Uint8Array} */ bytes) => quote(Buffer.from(bytes).toString('base64'));
  const wasm = deflateRawSync(readFileSync(at(WASM.release)), { level: 9 });
  return [
    `import { imagesAmong, inflate, unpackFiles } from ${quote(PACKED)};`,
    'const decode = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));',
    `const program = ${await machineProgram([licences(`${lane}-worker`)])};`,
    'export function makeWorker() {',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the text of a template
    "  const url = URL.createObjectURL(new Blob([`(${program})(self)`], { type: 'text/javascript' }));",
    '  const worker = new Worker(url);',
    // The worker has read its program when it first speaks, or never will.
    "  for (const event of ['message', 'error'])",
    '    worker.addEventListener(event, () => URL.revokeObjectURL(url), { once: true });',
    '  return worker;',
    '}',
    'export const machineHere = async (port) => program(port);',
    `export const wasmSource = async () => (await inflate(decode(${encoded(wasm)}))).buffer;`,
    `const packs = [${packs.map(encoded).join(',')}];`,
    `export const files = unpackFiles(${quote(index)}, async (pack) => decode(packs[pack]));`,
    'export const images = imagesAmong(files);',
  ];
}

/** The machine and the images as files, plain as they are committed; `where` writes the expression of the place. */
function nodeModule(/** @type {(file: string) => string} */ where) {
  const entries = carriedImages('all').map(
    ({ name, path: file }) => `${quote(name)}: async () => bytes(${where(at(file))})`,
  );
  return [
    `import { readFile } from 'node:fs/promises';`,
    'const bytes = async (file) => new Uint8Array(await readFile(file));',
    `export const makeWorker = () => { throw new Error('There is no worker here: drive the machine in this thread.'); };`,
    `export const machineHere = async (port) => (await import(${quote(SERVE)})).serve(port);`,
    `export const wasmSource = async () => (await bytes(${where(at(WASM.release))})).buffer;`,
    'export const files = {};',
    `export const images = { __proto__: null, ${entries.join(', ')} };`,
  ];
}

/**
 * Provides `virtual:ringside` (web/virtual-ringside.d.ts): the parts whose place depends on the kind of build.
 *
 * @param {Lane} lane
 * @returns {import('vite').Plugin}
 */
export function lanes(lane) {
  let bundling = false;
  return {
    name: 'ringside:lanes',
    enforce: 'pre',
    configResolved(config) {
      bundling = config.command === 'build';
    },
    resolveId: (id) => (id === MODULE ? RESOLVED : undefined),
    async load(id) {
      if (id !== RESOLVED) return undefined;
      /** An asset with its hash in its name; the dev server has no such place. */
      const place = (/** @type {string} */ name, /** @type {Uint8Array} */ source) =>
        bundling
          ? `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'asset', name, source })}`
          : quote(`data:;base64,${Buffer.from(source).toString('base64')}`);
      const besides = (/** @type {string} */ file) => {
        const fileName = path.basename(file);
        this.emitFile({ type: 'asset', fileName, source: readFileSync(file) });
        return `new URL(${quote(`./${fileName}`)}, import.meta.url)`;
      };
      const lines =
        lane === 'site'
          ? siteModule(place)
          : lane === 'node'
            ? nodeModule(bundling ? besides : quote)
            : await inlineModule(lane);
      const takeaway = lane === 'site' && bundling ? `${quote(`${TAKEAWAY}/`)}` : 'undefined';
      return [...lines, `export const takeaway = ${takeaway};`, `export const version = ${quote(version())};`].join(
        '\n',
      );
    },
  };
}
