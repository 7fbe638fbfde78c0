#!/usr/bin/env node
// @ts-check
/**
 * Runs the probes on our machine and prints how many of their answers equal real Xen's, and every difference.
 *
 *   npm run probe                 every probe in every environment
 *   npm run probe -- 32-dom0 ...  against these goldens of test/oracle/golden
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compareProbe } from '../test/oracle/compare-probe.mjs';
import { ASKED } from '../test/oracle/probes.mjs';
import { at } from './lib/paths.mjs';
import { runProbe } from './lib/run-probe.mjs';

/** @typedef {import('../test/oracle/probes.mjs').Asked} Asked */

const nameOf = (/** @type {Asked} */ { golden }) => path.basename(golden, '.txt');

/** Asks and prints. Returns whether the probe ran to its end. */
function ask(/** @type {Asked} */ asked) {
  const { text, status } = runProbe(asked);
  const { total, equal, differences } = compareProbe(text, readFileSync(at(asked.golden), 'latin1'));
  for (const { question, expected, got } of differences)
    console.log(`${question}\n    real Xen  ${expected}\n    Ringside  ${got}`);
  const end = status === 0 ? 'ran to its end' : 'did not run to its end';
  console.log(`${nameOf(asked)}: ${equal} of ${total} answers equal real Xen's; it ${end}`);
  return status === 0;
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !ASKED.some((asked) => nameOf(asked) === name));
if (unknown.length > 0) {
  console.error(`probe: there is no golden ${unknown.join(', ')}; there are ${ASKED.map(nameOf).join(', ')}`);
  process.exit(2);
}
const chosen = ASKED.filter((asked) => names.length === 0 || names.includes(nameOf(asked)));
process.exitCode = chosen.map(ask).every(Boolean) ? 0 : 1;
