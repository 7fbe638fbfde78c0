import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { withLock } from '../../scripts/lib/lock.mjs';
import { at } from '../../scripts/lib/paths.mjs';

const NAME = `test-${process.pid}`;
const folder = mkdtempSync(path.join(tmpdir(), 'ringside-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('several processes do the task one after another', async () => {
  const log = path.join(folder, 'log');
  const script = `
    const { withLock } = await import(${JSON.stringify(pathToFileURL(at('scripts/lib/lock.mjs')).href)});
    const { appendFileSync } = await import('node:fs');
    await withLock(${JSON.stringify(NAME)}, async () => {
      appendFileSync(${JSON.stringify(log)}, 'in ');
      await new Promise((done) => setTimeout(done, 30));
      appendFileSync(${JSON.stringify(log)}, 'out ');
    });`;
  const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  await Promise.all([run(), run(), run(), run()]);
  expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(4));
});

test('a lock whose owner is gone is taken over', async () => {
  const lock = at('build', `${NAME}.lock`);
  mkdirSync(lock, { recursive: true });
  writeFileSync(path.join(lock, 'pid'), '999999999');
  expect(await withLock(NAME, async () => 'done')).toBe('done');
  expect(existsSync(lock)).toBe(false);
});

test('the lock is let go when the task fails', async () => {
  const failing = withLock(NAME, async () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  expect(await withLock(NAME, async () => 'next')).toBe('next');
});
