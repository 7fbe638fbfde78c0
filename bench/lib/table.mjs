// @ts-check
// Ratios and geometric means of the engine's benchmark, beside the bars they have to reach.

/** @typedef {{ workload: string, user: boolean, mips: Record<string, number> }} Measured */

const OURS = 'ours';
const STEPS = 'ours, steps';
const JIT = 'v86 JIT';
const INTERPRETER = 'v86';

const ratio = (/** @type {number | undefined} */ a, /** @type {number | undefined} */ b) =>
  a && b ? a / b : Number.NaN;
const text = (/** @type {number} */ value, /** @type {number} */ digits) =>
  Number.isNaN(value) ? '' : value.toFixed(digits);

/** @param {number[]} values */
function geometricMean(values) {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/**
 * The table: millions of instructions a second of each machine, and ours as multiples of v86.
 *
 * @param {string[]} names
 * @param {Measured[]} measured
 * @returns {string[][]}
 */
export function rowsOf(names, measured) {
  const heads = ['MIPS', ...names, '/ v86', '/ v86 JIT'];
  const rows = measured.map(({ workload, mips }) => [
    workload,
    ...names.map((name) => text(mips[name] ?? Number.NaN, 0)),
    text(ratio(mips[OURS], mips[INTERPRETER]), 2),
    text(ratio(mips[OURS], mips[JIT]), 2),
  ]);
  return [heads, ...rows];
}

/** One line of the second table. */
function line(/** @type {string} */ what, /** @type {number} */ value, /** @type {number} */ bar, digits = 2) {
  const verdict = value >= bar ? '' : '  below';
  return [what, text(value, digits), Number.isNaN(value) ? String(bar) : `${bar}${verdict}`];
}

/**
 * Means and single ratios with their bars.
 *
 * @param {string[]} names
 * @param {Measured[]} measured
 * @returns {string[][]}
 */
export function geometricMeans(names, measured) {
  const user = measured.filter((row) => row.user);
  const against = (/** @type {string} */ peer) => user.map(({ mips }) => ratio(mips[OURS], mips[peer]));
  const of = (/** @type {string} */ workload, /** @type {string} */ peer) => {
    const row = measured.find((one) => one.workload === workload);
    return ratio(row?.mips[OURS], row?.mips[peer]);
  };
  /** @type {string[][]} */
  const lines = [];
  if (names.includes(INTERPRETER)) {
    lines.push(line('user programs / v86, geometric mean', geometricMean(against(INTERPRETER)), 5));
    lines.push(line('user programs / v86, the worst', Math.min(...against(INTERPRETER)), 3.5));
    lines.push(line('rep-string / v86', of('rep-string', INTERPRETER), 1));
  }
  if (names.includes(JIT)) {
    lines.push(line('user programs / v86 JIT, geometric mean', geometricMean(against(JIT)), 0.5));
    lines.push(line('paging / v86 JIT', of('paging', JIT), 0.75));
    lines.push(line('address-space / v86 JIT', of('address-space', JIT), 2));
  }
  const find = (/** @type {string} */ workload) => measured.find((row) => row.workload === workload)?.mips[OURS];
  lines.push(line('faults / no-faults', ratio(find('faults'), find('no-faults')), 0.5));
  const steps = user.map(({ mips }) => mips[STEPS] ?? Number.NaN);
  lines.push(line('steps, MIPS, geometric mean of user programs', geometricMean(steps), 250, 0));
  return lines;
}
