#!/usr/bin/env node
// @ts-check
/**
 * Builds the test kernels and asks the oracles anew what they print: QEMU for most, the processor itself for those that need no privilege.
 * What neither answers rightly (ORACLES) is written by hand. Needs the guests' compiler (`npm --prefix tutorials ci`) and
 * qemu-system-i386.
 *
 *   node test/cpu-system/renew.mjs            build images and renew goldens
 *   node test/cpu-system/renew.mjs --images   build images only
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findCompiler } from '../../scripts/lib/guest-compiler.mjs';
import { at, ROOT } from '../../scripts/lib/paths.mjs';
import { TYPED } from './support/typed.mjs';

/** Who knows the right answer to each kernel. */
const ORACLES = {
  segments: 'qemu',
  transfers: 'qemu',
  interrupts: 'qemu',
  privilege: 'qemu',
  paging: 'qemu',
  debug: 'qemu',
  devices: 'qemu',
  console: 'qemu',
  'x87-values': 'silicon',
  x87: 'hand',
  manual: 'hand',
};

const FOLDER = 'test/cpu-system';
const WORK = at('build/cpu-system');
const FLAGS = [
  ...['-target', 'x86-freestanding', '-march=i686', '-std=c11', '-Os', '-ffreestanding', '-nostdlibinc'],
  ...['-fno-pic', '-fno-pie', '-fno-stack-protector', '-fno-sanitize=all', '-mno-sse', '-mno-mmx', '-mno-80387'],
  ...['-msoft-float', '-fno-asynchronous-unwind-tables', '-Wall', '-Wextra', '-Werror'],
];
const QEMU = ['-cpu', 'pentium3,+pae,+nx', '-m', '32', '-display', 'none', '-no-reboot'];

/** Says what is wrong and ends with status 1. */
function fail(/** @type {string} */ why) {
  console.error(`cpu-system: ${why}`);
  process.exit(1);
}

/** @returns {string} */
function compiler() {
  const zig = findCompiler(ROOT);
  if (!zig) fail('the C compiler is not installed; run `npm --prefix tutorials ci` (about 400 MB) and try again');
  return /** @type {string} */ (zig);
}

/** Compiles one source of kernels/; answers the object. */
function compile(/** @type {string} */ zig, /** @type {string} */ source) {
  const object = path.join(WORK, `${source}.o`);
  const from = `${FOLDER}/kernels/${source}`;
  execFileSync(zig, ['cc', ...FLAGS, `-ffile-prefix-map=${ROOT}=.`, '-c', from, '-o', object], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  return object;
}

/** Links objects; answers the file. */
function link(
  /** @type {string} */ zig,
  /** @type {string} */ name,
  /** @type {string[]} */ objects,
  /** @type {string[]} */ more,
) {
  const out = path.join(WORK, name);
  const options = ['-m', 'elf_i386', '-static', '--build-id=none', '-s', ...more];
  execFileSync(zig, ['ld.lld', ...options, ...objects, '-o', out], { cwd: ROOT, stdio: 'inherit' });
  return out;
}

/** What a kernel prints in QEMU. */
function askQemu(/** @type {string} */ image) {
  const devices = ['-serial', 'stdio', '-monitor', 'none', '-device', 'isa-debug-exit,iobase=0xf4,iosize=4'];
  const options = { timeout: 30_000, input: TYPED, encoding: /** @type {const} */ ('latin1') };
  const { status, stdout } = spawnSync('qemu-system-i386', [...QEMU, ...devices, '-kernel', image], options);
  if (status !== 1) fail(`${path.basename(image)} did not end well in QEMU (status ${status}):\n${stdout}`);
  return stdout;
}

const zig = compiler();
mkdirSync(WORK, { recursive: true });
const common = ['start.S', 'machine.c'].map((source) => compile(zig, source));
for (const [name, oracle] of Object.entries(ORACLES)) {
  const object = compile(zig, `${name}.c`);
  const image = link(zig, `${name}.elf`, [...common, object], ['-T', `${FOLDER}/kernels/link.ld`]);
  copyFileSync(image, at(`${FOLDER}/images/${name}.elf`));
  const golden = at(`${FOLDER}/golden/${name}.txt`);
  if (process.argv.includes('--images')) continue;
  if (oracle === 'qemu') writeFileSync(golden, askQemu(image), 'latin1');
  if (oracle === 'silicon') {
    const program = link(zig, `${name}.native`, [compile(zig, 'native.c'), object], ['-e', '_start']);
    writeFileSync(golden, execFileSync(program));
  }
  if (!existsSync(golden)) fail(`golden/${name}.txt has to be written by hand`);
  console.log(`${name.padEnd(12)} ${oracle}`);
}
