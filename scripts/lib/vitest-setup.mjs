// @ts-check
import { rmSync } from 'node:fs';
import { buildWasm, WASM } from '../build-wasm.mjs';
import { at } from './paths.mjs';

/**
 * Builds the release wasm before the first test, once for all projects. If it does not compile, the tests that need it
 * must fail and not run the last one that did; the others go on.
 */
export async function setup() {
  try {
    await buildWasm({ say: console.error });
  } catch (error) {
    rmSync(at(WASM.release), { force: true });
    console.error(/** @type {Error} */ (error).message);
  }
}
