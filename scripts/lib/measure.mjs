// @ts-check

/** The middle of some numbers. */
export function median(/** @type {number[]} */ values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** Fewest values of which a percentile can be told. */
const ENOUGH = 20;

/** The value below which 95 of 100 lie; NaN of too few to tell. */
export function percentile95(/** @type {number[]} */ values) {
  if (values.length < ENOUGH) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
}

/** A figure as tables show it. */
export const tenths = (/** @type {number} */ value) => (Number.isNaN(value) ? '–' : value.toFixed(1));
/** A time as tables show it. */
export const ms = (/** @type {number} */ value) => (Number.isNaN(value) ? '–' : `${tenths(value)} ms`);

/**
 * Times a task several times.
 *
 * @param {number} runs
 * @param {() => unknown} task what it returns is waited for
 * @returns {Promise<number>} the median in ms
 */
export async function timeOf(runs, task) {
  const times = [];
  for (let i = 0; i < runs; i++) {
    const started = performance.now();
    await task();
    times.push(performance.now() - started);
  }
  return median(times);
}

/**
 * Prints a table: the first column to the left, the others to the right.
 *
 * @param {string[]} heads
 * @param {(string | number)[][]} rows
 */
export function printTable(heads, rows) {
  const lines = [heads, ...rows.map((row) => row.map(String))];
  const widths = heads.map((_, i) => Math.max(...lines.map((line) => (line[i] ?? '').length)));
  for (const line of lines) {
    console.log(line.map((cell, i) => (i ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[0] ?? 0))).join('  '));
  }
}
