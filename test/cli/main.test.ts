import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';
import { readLink } from '../../web/replay/link';
import { elfImage, notes } from '../toolstack/support/elf-image';

const folder = mkdtempSync(path.join(tmpdir(), 'ringside-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command line. */
function ringside(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [at('dist/cli/ringside.mjs'), ...words], {
    encoding: 'latin1',
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

/** A file in the test's own folder. */
function file(name: string, contents: string | Uint8Array): string {
  const place = path.join(folder, name);
  writeFileSync(place, contents);
  return place;
}

/** Makes sure that the command line is built from what is there now. */
beforeAll(() => void spawnSync(process.execPath, [at('scripts/ringside.mjs'), '--version']), 120_000);

const script = file('input.txt', 'Ada\n');

describe('ringside', () => {
  it('explains itself', () => {
    const { status, stdout, stderr } = ringside('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('--max-instructions');
    expect(ringside('list').stdout).toContain('hello');
    expect(ringside('--version').stdout).toMatch(/^ringside \d/);
  });

  it('explains steps of a guest', () => {
    const { status, stdout } = ringside('explain', 'hello', '--at', '2', '--steps', '2');
    expect(status).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^ {9}2 [0-9a-f]{8} \w/);
    expect(lines.filter((line) => /^ {20}(read {4}|wrote {3}|decided )/.test(line)).length).toBeGreaterThan(2);
    expect(lines.filter((line) => /^ +\d+ [0-9a-f]{8} /.test(line))).toHaveLength(2);
    expect(stdout).toMatch(/decided translated [0-9a-f]{8}: l3\[\d\]/);
  });

  it.each([
    ['nothing to do', [], /What is to be done/],
    ['an unknown option', ['run', 'hello', '--fast'], /no option --fast/],
    ['a file that is not there', ['run', 'none.elf'], /"none.elf" cannot be read: there is no such file/],
    ['a folder', ['run', '.'], /it is a folder/],
    ['input that is not there', ['run', 'hello', '--input', 'none'], /input "none"/],
    [
      'a trace that cannot be written',
      ['run', 'hello', '--trace', 'none/x'],
      /trace "none\/x" cannot be written: there/,
    ],
    [
      'a summary that cannot be written',
      ['run', 'hello', '--json', '.'],
      /summary "." cannot be written: it is a folder/,
    ],
  ])('says what is wrong with %s: status 2', (_, words, sentence) => {
    const { status, stdout, stderr } = ringside(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
  });

  it.each([
    ['an empty file', new Uint8Array(0), [], /empty/],
    ['a text', 'hello, world, hello, world, hello, world, hello, world', [], /not an ELF image/],
    ['a file of 100 MB', new Uint8Array(100_000_000), [], /100 MB/],
    ['an image without notes', elfImage({}), [], /neither Xen notes/],
    [
      'an image cut short',
      elfImage({ segments: [{ paddr: 0, data: new Uint8Array(4096) }], notes: notes() }).subarray(0, 2000),
      [],
      /truncated/,
    ],
    ['too large a domain', undefined, ['--memory', '5000'], /MiB/],
    ['a guest of Xen on the bare machine', undefined, ['--bare'], /runs without --bare/],
    ['a domain on the bare machine', undefined, ['--bare', '--dom0'], /no domains on the bare machine/],
    ['rules without Xen', undefined, ['--bare', '--profile', 'xen-3.2'], /rules of xen-3.2/],
    ['a bare machine of two CPUs', undefined, ['--bare', '--vcpus', '2'], /one CPU, not 2/],
  ])('refuses %s: status 1', (_, contents, options, sentence) => {
    const guest = contents === undefined ? 'hello' : file('guest.elf', contents);
    const summary = path.join(folder, 'refused.json');
    const { status, stdout, stderr } = ringside('run', guest, ...options, '--json', summary);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^ringside: [A-Z].*\.\n$/);
    expect(JSON.parse(readFileSync(summary, 'utf8'))).toMatchObject({ outcome: 'refused', instructions: 0, hash: '' });
  });

  it('boots hello, from its name and from its file', () => {
    const byName = ringside('run', 'hello', '--input', script);
    expect(byName).toMatchObject({ status: 0, stderr: '' });
    expect(byName.stdout).toContain('Ada');
    const byFile = ringside('run', at('tutorials/images/hello.elf'), '--input', script);
    expect(byFile.stdout).toBe(byName.stdout);
  });

  it('sums up, traces and links', () => {
    const [summary, trace] = [path.join(folder, 'summary.json'), path.join(folder, 'trace.jsonl')];
    const words = ['run', 'hello', '--input', script, '--json', summary, '--trace', trace, '--link'];
    const { status, stderr } = ringside(...words);
    expect(status).toBe(0);
    const told = JSON.parse(readFileSync(summary, 'utf8'));
    expect(told).toMatchObject({ guest: 'hello', outcome: 'shutdown', reason: 'The guest shut down.' });
    expect(told.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(told.seconds).toBeGreaterThan(0);
    const lines = readFileSync(trace, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const calls = lines.filter(({ kind }) => kind === 'hypercall');
    expect(calls.length).toBe(Object.values<number>(told.hypercalls).reduce((sum, count) => sum + count, 0));
    expect(lines.map(({ ordinal }) => ordinal)).toEqual(lines.map((_, i) => i));
    expect(calls[0]).toMatchObject({ domain: 1, vcpu: 0, name: expect.any(String), ip: expect.stringMatching(/^0x/) });
    const link = readLink(/link (\S+)/.exec(stderr)?.[1] ?? '');
    expect(link).toMatchObject({ guest: 'hello', hash: told.hash, position: { count: BigInt(told.instructions) } });
    const again = path.join(folder, 'again.json');
    ringside('run', 'hello', '--input', script, '--engine', 'step', '--json', again);
    expect(JSON.parse(readFileSync(again, 'utf8'))).toMatchObject({ hash: told.hash, instructions: told.instructions });
  });

  it('writes a long trace without a word of its own', () => {
    const guest = at('tutorials/images/test/print-forever.elf');
    const words = ['run', guest, '--max-instructions', '2e7', '--trace', path.join(folder, 'long.jsonl')];
    expect(ringside(...words).stderr).toBe('ringside: The limit of 20000000 instructions was reached.\n');
  });

  it('writes a trace for people to standard error', () => {
    const { stderr, stdout } = ringside('run', 'hello', '--input', script, '--trace', '-');
    expect(stderr).toMatch(/^ +\d+ d\d+v0 [0-9a-f]{8} \w+\(.*\) = /m);
    expect(stdout).not.toContain('v0 ');
  });

  it('ends at a limit with status 3, and well with --until', () => {
    const limited = ringside(
      'run',
      at('tutorials/images/test/loop-forever.elf'),
      '--max-instructions',
      '1e7',
      '--json',
      '-',
    );
    expect(limited.status).toBe(3);
    expect(JSON.parse(limited.stderr.slice(limited.stderr.indexOf('{')))).toMatchObject({
      outcome: 'limit',
      instructions: 10_000_000,
    });
    expect(ringside('run', at('tutorials/images/test/loop-forever.elf'), '--max-seconds', '0.3').status).toBe(3);
    const waiting = ringside('run', 'hello');
    expect(waiting.status).toBe(3);
    expect(waiting.stderr).toMatch(/never come/);
    const first = ringside('run', 'hello', '--input', script).stdout.slice(0, 12);
    expect(ringside('run', 'hello', '--until', first)).toMatchObject({ status: 0, stderr: '' });
  });

  it('runs a kernel on the bare machine, and ends as it does', () => {
    const image = at('test/cpu-system/images/console.elf');
    const golden = readFileSync(at('test/cpu-system/golden/console.txt'), 'latin1');
    const input = file('console.txt', 'Ada Lovelace\nwait end?\nwell\n');
    const words = ['run', image, '--bare', '--memory', '16', '--ramdisk', input, '--json', '-', '--link'];
    const { status, stdout, stderr } = ringside(...words, '--input', input, '--', '-v');
    expect({ status, stdout }).toEqual({ status: 0, stdout: golden });
    const told = JSON.parse(stderr.slice(0, stderr.lastIndexOf('}') + 1));
    expect(told).toMatchObject({ outcome: 'shutdown', reason: expect.stringMatching(/debug-exit port, with 0/) });
    const link = readLink(/link (\S+)/.exec(stderr)?.[1] ?? '');
    expect(link).toMatchObject({ hash: told.hash, options: { bare: true, memory: 16, commandLine: '-v' } });
    const fault = file('fault.txt', 'Ada\nfault\n');
    const crashed = ringside('run', image, '--bare', '--input', fault);
    expect(crashed.status).toBe(1);
    expect(crashed.stderr).toMatch(/^ringside: The machine shut down: .*triple fault.*\.$/m);
    expect(ringside('run', image, '--bare', '--max-instructions', '1e6').status).toBe(3);
    expect(ringside('run', image, '--bare', '--until', 'name?').status).toBe(0);
  });

  it('runs several domains, each with its own name before its lines, and sums them up', () => {
    const words = ['run', 'ping', '--memory', '8', '--args', 'rounds=5', '--with', 'pong', '--memory', '8'];
    const { status, stdout, stderr } = ringside(...words, '--args', 'rounds=5', '--json', '-', '--link');
    expect(status).toBe(0);
    const lines = stdout.replaceAll('\r', '').trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('ping | '))).toContain('ping | ping: 5 of 5 rounds answered');
    expect(lines.filter((line) => line.startsWith('pong | '))).toContain('pong | pong: 5 rounds');
    expect(lines.every((line) => /^p[io]ng \| p[io]ng: /.test(line))).toBe(true);
    const told = JSON.parse(stderr.slice(0, stderr.lastIndexOf('}') + 1));
    expect(told).toMatchObject({
      outcome: 'shutdown',
      reason: 'ping: The guest shut down. pong: The guest shut down.',
    });
    expect(told.domains).toMatchObject([
      { domid: 1, name: 'ping', state: 'ended', end: { orderly: true } },
      { domid: 2, name: 'pong', state: 'destroyed', end: { orderly: true } },
    ]);
    const link = readLink(/link (\S+)/.exec(stderr)?.[1] ?? '');
    expect(link).toMatchObject({ guest: 'ping', others: [{ guest: 'pong', options: { memory: 8 } }], hash: told.hash });
    expect(ringside(...words, '--args', 'rounds=5', '--console', 'pong').stdout).toMatch(/^pong: domain 2 looks/);
  });

  it('is content with several only when all are', () => {
    const crash = at('tutorials/images/test/crash.elf');
    const both = ringside('run', 'hello', '--args', 'noread', '--with', crash);
    expect(both.status).toBe(1);
    expect(both.stdout).toMatch(/^hello \| Hello from ring 1/m);
    expect(both.stderr).toMatch(/^ringside: hello: The guest shut down. crash: The guest reported that it crashed.$/m);
  });

  it.each([
    ['a console of nobody’s', ['--console', 'pong'], 2, /No domain is called "pong"; there are hello, hello-2/],
    ['what is no guest', ['--memory', '0'], 2, /--memory takes a whole number/],
    ['a domain that is too large', ['--memory', '5000'], 1, /hello: A domain|The domains' 5064 MiB do not fit/],
    ['a weight that is none', ['--weight', '70000'], 1, /hello: A domain has a weight of 1 to 65535, not 70000/],
    ['a domain 0 beside others', ['--dom0'], 1, /leave --with or --dom0 out/],
    ['several on the bare machine', ['--bare'], 1, /one kernel on the bare machine/],
    ['too many', Array.from({ length: 7 }, () => ['--with', 'hello']).flat(), 1, /at most 7 domains, not 9/],
  ])('refuses %s', (_, words, status, sentence) => {
    const refused = ringside('run', 'hello', '--with', 'hello', ...words);
    expect({ status: refused.status, stdout: refused.stdout }).toEqual({ status, stdout: '' });
    expect(refused.stderr).toMatch(sentence);
  });

  it('types what is piped in when it is told to, and says how when it is not', () => {
    const piped = (...words: string[]) =>
      spawnSync(process.execPath, [at('dist/cli/ringside.mjs'), 'run', 'hello', ...words], {
        encoding: 'latin1',
        input: 'Ada\n',
      });
    expect(piped('--input', '-')).toMatchObject({ status: 0, stderr: '' });
    expect(piped('--input', '-').stdout).toContain('Ada');
    expect(piped()).toMatchObject({ status: 3, stderr: expect.stringMatching(/--input - what is piped in/) });
  });

  it('says when its console cannot be written; a reader that goes away is content', () => {
    const shell = (command: string) =>
      spawnSync('sh', ['-c', command, at('dist/cli/ringside.mjs')], { encoding: 'latin1' });
    const run = `"${process.execPath}" "$0" run "${at('tutorials/images/test/print-forever.elf')}" --max-instructions 2e8`;
    expect(shell(`${run} > /dev/full`)).toMatchObject({
      status: 1,
      stderr: 'ringside: The console cannot be written: there is no room left.\n',
    });
    expect(shell(`"${process.execPath}" "$0" run hello --args noread > /dev/full`).status).toBe(1);
    expect(shell(`(${run}; echo "status $?" >&2) | head -n 1`).stderr).toMatch(/Nobody reads.*\nstatus 0\n$/s);
  });

  it('sums up when it is interrupted: status 130', async () => {
    const summary = path.join(folder, 'interrupted.json');
    const words = ['run', at('tutorials/images/test/print-forever.elf'), '--json', summary];
    const child = spawn(process.execPath, [at('dist/cli/ringside.mjs'), ...words]);
    child.stdout.once('data', () => child.kill('SIGINT'));
    child.stdout.resume();
    const [status] = await once(child, 'close');
    expect(status).toBe(130);
    expect(JSON.parse(readFileSync(summary, 'utf8'))).toMatchObject({ outcome: 'interrupted', reason: 'Interrupted.' });
  });

  it('reports a crash with status 1', () => {
    const { status, stdout, stderr } = ringside('run', at('tutorials/images/test/crash.elf'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^ringside: .*\.\n$/m);
    expect(stderr).toContain('(ringside) domain 1 vCPU 0 crashed');
    expect(stdout).not.toContain('(ringside)');
  });
});
