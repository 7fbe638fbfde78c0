#!/usr/bin/env node
// @ts-check
/**
 * Runs the probe on our machine and prints how many of its answers equal real Xen's (test/oracle/golden/32-domU.txt).
 *
 *   npm run probe                  the count and every difference
 *   npm run probe -- 32-dom0       against another golden of the probe, as domain 0 for 32-dom0 and 32-nolinear
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { compareProbe } from '../test/oracle/compare-probe.mjs';
import { at } from './lib/paths.mjs';

const PROBE = 'tutorials/images/test/probe.elf';

/** Options under which our machine stands for the environment of a golden. */
function optionsFor(/** @type {string} */ golden) {
  if (golden === '32-dom0') return ['--dom0'];
  return golden === '32-nolinear' ? ['--dom0', '--profile', 'xen-4.17-nolinear'] : [];
}

const golden = process.argv[2] ?? '32-domU';
const file = at(`test/oracle/golden/${golden}.txt`);
if (!golden.startsWith('32-') || !existsSync(file)) {
  console.error(`probe: there is no golden ${golden}; there are 32-domU, 32-domU-shim, 32-dom0 and 32-nolinear`);
  process.exit(2);
}
const command = [
  at('scripts/ringside.mjs'),
  'run',
  at(PROBE),
  '--max-seconds',
  '60',
  ...optionsFor(golden),
  '--',
  'as domU',
];
const child = spawnSync(process.execPath, command, { encoding: 'latin1', stdio: ['ignore', 'pipe', 'inherit'] });
const { total, equal, differences } = compareProbe(child.stdout, readFileSync(file, 'latin1'));
for (const { question, expected, got } of differences)
  console.log(`${question}\n    real Xen  ${expected}\n    Ringside  ${got}`);
const end = child.stdout.includes('probe: END') ? 'ran to its end' : 'did not run to its end';
console.log(`probe: ${equal} of ${total} answers equal real Xen's (${golden}); it ${end}`);
process.exitCode = end === 'ran to its end' ? 0 : 1;
