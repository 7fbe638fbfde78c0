// @ts-check
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { buildWasm } from '../build-wasm.mjs';
import { emitLessonFacts } from '../emit-lesson-facts.mjs';
import { buildBundles } from './bundles.mjs';
import { at } from './paths.mjs';
import { runScript } from './run.mjs';
import { ONE_FAILED, ONE_PASSED, sum, tallyOfPlaywright, tallyOfVitest } from './tally.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */
/**
 * A part of `npm test`. Its budget in seconds is printed beside its time; time never fails a test.
 *
 * @typedef {{ name: string, budget: number, run: () => Promise<Tally> }} Stage
 */

const BIOME = 'node_modules/@biomejs/biome/bin/biome';
const TSC = 'node_modules/typescript/bin/tsc';

/** The tools that read the sources; all run at once. */
const STATIC_TOOLS = [
  { name: 'biome: format, lint, layers', script: BIOME, args: ['ci', '--colors=off', '--max-diagnostics=100', '.'] },
  { name: 'tsc: web and tests', script: TSC, args: ['-p', 'tsconfig.json'] },
  { name: 'tsc: no DOM below the page', script: TSC, args: ['-p', 'tsconfig.core.json'] },
  { name: 'tsc: scripts', script: TSC, args: ['-p', 'tsconfig.tools.json'] },
  { name: 'knip: dead code', script: 'node_modules/knip/bin/knip.js', args: ['--no-progress'] },
  { name: 'guests: images match their sources', script: 'scripts/build-guests.mjs', args: ['--check'] },
];

/** Runs one thing that passes or fails as a whole, and says so in a line. */
async function step(/** @type {string} */ name, /** @type {() => Promise<unknown>} */ task) {
  try {
    await task();
    console.log(`  ok    ${name}`);
    return ONE_PASSED;
  } catch (error) {
    console.log(`  FAIL  ${name}\n${/** @type {Error} */ (error).message}`);
    return ONE_FAILED;
  }
}

/** Builds everything; each bundle counts as one. */
async function build() {
  const say = (/** @type {string} */ line) => console.log(`        ${line}`);
  const tallies = [await step('wasm', () => buildWasm({ say }))];
  for (const bundle of /** @type {const} */ (['site', 'single', 'element', 'deck', 'cli'])) {
    tallies.push(await step(`bundle ${bundle}`, () => buildBundles([bundle], say)));
  }
  return sum(tallies);
}

/** Each static tool counts as one. */
async function staticTools() {
  // The tools read what builds make.
  await buildWasm();
  await emitLessonFacts();
  const run = (/** @type {typeof STATIC_TOOLS[number]} */ { name, script, args }) =>
    step(name, async () => {
      const { status, output } = await runScript(at(script), args, { quiet: true });
      if (status !== 0) throw new Error(output.trim());
      if (/skip/i.test(output)) console.log(`        ${output.trim()}`);
    });
  return sum(await Promise.all(STATIC_TOOLS.map(run)));
}

/** A place for a tool's report, without that of the last run. */
function freshReport(/** @type {string} */ name) {
  const file = at(`build/test/${name}.json`);
  mkdirSync(at('build/test'), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/** Runs one project of vitest.config.ts. */
async function vitest(/** @type {string} */ project) {
  const report = freshReport(project);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['run', '--project', project, '--passWithNoTests', ...reporters];
  const { status } = await runScript(at('node_modules/vitest/vitest.mjs'), args);
  return tallyOfVitest(report, status);
}

/** Runs the browser tests; gets a browser where there is none. */
async function browser() {
  const { ensureChromium } = await import('./chromium.mjs');
  const found = await step('a Chromium to test with', async () => ensureChromium());
  if (found.failed) return found;
  const report = freshReport('browser');
  const { status } = await runScript(at('node_modules/@playwright/test/cli.js'), ['test', '--pass-with-no-tests']);
  if (status === 0 && !existsSync(report)) return ONE_PASSED;
  return sum([found, tallyOfPlaywright(report, status)]);
}

/** @type {Stage[]} */
export const STAGES = [
  { name: 'build', budget: 60, run: build },
  { name: 'static', budget: 20, run: staticTools },
  { name: 'units', budget: 90, run: () => vitest('units') },
  { name: 'modes', budget: 60, run: () => vitest('modes') },
  { name: 'fuzz', budget: 45, run: () => vitest('fuzz') },
  { name: 'guests', budget: 90, run: () => vitest('guests') },
  { name: 'browser', budget: 180, run: browser },
];
