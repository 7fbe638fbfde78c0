// @ts-check
// docs/performance.md: the last tables, with what they were measured on.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { at } from '../../scripts/lib/paths.mjs';

const FILE = 'docs/performance.md';

/**
 * A table in Markdown: the first column to the left, the others to the right.
 *
 * @param {string[]} heads
 * @param {string[][]} rows
 */
export function markdown(heads, rows) {
  const row = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [row(heads), row(heads.map((_, i) => (i ? '--:' : '---'))), ...rows.map(row)].join('\n');
}

/** What the numbers were measured on: a paragraph. */
export function machine() {
  const model = cpus()[0]?.model ?? 'unknown';
  return [
    `${cpus().length} cores of ${model}, Node ${process.versions.node} (V8 ${process.versions.v8}), load`,
    `average ${loadavg()[0]?.toFixed(1)} at the end. Commit ${commit()}.`,
  ].join('\n');
}

function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: at(), encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/**
 * Writes lines between a section's marks in docs/performance.md.
 *
 * @param {string} name the section's, as in its marks
 * @param {string[]} lines
 */
export function saveSection(name, lines) {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const old = existsSync(at(FILE)) ? readFileSync(at(FILE), 'utf8') : '';
  if (!old.includes(begin) || !old.includes(end)) throw new Error(`${FILE} has no place for the table (${begin}).`);
  const before = old.slice(0, old.indexOf(begin));
  const after = old.slice(old.indexOf(end));
  writeFileSync(at(FILE), `${before}${[begin, ...lines].join('\n')}\n${after}`);
}

/**
 * Writes both tables of the engine's benchmark.
 *
 * @param {string[]} heads
 * @param {string[][]} rows
 * @param {string[][]} means
 * @param {{ runs: number, cpu: boolean }} how
 * @param {import('./peers.mjs').Peer[]} peers
 */
export function saveReport(heads, rows, means, { runs, cpu }, peers) {
  const about = peers.map(({ name, about: what }) => `${name}: ${what}`).join('; ');
  saveSection('engine', [
    `Millions of instructions a second${cpu ? ' of processor time' : ''}, medians of ${runs} runs in turn.`,
    machine(),
    `${about}.`,
    '',
    markdown(heads, rows),
    '',
    markdown(['', 'measured', 'bar'], means),
  ]);
}
