#!/usr/bin/env node
// @ts-check
// Runs every scenario of every lesson and writes web/lessons/facts.gen.ts: what texts quote and where markers stand.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { WASM } from './build-wasm.mjs';
import { filesOf, fingerprint, readStamp, writeStamp } from './lib/fingerprint.mjs';
import { importSource } from './lib/import-source.mjs';
import { withLock } from './lib/lock.mjs';
import { at } from './lib/paths.mjs';

const OUTPUT = 'web/lessons/facts.gen.ts';
const STAMP = 'build/lesson-facts.stamp';
const HEAD = '// What the machine did in every scenario: made by scripts/emit-lesson-facts.mjs. Do not edit.';

/** What a run depends on besides the wasm: the images, what the lessons claim, and the control plane. */
const INPUTS = [
  ...['core', 'toolstack', 'backends', 'replay', 'explain', 'lessons'].map((room) => `web/${room}`),
  'assembly',
  'tutorials/images',
  'scripts/emit-lesson-facts.mjs',
  'package-lock.json',
];

/**
 * Writes the facts unless they are newer than everything they come from. Safe to call from several processes at once.
 *
 * @param {{ say?: (line: string) => void }} [options] `say` hears how long it took
 */
export async function emitLessonFacts({ say = () => {} } = {}) {
  await withLock('lesson-facts', async () => {
    const lessons = filesOf(['tutorials']).filter((file) => file.endsWith('/lesson.json'));
    const print = fingerprint([...INPUTS, ...lessons], (file) => !file.endsWith('.gen.ts'));
    if (existsSync(at(OUTPUT)) && readStamp(STAMP) === print) return;
    const started = performance.now();
    const { makeFacts } = await importSource('web/lessons/make-facts.ts');
    const load = async (/** @type {string} */ name) => new Uint8Array(readFileSync(at(`tutorials/images/${name}.elf`)));
    const images = new Proxy({}, { get: (_, name) => () => load(String(name)) });
    const facts = await makeFacts(new WebAssembly.Module(readFileSync(at(WASM.release))), images);
    const lines = Object.entries(facts).map(([name, fact]) => `  ${JSON.stringify(name)}: ${JSON.stringify(fact)},`);
    const text = [
      HEAD,
      "import type { RawFacts } from './facts';",
      '',
      'export const FACTS: Readonly<Record<string, RawFacts>> = {',
    ];
    // It appears whole or not at all: another process may be reading the old one.
    writeFileSync(at(`${OUTPUT}.${process.pid}.partial`), [...text, ...lines, '};', ''].join('\n'));
    renameSync(at(`${OUTPUT}.${process.pid}.partial`), at(OUTPUT));
    writeStamp(STAMP, print);
    say(`lessons: ${lines.length} scenarios run in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await emitLessonFacts({ say: console.log });
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exitCode = 1;
  }
}
