// @ts-check
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { at } from './paths.mjs';

const POLL_MS = 100;
/** A lock older than this was left by a process that is gone, even if its number is in use again. */
const ABANDONED_MS = 15 * 60_000;

/** Whether the process that holds a lock still runs. */
function isHeld(/** @type {string} */ lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > ABANDONED_MS) return false;
    process.kill(Number(readFileSync(`${lock}/pid`, 'utf8')), 0);
    return true;
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    // EPERM: it runs, under another user. ENOENT: its owner is between mkdir and writing the number, or just let go.
    return code === 'EPERM' || (code === 'ENOENT' && isYoung(lock));
  }
}

/** Whether a lock without a number may still get one. */
function isYoung(/** @type {string} */ lock) {
  try {
    return Date.now() - statSync(lock).mtimeMs < 2000;
  } catch {
    return true;
  }
}

/** Takes the lock, or says that somebody has it. A folder is made by one process only, on every system. */
function take(/** @type {string} */ lock) {
  try {
    mkdirSync(lock);
  } catch {
    if (isHeld(lock)) return false;
    const grave = `${lock}.${process.pid}`;
    try {
      renameSync(lock, grave); // only one of several waiting processes can move it away
    } catch {
      return false;
    }
    rmSync(grave, { recursive: true, force: true });
    return false;
  }
  writeFileSync(`${lock}/pid`, String(process.pid));
  return true;
}

/**
 * Runs a task that no other process of this checkout runs at the same time under the same name.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function withLock(name, task) {
  mkdirSync(at('build'), { recursive: true });
  const lock = at('build', `${name}.lock`);
  while (!take(lock)) await sleep(POLL_MS);
  try {
    return await task();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
