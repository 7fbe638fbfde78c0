/**
 * Every run whose console is compared with real Xen's. `npm run oracle` makes the goldens from this list, and the
 * tests run the same list on our machine.
 *
 * @typedef {object} OracleCase
 * @property {string} name
 * @property {string} image relative to the project; 'pv-grub' stands for Debian's file, which is fetched
 * @property {string} golden relative to the project: the console's bytes as latin-1 text, masked
 * @property {'orderly' | 'crashed' | 'running'} outcome how it ends; 'running': not before `seconds`
 * @property {string} [command] kernel command line
 * @property {string} [input] lines to type, relative to the project; "wait TEXT" holds until the console shows TEXT
 * @property {string} [ramdisk] relative to the project
 * @property {string} [beside] image of a second domain, relative to the project, created after it with the same command line; the golden holds
 *   its console after the first one's
 * @property {string} [xen] options of real Xen
 * @property {string} [profile] rules of our machine that they stand for
 * @property {number} [memory] MiB; 64 if left out
 * @property {number} [seconds] after which the oracle stops waiting for one that runs for ever
 * @property {number} [keep] compare only this many first bytes
 * @property {boolean} [pv32] needs a Xen built with PV32, which Debian's is not (its xen-shim is)
 * @property {boolean} [dom0] is domain 0 there
 * @property {(text: string) => string} mask
 */
import { maskNothing, maskProbe, maskPvGrub } from './mask.mjs';

const HELLO_INPUT = 'test/oracle/input/hello.txt';
const RAMDISK = 'test/oracle/input/ramdisk.txt';

/** @returns {OracleCase} */
function hello(name, more) {
  return {
    name,
    image: 'tutorials/images/hello.elf',
    golden: golden(name),
    outcome: 'orderly',
    mask: maskNothing,
    ...more,
  };
}

/** @returns {OracleCase} */
function tiny(name, outcome, more = {}) {
  const image = `tutorials/images/test/${name}.elf`;
  return { name, image, golden: `test/guests/${name}/expect.txt`, outcome, mask: maskNothing, ...more };
}

/**
 * A cut of the kernel of tutorials/02-memory/01-recursive-map, with linear page tables and without.
 *
 * @returns {OracleCase[]}
 */
function recursive(variant, outcome) {
  const image = `tutorials/images/recursive-${variant}-pae.elf`;
  const name = `recursive-${variant}`;
  const off = { xen: 'pv-linear-pt=false', profile: 'xen-4.17-nolinear' };
  return [
    { name, image, golden: golden(name), outcome, mask: maskNothing },
    {
      name: `${name}-nolinear`,
      image,
      golden: golden(`${name}-nolinear`),
      outcome: 'crashed',
      mask: maskNothing,
      ...off,
    },
  ];
}

/**
 * Two domains that play over a page and a port, or over the port alone where Xen maps no grants for them. pong must be there first: see
 * ping.c.
 *
 * @returns {OracleCase}
 */
function ping(name, more) {
  return {
    name,
    image: 'tutorials/images/pong.elf',
    beside: 'tutorials/images/ping.elf',
    golden: golden(name),
    outcome: 'orderly',
    mask: maskNothing,
    ...more,
  };
}

const golden = (name) => `test/oracle/golden/${name}.txt`;

/** @type {OracleCase[]} */
export const CASES = [
  hello('hello', { command: 'one two three', input: HELLO_INPUT }),
  hello('hello-ramdisk', { command: 'noread', ramdisk: RAMDISK }),
  hello('hello-200', { command: 'noread', memory: 200 }),
  hello('hello-low', { command: 'noread', image: 'tutorials/images/hello-low.elf' }),
  hello('hello-middle', { command: 'noread', image: 'tutorials/images/hello-middle.elf' }),
  tiny('print-forever', 'running', { seconds: 12, keep: 4096 }),
  tiny('call-forever', 'running', { seconds: 12 }),
  tiny('loop-forever', 'running', { seconds: 12 }),
  tiny('no-trap-table', 'crashed'),
  tiny('bad-stack', 'crashed'),
  tiny('clear-own-l2', 'crashed'),
  tiny('crash', 'crashed'),
  tiny('xenstore', 'orderly', { image: 'tutorials/images/xenstore.elf' }),
  tiny('probe', 'orderly', { command: 'as domU', golden: golden('32-domU-shim'), mask: maskProbe }),
  ping('ping', { pv32: true }),
  ping('ping-noshare', { command: 'noshare' }),
  ...recursive('writable-slot', 'crashed'),
  ...recursive('native-stores', 'crashed'),
  ...recursive('queued-updates', 'orderly'),
  ...recursive('other-directory', 'crashed'),
  {
    name: 'pv-grub',
    image: 'pv-grub',
    golden: golden('pv-grub-i386-transcript'),
    outcome: 'orderly',
    input: 'test/oracle/input/pv-grub.txt',
    mask: maskPvGrub,
  },
];
