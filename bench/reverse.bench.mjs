// @ts-check
// How long going back takes, answer and moment included, as a page would wait for it: a step back (bar: 16 ms at the 95th
// percentile), a jump to anywhere (bar: 50 ms), and "who wrote this?".
import { readFileSync } from 'node:fs';
import { importSource } from '../scripts/lib/import-source.mjs';
import { percentile95, printTable, tenths } from '../scripts/lib/measure.mjs';
import { at } from '../scripts/lib/paths.mjs';

const STEPS = 100;
const JUMPS = 50;
const WORDS = 20;
/** Guests, and how far each is run, in instructions. */
const GUESTS = /** @type {const} */ ([
  ['hello', 10_000_000],
  ['xenstore', 10_000_000],
  ['test/print-forever', 2_000_000],
]);

/** The same numbers every time. Source: Numerical Recipes, 7.1. */
function random(/** @type {number} */ seed) {
  let word = seed;
  return (/** @type {number} */ below) => {
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
    return Math.floor((word / 2 ** 32) * below);
  };
}

/** Times tasks one by one; gives the 95th percentile and the worst, in ms. */
async function percentiles(/** @type {number} */ runs, /** @type {() => Promise<unknown>} */ task) {
  const times = [];
  for (let i = 0; i < runs; i++) {
    const started = performance.now();
    await task();
    times.push(performance.now() - started);
  }
  return `${tenths(percentile95(times))} / ${tenths(Math.max(...times))}`;
}

/** A service whose guest has run to where it ends, rests, or was told to stop. */
async function serviceAtEnd(/** @type {any} */ sources, /** @type {string} */ name, /** @type {number} */ most) {
  const service = new sources.MachineService();
  await service.boot(await sources.wasmSource());
  const image = new Uint8Array(readFileSync(at(`tutorials/images/${name}.elf`)));
  const lines = JSON.parse(readFileSync(at(`tutorials/images/${name}.lines.json`), 'utf8'));
  await service.create({ image, name, memory: 64, vcpus: 1, commandLine: '', script: 'Ada', lines });
  const { position } = await service.step('instruction', most);
  return { service, end: Number(position.count) };
}

/** The row of one guest. */
async function row(/** @type {any} */ sources, /** @type {string} */ name, /** @type {number} */ most) {
  const { service, end } = await serviceAtEnd(sources, name, most);
  const next = random(2004);
  const first = await percentiles(1, () => service.step('instruction', -1));
  const back = await percentiles(STEPS, () => service.step('instruction', -1));
  const line = await percentiles(STEPS, () => service.step('line', -1));
  const hypercall = await percentiles(Math.min(STEPS, 50), () => service.step('hypercall', -1));
  const jump = await percentiles(JUMPS, async () => {
    const { position } = await service.moment();
    const by = next(end) - Number(position.count);
    return service.step('instruction', by || 1);
  });
  const { position } = await service.moment();
  await service.step('instruction', Math.max(1, end - Number(position.count)));
  const written = await percentiles(Math.min(WORDS, 1e8 / end), () => service.whoWrote((next(16384) << 12) + 64, 4));
  return [name, end, first.split(' / ')[1] ?? '', back, line, hypercall, jump, written];
}

const sources = await importSource('bench/sources.ts');
const rows = [['bar', '', '', '16', '16', '16', '50', '']];
for (const [name, most] of GUESTS) rows.push((await row(sources, name, most)).map(String));
console.log('95th percentile / worst, in ms');
printTable(['guest', 'instructions', 'first', 'back', 'by line', 'by hypercall', 'jump', 'who wrote'], rows);
