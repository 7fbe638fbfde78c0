// @ts-check
// How fast the CPU is: one multiboot kernel on Ringside, v86 and QEMU, in turn, medians of several runs; results compared.
//   engine.bench.mjs [--runs N] [--quick] [--cpu] [--save] [WORKLOAD]...
// --save writes the table into docs/performance.md. --cpu counts processor time instead of the wall clock's, for a busy machine.
import { parseArgs } from 'node:util';
import { median, printTable } from '../scripts/lib/measure.mjs';
import { peers } from './lib/peers.mjs';
import { saveReport } from './lib/report.mjs';
import { geometricMeans, rowsOf } from './lib/table.mjs';

/**
 * What the kernel can run: as in bench/workloads/main.c. Kernel-like ones get fewer instructions: every machine is slower there.
 *
 * @type {{ name: string, user: boolean, most?: number }[]}
 */
const WORKLOADS = [
  { name: 'sieve', user: true },
  { name: 'quicksort', user: true },
  { name: 'sha256', user: true },
  { name: 'matmul', user: true },
  { name: 'memory-string', user: true },
  { name: 'fibonacci', user: true },
  { name: 'indirect-call', user: true },
  { name: 'byte-loop', user: true },
  { name: 'paging', user: false },
  { name: 'address-space', user: false },
  { name: 'rep-string', user: false },
  { name: 'faults', user: false },
  { name: 'no-faults', user: false },
  { name: 'system-calls', user: false },
  // More rounds than there are regions of code would run the same code again.
  { name: 'cold-code', user: false, most: 250 },
];

/** Instructions of one run, in millions: on fast machines and on v86's interpreter. */
const FULL = { user: [800, 100], kernel: [200, 50] };
const QUICK = { user: [200, 40], kernel: [60, 20] };

/** @typedef {{ fast: number, slow: number, count: (rounds: number) => number }} Size rounds, and how many instructions those are */
/** @typedef {{ workload: string, user: boolean, mips: Record<string, number> }} Measured */

const { values, positionals: only } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
    cpu: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
});

const machines = peers();
const ours = /** @type {import('./lib/peers.mjs').Peer} */ (machines[0]);

/**
 * Finds how many rounds make a run long enough. Two short runs tell what a round costs.
 *
 * @param {string} workload
 * @param {number[]} millions
 * @param {number} most
 */
async function sizeOf(workload, millions, most) {
  const few = (await ours.run(workload, 2)).instructions ?? 0;
  const more = (await ours.run(workload, 4)).instructions ?? 0;
  const each = (more - few) / 2;
  const roundsFor = (/** @type {number} */ wanted) => Math.min(most, Math.max(2, Math.round((wanted * 1e6) / each)));
  const count = (/** @type {number} */ rounds) => few + (rounds - 2) * each;
  return { fast: roundsFor(millions[0] ?? 1), slow: roundsFor(millions[1] ?? 1), count };
}

/** What counts of a run. */
const timeOf = (/** @type {import('./lib/peers.mjs').Run} */ { cpu, seconds }) => (values.cpu ? cpu : seconds);

/** Runs every machine in turn, several times. Answers medians in millions of instructions a second. */
async function measureWorkload(/** @type {typeof WORKLOADS[number]} */ { name, user, most = 2 ** 30 }) {
  const { fast, slow, count } = await sizeOf(name, (values.quick ? QUICK : FULL)[user ? 'user' : 'kernel'], most);
  /** @type {Record<string, number[]>} */
  const seconds = Object.fromEntries(machines.map((machine) => [machine.name, []]));
  /** @type {Record<string, number>} */
  const instructions = {};
  /** @type {Map<number, string>} */
  const results = new Map();
  if (machines.some((machine) => machine.slow)) results.set(slow, (await ours.run(name, slow)).result);
  for (let i = 0; i < Number(values.runs); i++) {
    for (const machine of machines) {
      const rounds = machine.slow ? slow : fast;
      const run = await machine.run(name, rounds);
      const wanted = results.get(rounds) ?? run.result;
      results.set(rounds, wanted);
      if (run.result !== wanted) throw new Error(`${name}: ${machine.name} answers ${run.result}, others ${wanted}.`);
      instructions[machine.name] ??= count(rounds);
      seconds[machine.name]?.push(timeOf(run));
    }
  }
  const mips = Object.fromEntries(
    machines.map(({ name: who }) => [who, (instructions[who] ?? 0) / median(seconds[who] ?? []) / 1e6]),
  );
  return { workload: name, user, mips };
}

/** @type {Measured[]} */
const measured = [];
for (const workload of WORKLOADS) {
  if (only.length && !only.includes(workload.name)) continue;
  process.stderr.write(`${workload.name} `);
  measured.push(await measureWorkload(workload));
}
process.stderr.write('\n');
const names = machines.map(({ name }) => name);
const [heads, ...rows] = rowsOf(names, measured);
printTable(/** @type {string[]} */ (heads), rows);
console.log();
const means = geometricMeans(names, measured);
printTable(['', 'measured', 'bar'], means);
if (values.save) saveReport(heads ?? [], rows, means, { runs: Number(values.runs), cpu: values.cpu }, machines);
