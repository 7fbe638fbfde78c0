/**
 * The probes, and the environments of real Xen in which each was asked. Every pair has a golden; the tests ask our
 * machine the same questions under the options that stand for the environment.
 */

import { maskProbe } from './mask.mjs';

/**
 * @typedef {'domU' | 'dom0' | 'nolinear'} Environment an ordinary domain; domain 0; domain 0 of a Xen started with
 *   pv-linear-pt=false
 *
 * @typedef {object} Asked
 * @property {string} probe a guest of tutorials/guests.json
 * @property {Environment} environment
 * @property {string} golden relative to the project: what real Xen answered, masked
 */

/** How our machine becomes an environment: options of `ringside run`. */
export const OPTIONS_OF = {
  domU: [],
  dom0: ['--dom0'],
  nolinear: ['--dom0', '--profile', 'xen-4.17-nolinear'],
};

/** Every probe is given this, so that its console does not depend on where it runs. */
export const COMMAND = 'as domU';

/** @returns {Asked} */
const asked = (probe, environment, file) => ({ probe, environment, golden: `test/oracle/golden/${file}.txt` });

/** @type {Asked[]} */
export const ASKED = [
  asked('probe', 'domU', '32-domU'),
  asked('probe', 'dom0', '32-dom0'),
  asked('probe', 'nolinear', '32-nolinear'),
  asked('probe-calls', 'domU', 'calls-domU'),
  asked('probe-calls', 'dom0', 'calls-dom0'),
  asked('probe-traps', 'domU', 'traps-domU'),
  asked('probe-traps', 'dom0', 'traps-dom0'),
  asked('probe-tables', 'domU', 'tables-domU'),
  asked('probe-tables', 'dom0', 'tables-dom0'),
  asked('probe-tables', 'nolinear', 'tables-nolinear'),
  asked('probe-grants', 'domU', 'grants-domU'),
  asked('probe-grants', 'dom0', 'grants-dom0'),
  asked('probe-tools', 'domU', 'tools-domU'),
];

/**
 * The same as cases for the oracle.
 *
 * @type {import('./cases.mjs').OracleCase[]}
 */
export const PROBE_CASES = ASKED.map(({ probe, environment, golden }) => ({
  name: golden.replace(/.*\/|\.txt$/g, ''),
  image: `tutorials/images/test/${probe}.elf`,
  golden,
  outcome: 'orderly',
  command: COMMAND,
  mask: maskProbe,
  pv32: true,
  ...(environment === 'domU' ? {} : { dom0: true }),
  ...(environment === 'nolinear' ? { xen: 'pv-linear-pt=false' } : {}),
}));
