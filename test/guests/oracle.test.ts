import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fetchPvGrub } from '../../scripts/fetch-pv-grub.mjs';
import { at } from '../../scripts/lib/paths.mjs';
import { CASES } from '../oracle/cases.mjs';

/** Exit status of the command line by how a guest ends. */
const STATUS = { orderly: 0, crashed: 1, running: 3 };
/** Enough for what the endless guests print, far less than for ever. */
const LIMIT = { orderly: 4_000_000_000, crashed: 100_000_000, running: 20_000_000 };

type Case = (typeof CASES)[number];

/** Runs a case on our machine; gives its console and exit status. */
function run(wanted: Case, image: string) {
  const options = ['--memory', `${wanted.memory ?? 64}`, '--max-instructions', `${LIMIT[wanted.outcome]}`];
  if (wanted.profile) options.push('--profile', wanted.profile);
  if (wanted.input) options.push('--input', at(wanted.input));
  if (wanted.ramdisk) options.push('--ramdisk', at(wanted.ramdisk));
  const words = ['run', image, ...options];
  const children = wanted.beside
    ? pairOf(image, wanted.beside, wanted).map((more) => ringside([...words, ...more]))
    : [ringside([...words, '--', ...(wanted.command ?? '').split(' ')])];
  const text = children.map(({ stdout }) => stdout.slice(0, wanted.keep)).join('');
  const { status, stderr } = children[0] as (typeof children)[0];
  return { text: wanted.mask(text), status, said: stderr };
}

function ringside(words: readonly string[]) {
  const command = [at('scripts/ringside.mjs'), ...words];
  return spawnSync(process.execPath, command, { encoding: 'latin1', maxBuffer: 1 << 28 });
}

/** What two runs of a pair of domains are told beside the first one's image: each shows one of the consoles. */
function pairOf(first: string, second: string, { command = '', memory = 64 }: Case): string[][] {
  const both = ['--args', command, '--with', at(second), '--memory', `${memory}`, '--args', command];
  return [first, second].map((image) => [...both, '--console', path.basename(image, '.elf')]);
}

function compare(wanted: Case, image: string) {
  const { text, status, said } = run(wanted, image);
  expect(text, said).toBe(wanted.mask(readFileSync(at(wanted.golden), 'latin1')));
  expect(status, said).toBe(STATUS[wanted.outcome]);
}

describe('the console is real Xen’s, byte for byte', () => {
  const ours = CASES.filter(({ name }) => name !== 'pv-grub' && name !== 'probe');
  it.each(ours)('$name', (wanted) => compare(wanted, at(wanted.image)));

  it.each(CASES.filter(({ name }) => name === 'pv-grub'))('$name, unmodified', (wanted) => {
    const image = fetchPvGrub();
    if ('skipped' in image) return console.log(image.skipped);
    compare(wanted, image.path);
  });
});

describe('hello', () => {
  const hello = CASES.find(({ name }) => name === 'hello-200') as Case;
  it.each([8, 64])('boots with %i MB, with the console it has with 200', (memory) => {
    compare({ ...hello, memory }, at(hello.image));
  });
});
