#!/usr/bin/env node
// @ts-check
// Says whether built files are what their integrity hash claims: verify-integrity.mjs [FILE or FOLDER ...].
import path from 'node:path';
import { checkIntegrity } from './lib/integrity.mjs';
import { at } from './lib/paths.mjs';

const given = process.argv.slice(2).map((name) => path.resolve(name));
const artefacts = given.length
  ? given
  : ['site', 'ringside.html', 'ringside-demo.js', 'ringside-demo.iife.js'].map((name) => at('dist', name));

for (const artefact of artefacts) {
  const name = path.relative(process.cwd(), artefact);
  try {
    const { ok, expected, found } = checkIntegrity(artefact);
    console.log(
      ok ? `${name}: intact, ${found}` : `${name}: CHANGED. It states ${expected}, its contents give ${found}.`,
    );
    if (!ok) process.exitCode = 1;
  } catch (error) {
    console.error(`${name}: cannot be read (${/** @type {Error} */ (error).message}). Run npm run build first.`);
    process.exitCode = 1;
  }
}
