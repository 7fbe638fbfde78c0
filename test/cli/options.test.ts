import { describe, expect, it } from 'vitest';
import { parseCommand, type RunOptions } from '../../web/cli/options';
import { HELP } from '../../web/cli/usage';

const run = (...words: string[]): RunOptions => {
  const command = parseCommand(['run', ...words]);
  if (command.kind !== 'run') throw new Error('not a run');
  return command.options;
};

describe('explain', () => {
  it('takes what a run takes, and which steps', () => {
    const command = parseCommand(['explain', 'hello', '--at', '1_000', '--steps=3', '--', 'x']);
    expect(command).toMatchObject({
      kind: 'explain',
      options: { guest: 'hello', at: 1000n, steps: 3, commandLine: 'x' },
    });
  });

  it('alone chooses steps', () => {
    expect(() => run('hello', '--at', '5')).toThrow(/max-instructions/);
  });
});

describe('the command line', () => {
  it('has defaults for everything but the guest', () => {
    expect(run('a.elf')).toMatchObject({
      guest: 'a.elf',
      commandLine: '',
      engine: 'block',
      dom0: false,
      memory: undefined,
    });
  });

  it('takes every option', () => {
    const options = run(
      ...[
        '--memory',
        '200',
        '--ram=512',
        '--vcpus',
        '2',
        '--ramdisk',
        'r',
        '--dom0',
        '--weight',
        '512',
        '--console=c',
        '--bare',
        '--profile',
        '2004-02',
        'g.elf',
      ],
      ...[
        '--input',
        'i',
        '--until',
        'done',
        '--max-instructions',
        '5e9',
        '--max-seconds',
        '0.5',
        '--trace',
        '-',
        '--json=j',
      ],
      ...['--engine', 'step', '--link', '--', '--memory', 'x'],
    );
    expect(options).toEqual({
      others: [],
      console: 'c',
      weight: 512,
      guest: 'g.elf',
      commandLine: '--memory x',
      memory: 200,
      ram: 512,
      vcpus: 2,
      ramdisk: 'r',
      dom0: true,
      bare: true,
      profile: '2004-02',
      input: 'i',
      until: 'done',
      maxInstructions: 5_000_000_000n,
      maxSeconds: 0.5,
      trace: '-',
      json: 'j',
      engine: 'step',
      link: true,
    });
  });

  it('gives what follows --with to that domain', () => {
    const words = [
      'a',
      '--memory',
      '32',
      '--with',
      'b',
      '--memory=8',
      '--args',
      'x=1 y',
      '--input',
      'f',
      '--with',
      'c',
    ];
    const options = run(...words, '--vcpus', '2', '--until', 'done', '--', 'for', 'a');
    expect(options).toMatchObject({ guest: 'a', memory: 32, vcpus: undefined, commandLine: 'for a', until: 'done' });
    expect(options.others).toMatchObject([
      { guest: 'b', memory: 8, commandLine: 'x=1 y', input: 'f', vcpus: undefined },
      { guest: 'c', memory: undefined, commandLine: '', vcpus: 2 },
    ]);
    expect(run('a', '--args', 'p q').commandLine).toBe('p q');
  });

  it.each([
    [[], /What is to be done/],
    [['boot'], /no command "boot"/],
    [['list', 'x'], /no command "list"/],
    [['run'], /Which guest/],
    [['run', 'a', 'b'], /There is "a" and "b": a further domain follows --with/],
    [['run', 'a', '--with'], /--with needs a value/],
    [['run', 'a', '--with='], /--with needs a text/],
    [['run', 'a', '--with', 'b', '--memory', 'big'], /--memory takes a whole number/],
    [['run', 'a', '--weight', '0'], /--weight takes a whole number from 1/],
    [['run', 'a', '--args', 'x', '--', 'y'], /not both/],
    [['run', 'a', '--input', '-', '--with', 'b', '--input', '-'], /Only one domain/],
    [['run', 'a', '--colour'], /no option --colour/],
    [['run', 'a', '--memory'], /--memory needs a value/],
    [['run', 'a', '--memory', 'big'], /--memory takes a whole number/],
    [['run', 'a', '--memory', '0'], /from 1 to/],
    [['run', 'a', '--memory', '-5'], /from 1 to/],
    [['run', 'a', '--memory', '9999999999'], /from 1 to 999999999/],
    [['run', 'a', '--json', '--max-seconds', '3'], /--json needs a value, but the option --max-seconds follows/],
    [['run', 'a', '--until='], /--until needs a text/],
    [['run', 'a', '--dom0=1'], /--dom0 takes no value/],
    [['run', 'a', '--engine', 'fast'], /block, step, not "fast"/],
    [['run', 'a', '--profile', 'xen-5'], /2002-11, .* not "xen-5"/],
    [['run', 'a', '--max-instructions', 'many'], /whole number/],
    [['run', 'a', '--max-seconds', '-1'], /seconds above 0/],
  ])('refuses %j', (words, sentence) => {
    expect(() => parseCommand(words)).toThrow(sentence);
  });

  it('helps from anywhere but the kernel’s arguments', () => {
    expect(parseCommand(['--help'])).toEqual({ kind: 'help' });
    expect(parseCommand(['run', 'a', '-h'])).toEqual({ kind: 'help' });
    expect(run('a', '--', '--help').commandLine).toBe('--help');
    expect(parseCommand(['--version'])).toEqual({ kind: 'version' });
    expect(parseCommand(['list'])).toEqual({ kind: 'list' });
  });

  it('explains itself on one screen', () => {
    const lines = HELP.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(46);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    for (const option of Object.keys(run('x'))) {
      if (option === 'guest' || option === 'commandLine' || option === 'others') continue;
      expect(HELP).toContain(`--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    }
  });
});
