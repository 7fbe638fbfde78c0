#!/usr/bin/env node
// @ts-check
// Builds bench/workloads/kernel.elf, which is committed, with the compiler that tutorials/ pins.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findCompiler } from '../../scripts/lib/guest-compiler.mjs';
import { ROOT } from '../../scripts/lib/paths.mjs';

const HERE = 'bench/workloads';
const SOURCES = ['start.S', 'main.c', 'kernel.c', 'process.c', 'cold.c', 'user.c'];
/** As a kernel is compiled: no unit but the integer one, and loops that stay loops. */
const FLAGS = [
  ...['-target', 'x86-freestanding', '-march=i686', '-std=c11', '-O2', '-ffreestanding', '-nostdinc', '-fno-builtin'],
  ...['-fno-pic', '-fno-pie', '-fno-stack-protector', '-fno-sanitize=all', '-fno-asynchronous-unwind-tables'],
  ...['-mno-sse', '-mno-mmx', '-mno-80387', '-msoft-float', '-fno-vectorize', '-fno-slp-vectorize'],
  ...['-Wall', '-Wextra', '-Werror', `-ffile-prefix-map=${ROOT}=.`],
];

const zig = findCompiler(ROOT);
if (!zig) {
  console.error('The C compiler is not installed; run `npm --prefix tutorials ci` (about 400 MB) and try again.');
  process.exit(1);
}
const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
const run = (/** @type {string[]} */ args) => execFileSync(zig, args, { cwd: ROOT, stdio: 'inherit' });
const objects = SOURCES.map((source) => {
  const object = path.join(folder, `${source}.o`);
  run(['cc', ...FLAGS, '-c', `${HERE}/${source}`, '-o', object]);
  return object;
});
const link = ['-m', 'elf_i386', '-static', '--build-id=none', '-s', '-T', `${HERE}/link.ld`];
run(['ld.lld', ...link, ...objects, '-o', `${HERE}/kernel.elf`]);
rmSync(folder, { recursive: true });
