import type { ProfileName } from '../core/machine-api';
import { UsageError } from './usage';

/** What `ringside run` was asked to do. */
export interface RunOptions {
  /** File or name of a built-in guest. */
  guest: string;
  commandLine: string;
  memory: number | undefined;
  ram: number | undefined;
  vcpus: number | undefined;
  ramdisk: string | undefined;
  dom0: boolean;
  bare: boolean;
  profile: ProfileName | undefined;
  input: string | undefined;
  until: string | undefined;
  maxInstructions: bigint | undefined;
  maxSeconds: number | undefined;
  trace: string | undefined;
  json: string | undefined;
  engine: 'block' | 'step';
  link: boolean;
}

/** What the command line asks for. */
export type Command = { kind: 'help' } | { kind: 'version' } | { kind: 'list' } | { kind: 'run'; options: RunOptions };

const PROFILES: readonly ProfileName[] = ['2002-11', '2003-01', '2004-02', 'xen-3.2', 'xen-4.17', 'xen-4.17-nolinear'];

function whole(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0)
    throw new UsageError(`${option} takes a whole number from 1 to 999999999, not "${text}".`);
  return Number(text);
}

/** Counts may be written with _ between digits, or as 5e9. */
function count(option: string, text: string): bigint {
  const plain = text.replaceAll('_', '');
  const power = /^(\d{1,10})e(\d{1,2})$/i.exec(plain);
  if (power) return BigInt(power[1] as string) * 10n ** BigInt(power[2] as string);
  if (!/^\d{1,20}$/.test(plain)) throw new UsageError(`${option} takes a whole number, not "${text}".`);
  return BigInt(plain);
}

function seconds(option: string, text: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value <= 0)
    throw new UsageError(`${option} takes a number of seconds above 0, not "${text}".`);
  return value;
}

function oneOf<T extends string>(option: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((name) => name === text);
  if (choice === undefined) throw new UsageError(`${option} takes ${choices.join(', ')}, not "${text}".`);
  return choice;
}

function nonEmpty(option: string, text: string): string {
  if (text === '') throw new UsageError(`${option} needs a text; the empty one always shows.`);
  return text;
}

/** Options with a value, and what it changes. */
const WITH_VALUE: Readonly<Record<string, (options: RunOptions, value: string, name: string) => void>> = {
  '--memory': (options, value, name) => (options.memory = whole(name, value)),
  '--ram': (options, value, name) => (options.ram = whole(name, value)),
  '--vcpus': (options, value, name) => (options.vcpus = whole(name, value)),
  '--ramdisk': (options, value) => (options.ramdisk = value),
  '--profile': (options, value, name) => (options.profile = oneOf(name, value, PROFILES)),
  '--input': (options, value) => (options.input = value),
  '--until': (options, value, name) => (options.until = nonEmpty(name, value)),
  '--max-instructions': (options, value, name) => (options.maxInstructions = count(name, value)),
  '--max-seconds': (options, value, name) => (options.maxSeconds = seconds(name, value)),
  '--trace': (options, value) => (options.trace = value),
  '--json': (options, value) => (options.json = value),
  '--engine': (options, value, name) => (options.engine = oneOf(name, value, ['block', 'step'] as const)),
};

/** Options that stand alone. */
const FLAGS: Readonly<Record<string, (options: RunOptions) => void>> = {
  '--dom0': (options) => (options.dom0 = true),
  '--bare': (options) => (options.bare = true),
  '--link': (options) => (options.link = true),
};

const defaults = (commandLine: string): RunOptions => ({
  guest: '',
  commandLine,
  memory: undefined,
  ram: undefined,
  vcpus: undefined,
  ramdisk: undefined,
  dom0: false,
  bare: false,
  profile: undefined,
  input: undefined,
  until: undefined,
  maxInstructions: undefined,
  maxSeconds: undefined,
  trace: undefined,
  json: undefined,
  engine: 'block',
  link: false,
});

/** Takes one option; answers how many words it had. */
function takeOption(options: RunOptions, words: readonly string[], at: number): number {
  const word = words[at] as string;
  const cut = word.indexOf('=');
  const name = cut < 0 ? word : word.slice(0, cut);
  const flag = FLAGS[name];
  if (flag) {
    if (cut >= 0) throw new UsageError(`${name} takes no value.`);
    flag(options);
    return 1;
  }
  const take = WITH_VALUE[name];
  if (!take) throw new UsageError(`There is no option ${name}; ringside --help lists them.`);
  const value = cut < 0 ? words[at + 1] : word.slice(cut + 1);
  if (value === undefined) throw new UsageError(`${name} needs a value.`);
  if (cut < 0 && (value in WITH_VALUE || value in FLAGS))
    throw new UsageError(
      `${name} needs a value, but the option ${value} follows; ${name}=${value} gives it that text.`,
    );
  take(options, value, name);
  return cut < 0 ? 2 : 1;
}

/** What follows `run`. */
function parseRun(words: readonly string[]): RunOptions {
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const options = defaults(end < 0 ? '' : words.slice(end + 1).join(' '));
  for (let at = 0; at < own.length; ) {
    const word = own[at] as string;
    if (word.startsWith('-') && word !== '-') {
      at += takeOption(options, own, at);
    } else {
      if (options.guest)
        throw new UsageError(
          `One guest at a time: there is "${options.guest}" and "${word}". Kernel arguments follow --.`,
        );
      options.guest = word;
      at++;
    }
  }
  if (!options.guest) throw new UsageError('Which guest? Name an ELF file or a guest that ringside list shows.');
  return options;
}

/**
 * Reads a command line (without node and script).
 *
 * Errors: UsageError, saying what was wrong.
 */
export function parseCommand(words: readonly string[]): Command {
  const own = words.slice(0, words.indexOf('--') < 0 ? words.length : words.indexOf('--'));
  if (own.includes('--help') || own.includes('-h') || own[0] === 'help') return { kind: 'help' };
  if (own[0] === '--version') return { kind: 'version' };
  if (own[0] === 'list' && own.length === 1) return { kind: 'list' };
  if (own[0] === 'run') return { kind: 'run', options: parseRun(words.slice(1)) };
  throw new UsageError(
    own[0] === undefined
      ? 'What is to be done? Try ringside --help.'
      : `There is no command "${own[0]}"; try ringside --help.`,
  );
}
