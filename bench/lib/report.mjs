// @ts-check
// docs/performance.md: the last table, with what it was measured on.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { at } from '../../scripts/lib/paths.mjs';

const FILE = 'docs/performance.md';
const BEGIN = '<!-- engine: begin -->';
const END = '<!-- engine: end -->';

/** @param {string[]} heads @param {string[][]} rows */
function markdown(heads, rows) {
  const row = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [row(heads), row(heads.map((_, i) => (i ? '--:' : '---'))), ...rows.map(row)].join('\n');
}

/** What the numbers were measured on. */
function machine() {
  const model = cpus()[0]?.model ?? 'unknown';
  return `${cpus().length} cores of ${model}, Node ${process.versions.node} (V8 ${process.versions.v8})`;
}

function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: at(), encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/**
 * Writes both tables between the marks in docs/performance.md.
 *
 * @param {string[]} heads
 * @param {string[][]} rows
 * @param {string[][]} means
 * @param {{ runs: number, cpu: boolean }} how
 * @param {import('./peers.mjs').Peer[]} peers
 */
export function saveReport(heads, rows, means, { runs, cpu }, peers) {
  const about = peers.map(({ name, about: what }) => `${name}: ${what}`).join('; ');
  const lines = [
    BEGIN,
    `Millions of instructions a second${cpu ? ' of processor time' : ''}, medians of ${runs} runs in turn. ${machine()}, load`,
    `average ${loadavg()[0]?.toFixed(1)} at the end. Commit ${commit()}.`,
    `${about}.`,
    '',
    markdown(heads, rows),
    '',
    markdown(['', 'measured', 'bar'], means),
    END,
  ];
  const old = existsSync(at(FILE)) ? readFileSync(at(FILE), 'utf8') : '';
  if (!old.includes(BEGIN) || !old.includes(END)) throw new Error(`${FILE} has no place for the table (${BEGIN}).`);
  const before = old.slice(0, old.indexOf(BEGIN));
  const after = old.slice(old.indexOf(END) + END.length);
  writeFileSync(at(FILE), before + lines.join('\n') + after);
}
