#!/usr/bin/env node
// @ts-check
// Lets two hostile domains make millions of random hypercalls, and holds Xen to what it promises: see test/fuzz/hypercalls.
//   campaign-hypercalls.mjs [--calls N] [--seed N] [--audit N] [--check N]
// --audit, --check: calls between two audits of the frame table, and between two looks at everything that can be written.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildWasm } from './build-wasm.mjs';
import { importSource } from './lib/import-source.mjs';

/** Prints how often each key came, the most frequent first. */
function printCounts(/** @type {string} */ what, /** @type {Map<number, number>} */ counts) {
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  console.log(`${what}: ${sorted.map(([key, count]) => `${key}: ${count}`).join(', ')}`);
}

async function main() {
  const { values } = parseArgs({
    options: {
      calls: { type: 'string', default: '20000000' },
      seed: { type: 'string', default: '1' },
      audit: { type: 'string', default: '50' },
      check: { type: 'string', default: '200' },
    },
  });
  const { hypercallCampaign } = await importSource('test/fuzz/hypercalls/campaign.ts');
  const module = new WebAssembly.Module(readFileSync(await buildWasm()));
  const started = performance.now();
  const report = await hypercallCampaign({
    calls: Number(values.calls),
    seed: Number(values.seed),
    auditEvery: Number(values.audit),
    checkEvery: Number(values.check),
    module,
    say: console.log,
  });
  const { numbers, rules, ...figures } = report;
  console.log(figures);
  printCounts('calls by number', numbers);
  printCounts('refusals by rule', rules);
  console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
}

try {
  await main();
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
