// @ts-check
import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';

/**
 * Runs a Node script in the project's folder and waits for it.
 *
 * @param {string} script absolute path
 * @param {string[]} args
 * @param {{ quiet?: boolean }} [options] quiet: keep the output instead of showing it
 * @returns {Promise<{ status: number, output: string }>} output is empty unless quiet
 */
export function runScript(script, args, { quiet = false } = {}) {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: ROOT,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
  });
  let output = '';
  const keep = (/** @type {Buffer} */ bytes) => {
    output += bytes.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ status: code ?? 1, output }));
  });
}
