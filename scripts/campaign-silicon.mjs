#!/usr/bin/env node
// @ts-check
// Asks this machine's processor millions of questions and holds our CPU against its answers; see test/isa/silicon/README.md.
//   campaign-silicon.mjs [--vectors N] [--seed N]     ask and check
//   campaign-silicon.mjs --keep                       make test/isa/silicon/vectors.bin.gz anew
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { buildWasm } from './build-wasm.mjs';
import { importSource } from './lib/import-source.mjs';
import { at } from './lib/paths.mjs';

const SOURCES = 'test/isa/silicon/generator';
const GENERATOR = at('build/silicon/generator');
const COMMITTED = 'test/isa/silicon/vectors.bin.gz';
const COMMITTED_VECTORS = 16 * 4096;
const COMMITTED_SEED = 1;
/** Vectors in one run of the generator. */
const BATCH = 1 << 18;

/** Compiles the generator: 32-bit, in one piece at a fixed place, and without what needs GS. */
function compile() {
  mkdirSync(at('build/silicon'), { recursive: true });
  const files = readdirSync(at(SOURCES)).filter((file) => file.endsWith('.c'));
  const flags = ['-m32', '-O2', '-Wall', '-Wextra', '-Werror', '-static', '-no-pie', '-fno-pie'];
  flags.push('-fno-stack-protector', '-fcf-protection=none');
  try {
    execFileSync('gcc', [...flags, ...files.map((file) => at(SOURCES, file)), '-o', GENERATOR], { stdio: 'inherit' });
  } catch {
    throw new Error(
      'The generator was not compiled: it needs Linux on x86 and gcc with its 32-bit library (gcc-multilib).',
    );
  }
}

/** @param {bigint} seed @param {number} vectors */
function generate(seed, vectors) {
  const file = at('build/silicon/vectors.bin');
  try {
    execFileSync(GENERATOR, [file, String(seed), String(vectors)], { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    throw new Error('The generator did not run to its end: it needs a Linux kernel that runs 32-bit programs.');
  }
  return readFileSync(file);
}

/** Checks batches of fresh vectors until `vectors` are done. */
async function campaign(/** @type {bigint} */ first, /** @type {number} */ vectors) {
  const { check, textOf } = await importSource('test/isa/silicon/check.ts');
  const module = new WebAssembly.Module(readFileSync(await buildWasm()));
  let [wrong, others] = [0, 0];
  for (let done = 0, seed = first; done < vectors; done += BATCH, seed++) {
    const report = check(module, generate(seed, Math.min(BATCH, vectors - done)), 2);
    for (const failure of report.failures) console.log(textOf(failure));
    for (const count of report.wrong.values()) wrong += count;
    others += report.otherFirst;
    console.log(`seed ${seed}: ${report.vectors} vectors, ${report.rows.size} rows, ${wrong} wrong so far`);
  }
  console.log(`${vectors} vectors, ${wrong} wrong; in ${others} the other of two faults was told of`);
  return wrong;
}

/** Today's seed for those who give none: any will do, if it is printed. */
const freshSeed = () => BigInt(Date.now());

async function main() {
  const { values } = parseArgs({
    options: { vectors: { type: 'string' }, seed: { type: 'string' }, keep: { type: 'boolean' } },
  });
  compile();
  if (values.keep) {
    const packed = gzipSync(generate(BigInt(COMMITTED_SEED), COMMITTED_VECTORS), { level: 9 });
    writeFileSync(at(COMMITTED), packed);
    console.log(`${COMMITTED}: ${COMMITTED_VECTORS} vectors, ${packed.length} bytes`);
    return 0;
  }
  const seed = values.seed === undefined ? freshSeed() : BigInt(values.seed);
  const vectors = Number(values.vectors ?? 2_000_000);
  console.log(`silicon: ${vectors} vectors from seed ${seed}`);
  return (await campaign(seed, vectors)) ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
