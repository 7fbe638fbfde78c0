#!/usr/bin/env node
// @ts-check
// The interpreter against v86, which is the other x86 in a browser: the same multiboot kernel, the engines in turn, each measurement in a
// process of its own, medians of some rounds. Guest instructions are counted by Ringside (a REP iteration and a delivered exception count
// one) and serve both. With names of workloads as arguments, only those. ROUNDS=5 gives more rounds.
import { spawnSync } from 'node:child_process';
import { at, ROOT } from '../scripts/lib/paths.mjs';

/** Workload, rounds, and whether it is of the kind that programs have. */
const WORKLOADS = [
  { name: 'sieve', rounds: 400, user: true },
  { name: 'quicksort', rounds: 60, user: true },
  { name: 'sha256', rounds: 600, user: true },
  { name: 'matmul', rounds: 150, user: true },
  { name: 'memory-string', rounds: 8000, user: true },
  { name: 'fibonacci', rounds: 600, user: true },
  { name: 'indirect-call', rounds: 6000, user: true },
  { name: 'byte-loop', rounds: 4000, user: true },
  { name: 'paging', rounds: 10000, user: false },
  { name: 'address-space', rounds: 60000, user: false },
  { name: 'rep-string', rounds: 4000, user: false },
  { name: 'faults', rounds: 60000, user: false },
  { name: 'system-calls', rounds: 400000, user: false },
  { name: 'cold-code', rounds: 400, user: false },
];
/** v86's interpreter gets a tenth of the rounds. */
const SLOW = 10;

/** @typedef {'ringside' | 'step' | 'v86' | 'v86 interpreter'} Engine */
/** @type {Engine[]} */
const ENGINES = ['ringside', 'step', 'v86', 'v86 interpreter'];

/** Runs one measurement; its seconds for each round of the workload. */
function run(/** @type {Engine} */ engine, /** @type {typeof WORKLOADS[number]} */ workload) {
  const slow = engine === 'v86 interpreter';
  const rounds = Math.max(1, Math.round(workload.rounds / (slow ? SLOW : 1)));
  const [script, mode] = engine.startsWith('v86')
    ? ['bench/lib/v86-run.mjs', slow ? 'nojit' : 'jit']
    : ['bench/lib/ringside-run.mjs', engine === 'step' ? 'step' : 'block'];
  const child = spawnSync(process.execPath, [at(script), workload.name, String(rounds), mode], {
    cwd: ROOT,
    timeout: 120_000,
  });
  const line = child.stdout.toString().trim().split('\n').pop() ?? '';
  if (child.status !== 0 || !line.startsWith('{'))
    throw new Error(`${engine} did not run ${workload.name}: ${child.stderr.toString().slice(0, 300)}`);
  const measured = JSON.parse(line);
  return {
    rounds,
    result: measured.result,
    seconds: measured.seconds / rounds,
    instructions: (measured.instructions ?? 0) / rounds,
  };
}

const median = (/** @type {number[]} */ values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const geometric = (/** @type {number[]} */ values) =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

const wanted = process.argv.slice(2);
const times = Number(process.env.ROUNDS ?? 3);
/** @type {{ user: boolean, mips: Record<Engine, number> }[]} */
const rows = [];
console.log(`Guest MIPS, medians of ${times}; v86 ${'0.5.462'} with its JIT and without.\n`);
console.log('workload        ringside     step      v86   v86 int   / v86   / v86 int');
for (const workload of WORKLOADS) {
  if (wanted.length && !wanted.includes(workload.name)) continue;
  /** @type {Record<Engine, number[]>} */
  const seconds = { ringside: [], step: [], v86: [], 'v86 interpreter': [] };
  /** @type {Map<number, Set<string>>} */
  const results = new Map();
  let instructions = 0;
  for (let i = 0; i < times; i++) {
    for (const engine of ENGINES) {
      const measured = run(engine, workload);
      seconds[engine].push(measured.seconds);
      results.set(measured.rounds, (results.get(measured.rounds) ?? new Set()).add(measured.result));
      if (engine === 'ringside') instructions = measured.instructions;
    }
  }
  for (const [rounds, found] of results) {
    if (found.size > 1) throw new Error(`${workload.name} ${rounds}: the engines disagree: ${[...found].join(', ')}.`);
  }
  const mips = /** @type {Record<Engine, number>} */ (
    Object.fromEntries(ENGINES.map((engine) => [engine, instructions / median(seconds[engine]) / 1e6]))
  );
  rows.push({ user: workload.user, mips });
  const cell = (/** @type {number} */ value, /** @type {number} */ width) => value.toFixed(0).padStart(width);
  const ratio = (/** @type {number} */ value, /** @type {number} */ width) => value.toFixed(2).padStart(width);
  console.log(
    workload.name.padEnd(14) +
      cell(mips.ringside, 10) +
      cell(mips.step, 9) +
      cell(mips.v86, 9) +
      cell(mips['v86 interpreter'], 10) +
      ratio(mips.ringside / mips.v86, 8) +
      ratio(mips.ringside / mips['v86 interpreter'], 12),
  );
}

const user = rows.filter((row) => row.user);
if (user.length > 1) {
  const over = (/** @type {Engine} */ engine) =>
    geometric(user.map(({ mips }) => mips.ringside / mips[engine])).toFixed(2);
  console.log(
    `\nGeometric means over the user workloads: ${over('v86 interpreter')} times v86's interpreter (bar: 5), ${over('v86')} times its JIT (bar: 0.5).`,
  );
  console.log(`Step mode: ${geometric(user.map(({ mips }) => mips.step)).toFixed(0)} MIPS (bar: 250).`);
}
