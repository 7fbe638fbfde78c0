// @ts-check
// How large the core is: what every page has to load before anything runs.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { buildWasm } from '../scripts/build-wasm.mjs';
import { printTable } from '../scripts/lib/measure.mjs';

const kb = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KB`;
const wasm = readFileSync(await buildWasm());

printTable(
  ['core wasm', 'size', 'bar'],
  [
    ['as it is', kb(wasm.length), '200 KB'],
    ['compressed by gzip', kb(gzipSync(wasm, { level: 9 }).length), '60 KB'],
  ],
);
