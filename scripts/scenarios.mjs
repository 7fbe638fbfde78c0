#!/usr/bin/env node
// @ts-check
/**
 * Runs every scenario of every lesson headless and holds it against what the lesson claims: a line each, then the table of endings.
 * Exit status 1 if anything is not as claimed.
 *
 *   npm run scenarios             all of them
 *   npm run scenarios -- fork     those whose name contains a word
 */
import { readFileSync } from 'node:fs';
import { WASM } from './build-wasm.mjs';
import { importSource } from './lib/import-source.mjs';
import { at } from './lib/paths.mjs';

/** @typedef {import('../web/lessons/check-lesson').CheckedScenario} CheckedScenario */

/** Lines of text with columns of equal width. */
function columns(/** @type {string[][]} */ rows) {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const HEAD = ['', 'variant', 'profile', 'format', 'outcome', 'errno', 'level', 'slot', 'why'];

const { LESSONS, checkScenarioOf, endingWords } = await importSource('web/lessons/index.ts');
const module = new WebAssembly.Module(readFileSync(at(WASM.release)));
/** What the table says of a run. */
function row(/** @type {CheckedScenario} */ { scenario, run }) {
  const { variant, profile, format } = scenario;
  const { outcome, errno, level, slot, why } = endingWords(run.ending);
  return [variant.letter, variant.name, profile ?? 'bare machine', format, outcome, errno, level, slot, why];
}

/** @type {Record<string, () => Promise<Uint8Array>>} */
const images = new Proxy(
  {},
  { get: (_, name) => async () => readFileSync(at(`tutorials/images/${String(name)}.elf`)) },
);
const words = process.argv.slice(2);
/** @type {CheckedScenario[]} */
const checked = [];
for (const lesson of LESSONS) {
  for (const scenario of lesson.scenarios) {
    if (words.length > 0 && !words.some((word) => scenario.name.includes(word))) continue;
    const result = await checkScenarioOf(lesson, scenario, module, images);
    checked.push(result);
    const { wrong, run } = result;
    console.log(`${wrong.length ? 'FAIL' : 'ok  '}  ${lesson.name}/${scenario.name}, ${run.found.length} markers`);
    for (const sentence of wrong) console.log(`      ${sentence}`);
  }
}
if (checked.length === 0) {
  console.error(`scenarios: none has ${words.join(' or ')} in its name`);
  process.exit(2);
}
// By format, variant and era: the names of eras sort as they followed one another.
const rows = checked
  .map(row)
  .sort((a, b) => [3, 0, 2].map((i) => (a[i] ?? '').localeCompare(b[i] ?? '')).find(Boolean) ?? 0);
console.log(`\n${columns([HEAD, ...rows]).join('\n')}`);
const failed = checked.filter(({ wrong }) => wrong.length > 0).length;
console.log(`\n${checked.length - failed} scenarios as claimed, ${failed} not`);
process.exitCode = failed ? 1 : 0;
