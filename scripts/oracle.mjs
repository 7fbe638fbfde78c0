#!/usr/bin/env node
// @ts-check
/**
 * Runs our guests, and Debian's PV-GRUB, on real Xen and renews the goldens under test/. Needs a Debian with apt and
 * QEMU, 1 GB of memory and half a minute a case; no part of `npm test`.
 *
 *   npm run oracle                      every case of test/oracle/cases.mjs
 *   npm run oracle -- hello pv-grub     those cases
 *   npm run oracle -- --xen FILE [...]  the probes' cases too, on a Xen 4.17 built with CONFIG_PV32
 *   npm run oracle -- --check [...]     compares only
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CASES } from '../test/oracle/cases.mjs';
import { PROBE_CASES } from '../test/oracle/probes.mjs';
import { fetchPvGrub } from './fetch-pv-grub.mjs';
import { at, ROOT } from './lib/paths.mjs';

/** @typedef {import('../test/oracle/cases.mjs').OracleCase} OracleCase */

const OUTCOMES = { orderly: 'orderly', crashed: 'crashed', timeout: 'running' };
const CONSOLE_MAX = 1 << 22;

/** The image's path, or why there is none. */
function imageOf(/** @type {OracleCase} */ { image }) {
  return image === 'pv-grub' ? fetchPvGrub() : { path: at(image) };
}

/** Options of run-on-real-xen for a case; domain 0 has no console ring, so there are no exact bytes to ask for. */
function optionsOf(/** @type {OracleCase} */ wanted, /** @type {string | undefined} */ pv32) {
  const options = wanted.dom0 ? [] : ['-u', '-b', '-m', String(wanted.memory ?? 64)];
  if (wanted.pv32 && pv32) options.push('-k', pv32);
  if (wanted.seconds) options.push('-t', String(wanted.seconds));
  if (wanted.input) options.push('-i', at(wanted.input));
  if (wanted.xen) options.push('-x', wanted.xen);
  if (wanted.ramdisk) options.push('-d', at(wanted.ramdisk));
  if (wanted.beside) options.push('-w', at(wanted.beside));
  return options;
}

/** Boots one case on real Xen; gives its console and how it ended. */
function run(/** @type {OracleCase} */ wanted, /** @type {string} */ image, /** @type {string | undefined} */ pv32) {
  const words = wanted.command ? wanted.command.split(' ') : [];
  const child = spawnSync(at('test/oracle/run-on-real-xen'), [...optionsOf(wanted, pv32), image, ...words], {
    cwd: ROOT,
    encoding: 'latin1',
    maxBuffer: CONSOLE_MAX,
  });
  const end = wanted.dom0 ? endOfDom0(child.status) : (/domU end: (\w+)/.exec(child.stderr)?.[1] ?? 'none');
  if (end === 'none') throw new Error(`${wanted.name}: real Xen did not run it\n${child.stderr}`);
  return {
    text: wanted.mask(child.stdout.slice(0, wanted.keep)),
    outcome: OUTCOMES[/** @type {'timeout'} */ (end)] ?? end,
  };
}

/** How a domain 0 ended, by the exit status of run-on-real-xen. */
function endOfDom0(/** @type {number | null} */ status) {
  if (status === 0) return 'orderly';
  return status === 1 ? 'crashed' : 'none';
}

/** Runs a case and renews or compares its golden. Returns whether all is as it was. */
function renew(/** @type {OracleCase} */ wanted) {
  const image = imageOf(wanted);
  const skipped = 'skipped' in image ? image.skipped : wanted.pv32 && !options.xen && 'needs --xen (skipped)';
  if (skipped || 'skipped' in image) {
    console.log(`${wanted.name}: ${skipped}`);
    return true;
  }
  const { text, outcome } = run(wanted, image.path, options.xen);
  const before = existsSync(at(wanted.golden)) ? readFileSync(at(wanted.golden), 'latin1') : '';
  const isSame = wanted.mask(before) === text;
  if (!options.check && !isSame) writeFileSync(at(wanted.golden), text, 'latin1');
  console.log(`${wanted.name}: ${outcome}, ${text.length} bytes, ${isSame ? 'as before' : 'CHANGED'}`);
  if (outcome !== wanted.outcome) console.log(`${wanted.name}: should have ended ${wanted.outcome}`);
  return isSame && outcome === wanted.outcome;
}

const { values: options, positionals: names } = parseArgs({
  options: { check: { type: 'boolean', default: false }, xen: { type: 'string' } },
  allowPositionals: true,
});
const cases = [...CASES, ...PROBE_CASES];
const unknown = names.filter((name) => !cases.some((each) => each.name === name));
if (unknown.length > 0) {
  console.error(`oracle: no case ${unknown.join(', ')}; there are ${cases.map((each) => each.name).join(', ')}`);
  process.exit(2);
}
const chosen = cases.filter((each) => names.length === 0 || names.includes(each.name));
const right = chosen.map(renew);
process.exitCode = right.every(Boolean) || !options.check ? 0 : 1;
