#!/usr/bin/env node
// @ts-check
/**
 * Runs our guests, and Debian's PV-GRUB, on real Xen and renews the goldens under test/. Needs a Debian with apt and
 * QEMU, 1 GB of memory and half a minute a case; no part of `npm test`.
 *
 *   npm run oracle                    every case of test/oracle/cases.mjs
 *   npm run oracle -- hello pv-grub   those cases
 *   npm run oracle -- --check [...]   compares only
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { CASES } from '../test/oracle/cases.mjs';
import { fetchPvGrub } from './fetch-pv-grub.mjs';
import { at, ROOT } from './lib/paths.mjs';

/** @typedef {import('../test/oracle/cases.mjs').OracleCase} OracleCase */

const OUTCOMES = { orderly: 'orderly', crashed: 'crashed', timeout: 'running' };
const CONSOLE_MAX = 1 << 22;

/** The image's path, or why there is none. */
function imageOf(/** @type {OracleCase} */ { image }) {
  return image === 'pv-grub' ? fetchPvGrub() : { path: at(image) };
}

/** Boots one case on real Xen; gives its console and how it ended. */
function run(/** @type {OracleCase} */ wanted, /** @type {string} */ image) {
  const options = ['-u', '-b', '-m', String(wanted.memory ?? 64)];
  if (wanted.seconds) options.push('-t', String(wanted.seconds));
  if (wanted.input) options.push('-i', at(wanted.input));
  if (wanted.xen) options.push('-x', wanted.xen);
  if (wanted.ramdisk) options.push('-d', at(wanted.ramdisk));
  const words = wanted.command ? wanted.command.split(' ') : [];
  const child = spawnSync(at('test/oracle/run-on-real-xen'), [...options, image, ...words], {
    cwd: ROOT,
    encoding: 'latin1',
    maxBuffer: CONSOLE_MAX,
  });
  const end = /domU end: (\w+)/.exec(child.stderr)?.[1] ?? 'none';
  if (end === 'none') throw new Error(`${wanted.name}: real Xen did not run it\n${child.stderr}`);
  return {
    text: wanted.mask(child.stdout.slice(0, wanted.keep)),
    outcome: OUTCOMES[/** @type {'timeout'} */ (end)] ?? end,
  };
}

/** Runs a case and renews or compares its golden. Returns whether all is as it was. */
function renew(/** @type {OracleCase} */ wanted, /** @type {boolean} */ checkOnly) {
  const image = imageOf(wanted);
  if ('skipped' in image) {
    console.log(`${wanted.name}: ${image.skipped}`);
    return true;
  }
  const { text, outcome } = run(wanted, image.path);
  const before = existsSync(at(wanted.golden)) ? readFileSync(at(wanted.golden), 'latin1') : '';
  const isSame = wanted.mask(before) === text;
  if (!checkOnly && !isSame) writeFileSync(at(wanted.golden), text, 'latin1');
  console.log(`${wanted.name}: ${outcome}, ${text.length} bytes, ${isSame ? 'as before' : 'CHANGED'}`);
  if (outcome !== wanted.outcome) console.log(`${wanted.name}: should have ended ${wanted.outcome}`);
  return isSame && outcome === wanted.outcome;
}

const words = process.argv.slice(2);
const names = words.filter((word) => word !== '--check');
const unknown = names.filter((name) => !CASES.some((each) => each.name === name));
if (unknown.length > 0) {
  console.error(`oracle: no case ${unknown.join(', ')}; there are ${CASES.map((each) => each.name).join(', ')}`);
  process.exit(2);
}
const chosen = CASES.filter((each) => names.length === 0 || names.includes(each.name));
const right = chosen.map((each) => renew(each, words.includes('--check')));
process.exitCode = right.every(Boolean) || !words.includes('--check') ? 0 : 1;
