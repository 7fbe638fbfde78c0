// @ts-check
import { rmSync } from 'node:fs';
import { buildWasm, WASM } from '../build-wasm.mjs';
import { emitLessonFacts } from '../emit-lesson-facts.mjs';
import { at } from './paths.mjs';

/**
 * Builds the release wasm, and runs what lessons quote, before the first test, once for all projects. If it does not compile, the tests that need it
 * must fail and not run the last one that did; the others go on.
 */
export async function setup() {
  try {
    await buildWasm({ say: console.error });
    await emitLessonFacts({ say: console.error });
  } catch (error) {
    rmSync(at(WASM.release), { force: true });
    console.error(/** @type {Error} */ (error).message);
  }
}
