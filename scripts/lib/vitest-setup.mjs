// @ts-check
import { buildWasm } from '../build-wasm.mjs';

/** Builds the release wasm before the first test, once for all projects. */
export async function setup() {
  await buildWasm({ say: console.error });
}
