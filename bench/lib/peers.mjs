// @ts-check
// The machines that run the benchmark kernel, each run in a process of its own so that no run warms up another.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { at } from '../../scripts/lib/paths.mjs';
import { processorSeconds } from './stopwatch.mjs';

export const KERNEL = 'bench/workloads/kernel.elf';
const QEMU = 'qemu-system-i386';
/** A run that takes longer has gone wrong. */
const PATIENCE = 120_000;

/**
 * What came out of a run: the workload's result, and from its START to its DONE seconds by the wall clock and seconds of processor time (of the
 * thread that runs the guest; QEMU's threads together).
 *
 * @typedef {{ result: string, seconds: number, cpu: number, instructions?: number }} Run
 */
/** @typedef {{ name: string, about: string, slow?: boolean, run: (workload: string, rounds: number) => Promise<Run> }} Peer */

/**
 * Runs a program that prints lines, and times from `START` to `DONE`.
 *
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<Run>}
 */
function timeLines(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const timer = setTimeout(() => child.kill(), PATIENCE);
    let text = '';
    let started = 0;
    let spent = 0;
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      const now = performance.now();
      text += chunk.toString('latin1');
      if (!started && text.includes('START')) {
        started = now;
        spent = processorSeconds(`/proc/${child.pid}/stat`);
      }
      const done = text.match(/DONE (\w{8}) (\w{16})\r?\n/);
      if (!done) return;
      const cpu = processorSeconds(`/proc/${child.pid}/stat`) - spent;
      resolve({ result: done[1] ?? '', seconds: (now - started) / 1000, cpu });
      child.kill();
    });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      reject(new Error(`${program} ${args.join(' ')} ended without a result:\n${text}`));
    });
  });
}

/** Runs lib/run.mjs, which prints a `Run` as JSON. */
function runScript(/** @type {string[]} */ args) {
  const { stdout, status, stderr } = spawnSync(process.execPath, [at('bench/lib/run.mjs'), ...args], {
    encoding: 'utf8',
    timeout: PATIENCE,
  });
  if (status !== 0) throw new Error(`bench/lib/run.mjs ${args.join(' ')} failed:\n${stderr}`);
  return /** @type {Run} */ (JSON.parse(stdout));
}

/** @param {string} machine @returns {Peer['run']} */
const script = (machine) => async (workload, rounds) => runScript([machine, workload, String(rounds)]);

const qemuArguments = (/** @type {string} */ workload, /** @type {number} */ rounds) => [
  ...['-m', '64', '-kernel', at(KERNEL), '-append', `${workload} ${rounds}`],
  ...['-display', 'none', '-serial', 'stdio', '-monitor', 'none', '-no-reboot'],
];

/** Every machine there is on this computer; ours first. */
export function peers() {
  /** @type {Peer[]} */
  const list = [
    { name: 'ours', about: 'Ringside', run: script('ours') },
    { name: 'ours, steps', about: 'Ringside, one instruction at a time', run: script('steps') },
  ];
  if (existsSync(at('node_modules/v86'))) {
    list.push({ name: 'v86 JIT', about: 'v86 0.5.462', run: script('v86') });
    list.push({ name: 'v86', about: 'v86 0.5.462 without its JIT', slow: true, run: script('v86-interpreter') });
  }
  if (spawnSync(QEMU, ['--version']).status === 0) {
    const run = (/** @type {string} */ workload, /** @type {number} */ rounds) =>
      timeLines(QEMU, qemuArguments(workload, rounds));
    list.push({ name: 'QEMU', about: 'QEMU (TCG)', run });
  }
  return list;
}
