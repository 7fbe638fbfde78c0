#!/usr/bin/env node
// @ts-check
// Tests everything, or the stages named: test.mjs [build] [static] [units] [modes] [fuzz] [guests] [browser].
// A failure does not stop the later stages. The last line is "N passed, N failed".
import { ensureInstalled } from './lib/install.mjs';

/** Seconds since a moment of performance.now(). */
const since = (/** @type {number} */ started) => ((performance.now() - started) / 1000).toFixed(1);

/**
 * Runs one stage and counts what failed in a way its tools did not foresee.
 *
 * @param {import('./lib/stages.mjs').Stage} stage
 */
async function runStage({ name, budget, run }) {
  console.log(`\n== ${name}`);
  const started = performance.now();
  let tally = { passed: 0, failed: 1, skipped: 0 };
  try {
    tally = await run();
  } catch (error) {
    console.log(`  FAIL  ${/** @type {Error} */ (error).message}`);
  }
  return { name, budget, tally, seconds: since(started) };
}

/** The stages of the command line, or undefined after a sentence on stderr. */
function choose(/** @type {import('./lib/stages.mjs').Stage[]} */ stages) {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !stages.some((stage) => stage.name === name));
  if (!unknown) return stages.filter(({ name }) => !wanted.length || wanted.includes(name));
  console.error(`There is no stage ${unknown}. There are: ${stages.map(({ name }) => name).join(', ')}.`);
  return undefined;
}

async function main() {
  const started = performance.now();
  await ensureInstalled();
  console.log(`== install\n        ${since(started)} s`);
  const { STAGES } = await import('./lib/stages.mjs');
  const { inWords, sum } = await import('./lib/tally.mjs');
  const chosen = choose(STAGES);
  if (!chosen) return 2;
  const results = [];
  for (const stage of chosen) results.push(await runStage(stage));
  console.log('\nstage      seconds  (budget)');
  for (const { name, seconds, budget, tally } of results) {
    console.log(`${name.padEnd(10)} ${seconds.padStart(7)}  ${`(${budget})`.padEnd(8)}  ${inWords(tally)}`);
  }
  const total = sum(results.map(({ tally }) => tally));
  console.log(`total      ${since(started).padStart(7)}\n\n${inWords(total)}`);
  return total.failed ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.log(`${/** @type {Error} */ (error).message}\n\n0 passed, 1 failed`);
  process.exitCode = 1;
}
