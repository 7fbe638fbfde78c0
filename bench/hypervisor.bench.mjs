// @ts-check
// What protection costs: hypercalls of tiny guests beside the interpreter's own speed, in one process and in turn, medians of several runs.
//   hypervisor.bench.mjs [--runs N] [--cpu] [--save]
// --save writes the table into docs/performance.md. --cpu counts processor time instead of the wall clock's, for a busy machine.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildWasm } from '../scripts/build-wasm.mjs';
import { importSource } from '../scripts/lib/import-source.mjs';
import { median, printTable } from '../scripts/lib/measure.mjs';
import { machine, markdown, saveSection } from './lib/report.mjs';
import { Stopwatch } from './lib/stopwatch.mjs';

/** Milliseconds of a run, and instructions of one call into the core. */
const STRETCH = 500;
const SLICE = 1_000_000;
/** Domains built one after the other (the clock of processor time is coarse), and how often. */
const DOMAINS = 10;
const BUILDS = 5;
/** Least rates, by the subject's name: a second's worth. Source: the project's own bars. */
const BARS = /** @type {Record<string, number>} */ ({
  'null hypercall (xen_version)': 2e6,
  'mmu_update in batches of 512': 20e6,
});

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    cpu: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
});

/** Which of a stopwatch's times counts. */
const TIME = values.cpu ? 'cpu' : 'seconds';

/** Runs a guest for a while. Answers rounds, instructions and virtual seconds of each second. */
function stretch(/** @type {any} */ { name, guest }) {
  const before = { rounds: guest.rounds, count: guest.count, tick: guest.tick };
  const watch = new Stopwatch();
  watch.start();
  const end = performance.now() + STRETCH;
  do guest.run(SLICE);
  while (performance.now() < end);
  const time = watch.read()[TIME];
  if (guest.rounds === before.rounds) throw new Error(`A guest stands still: ${name}. ${guest.trouble}`);
  return {
    rounds: (guest.rounds - before.rounds) / time,
    count: (guest.count - before.count) / time,
    tick: (guest.tick - before.tick) / 1e9 / time,
  };
}

/** A figure of each run, in the middle. */
const middle = (/** @type {any[]} */ runs, /** @type {string} */ name) => median(runs.map((run) => run[name]));
const millions = (/** @type {number} */ value) => (value / 1e6).toFixed(2);

/** A bar, and whether it was met. */
const judged = (/** @type {number} */ value, /** @type {number | undefined} */ bar, /** @type {string} */ text) =>
  bar === undefined ? '' : `${text}${value >= bar ? '' : '  below'}`;

/** Every guest in turn, several times. */
async function rates() {
  const { Running, SUBJECTS } = await importSource('bench/hypervisor-guests.ts');
  const module = new WebAssembly.Module(readFileSync(await buildWasm()));
  const guests = [];
  for (const subject of SUBJECTS) guests.push({ ...subject, guest: await Running.of(module, subject), runs: [] });
  // The first stretch warms the engine up and does not count.
  for (const one of guests) stretch(one);
  for (let i = 0; i < Number(values.runs); i++) for (const one of guests) one.runs.push(stretch(one));
  const plain = middle(guests[0].runs, 'count');
  return guests.map(({ name, units, unit, runs }) => {
    const rate = middle(runs, 'rounds') * units;
    const bar = BARS[name];
    const virtual = middle(runs, 'tick') / 1000;
    const cost = unit === 'ticks' ? `${virtual.toFixed(1)} virtual s/ms` : (plain / rate).toFixed(1);
    return [name, `${millions(rate)} M ${unit}/s`, cost, judged(rate, bar, `${millions(bar ?? 0)} M/s`)];
  });
}

/** How long a domain of 64 MB takes from nothing to where it could run. */
async function buildRow() {
  const { builtInScenario, images, loadCore, Machine, wasmSource } = await importSource('bench/sources.ts');
  const module = await loadCore(await wasmSource());
  const scenario = await builtInScenario('hello', images);
  const times = [];
  for (let i = 0; i < BUILDS; i++) {
    const watch = new Stopwatch();
    watch.start();
    for (let n = 0; n < DOMAINS; n++) Machine.create(module, scenario);
    times.push((watch.read()[TIME] * 1000) / DOMAINS);
  }
  const time = median(times);
  return ['build and validate a domain of 64 MB', `${time.toFixed(1)} ms`, '', judged(-time, -30, '30 ms')];
}

const heads = ['what', 'rate', 'instructions', 'bar'];
const rows = [...(await rates()), await buildRow()];
printTable(heads, rows);
if (values.save) {
  const time = values.cpu ? 'of processor time' : 'by the wall clock';
  saveSection('hypervisor', [
    `Seconds ${time}, medians of ${values.runs} runs in turn.`,
    machine(),
    '',
    markdown(heads, rows),
  ]);
}
