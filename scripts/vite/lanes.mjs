// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { WASM } from '../build-wasm.mjs';
import { at } from '../lib/paths.mjs';
import { version } from '../lib/version.mjs';

const MODULE = 'virtual:ringside';
const RESOLVED = `\0${MODULE}`;
const WORKER = at('web/core/worker.ts');
const IMAGES = 'tutorials/images';

/**
 * How a build reaches its parts: `site` by URL, `inline` as text inside the script (the element, the single file),
 * `node` as files beside the script (the command line, the tests).
 *
 * @typedef {'site' | 'inline' | 'node'} Lane
 */

/** The committed guests: name and absolute path. */
function guestImages() {
  const files = readdirSync(at(IMAGES))
    .filter((file) => file.endsWith('.elf'))
    .sort();
  return files.map((file) => ({ name: file.slice(0, -'.elf'.length), file, path: at(IMAGES, file) }));
}

/** A literal of JavaScript. */
const quote = JSON.stringify;

/** Every part by URL, so that a browser can stream and cache each. */
function siteModule() {
  const images = guestImages();
  return [
    `import Machine from ${quote(`${WORKER}?worker`)};`,
    `import wasm from ${quote(`${at(WASM.release)}?url&no-inline`)};`,
    ...images.map(({ path }, i) => `import image${i} from ${quote(`${path}?url&no-inline`)};`),
    'const absolute = (url) => new URL(url, document.baseURI).href;',
    'async function bytes(url) {',
    '  const answer = await fetch(absolute(url));',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the text of a template
    '  if (!answer.ok) throw new Error(`${url}: the server answered ${answer.status}.`);',
    '  return new Uint8Array(await answer.arrayBuffer());',
    '}',
    'export const makeWorker = () => new Machine();',
    'export const wasmSource = async () => absolute(wasm);',
    `export const images = { ${images.map(({ name }, i) => `${quote(name)}: () => bytes(image${i})`).join(', ')} };`,
  ];
}

/** Every part inside the script: no request is made, so it also works from file:// and across origins. */
function inlineModule() {
  const encoded = (/** @type {string} */ path) => quote(readFileSync(path).toString('base64'));
  const entries = guestImages().map(({ name, path }) => `${quote(name)}: async () => decode(${encoded(path)})`);
  return [
    `import Machine from ${quote(`${WORKER}?worker&inline`)};`,
    'const decode = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));',
    'export const makeWorker = () => new Machine();',
    `export const wasmSource = async () => decode(${encoded(at(WASM.release))}).buffer;`,
    `export const images = { ${entries.join(', ')} };`,
  ];
}

/** Every part as a file; `where` writes the expression of its place. */
function nodeModule(/** @type {(file: string, path: string) => string} */ where) {
  const entries = guestImages().map(
    ({ name, file, path }) => `${quote(name)}: async () => bytes(${where(file, path)})`,
  );
  return [
    `import { readFile } from 'node:fs/promises';`,
    'const bytes = async (file) => new Uint8Array(await readFile(file));',
    `export const makeWorker = () => { throw new Error('There is no worker here: drive the machine in this thread.'); };`,
    `export const wasmSource = async () => (await bytes(${where('ringside.wasm', at(WASM.release))})).buffer;`,
    `export const images = { ${entries.join(', ')} };`,
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
    load(id) {
      if (id !== RESOLVED) return undefined;
      const besides = (/** @type {string} */ file, /** @type {string} */ path) => {
        this.emitFile({ type: 'asset', fileName: file, source: readFileSync(path) });
        return `new URL(${quote(`./${file}`)}, import.meta.url)`;
      };
      const inPlace = (/** @type {string} */ _file, /** @type {string} */ path) => quote(path);
      const lines =
        lane === 'site' ? siteModule() : lane === 'inline' ? inlineModule() : nodeModule(bundling ? besides : inPlace);
      return [...lines, `export const version = ${quote(version())};`].join('\n');
    },
  };
}
