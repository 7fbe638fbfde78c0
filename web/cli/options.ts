import type { ProfileName } from '../core/machine-api';
import { PROFILE_NAMES } from '../core/profile-name';
import { UsageError } from './usage';

/** One domain as the command line asks for it. */
export interface GuestOptions {
  /** File or name of a built-in guest. */
  guest: string;
  commandLine: string;
  memory: number | undefined;
  vcpus: number | undefined;
  weight: number | undefined;
  ramdisk: string | undefined;
  profile: ProfileName | undefined;
  /** File of what to type to it; "-": standard input. */
  input: string | undefined;
}

/** What `ringside run` was asked to do. What is of a domain is the first one's. */
export interface RunOptions extends GuestOptions {
  /** Domains beside the first. */
  others: GuestOptions[];
  /** Name of the domain whose console alone is shown, and that is typed to. */
  console: string | undefined;
  ram: number | undefined;
  dom0: boolean;
  bare: boolean;
  until: string | undefined;
  maxInstructions: bigint | undefined;
  maxSeconds: number | undefined;
  trace: string | undefined;
  json: string | undefined;
  engine: 'block' | 'step';
  link: boolean;
  /** `explain` alone: instructions done before the first step that is told, and how many steps. */
  at: bigint | undefined;
  steps: number | undefined;
}

/** What the command line asks for. */
export type Command =
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'list' }
  | { kind: 'run'; options: RunOptions }
  | { kind: 'explain'; options: RunOptions };

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

/** Options of a domain: behind --with they are that domain's, before any the first one's. */
const OF_A_GUEST: Readonly<Record<string, (guest: GuestOptions, value: string, name: string) => void>> = {
  '--memory': (guest, value, name) => (guest.memory = whole(name, value)),
  '--vcpus': (guest, value, name) => (guest.vcpus = whole(name, value)),
  '--weight': (guest, value, name) => (guest.weight = whole(name, value)),
  '--ramdisk': (guest, value) => (guest.ramdisk = value),
  '--profile': (guest, value, name) => (guest.profile = oneOf(name, value, PROFILE_NAMES)),
  '--input': (guest, value) => (guest.input = value),
  '--args': (guest, value) => (guest.commandLine = value),
};

/** Options with a value, and what it changes. */
const WITH_VALUE: Readonly<Record<string, (options: RunOptions, value: string, name: string) => void>> = {
  ...Object.fromEntries(
    Object.entries(OF_A_GUEST).map(([option, take]) => [
      option,
      (options: RunOptions, value: string, name: string) => take(options.others.at(-1) ?? options, value, name),
    ]),
  ),
  '--with': (options, value, name) => options.others.push(guestDefaults(nonEmpty(name, value))),
  '--console': (options, value, name) => (options.console = nonEmpty(name, value)),
  '--ram': (options, value, name) => (options.ram = whole(name, value)),
  '--until': (options, value, name) => (options.until = nonEmpty(name, value)),
  '--max-instructions': (options, value, name) => (options.maxInstructions = count(name, value)),
  '--max-seconds': (options, value, name) => (options.maxSeconds = seconds(name, value)),
  '--trace': (options, value) => (options.trace = value),
  '--json': (options, value) => (options.json = value),
  '--at': (options, value, name) => (options.at = count(name, value)),
  '--steps': (options, value, name) => (options.steps = whole(name, value)),
  '--engine': (options, value, name) => (options.engine = oneOf(name, value, ['block', 'step'] as const)),
};

/** Options that stand alone. */
const FLAGS: Readonly<Record<string, (options: RunOptions) => void>> = {
  '--dom0': (options) => (options.dom0 = true),
  '--bare': (options) => (options.bare = true),
  '--link': (options) => (options.link = true),
};

const guestDefaults = (guest: string): GuestOptions => ({
  guest,
  commandLine: '',
  memory: undefined,
  vcpus: undefined,
  weight: undefined,
  ramdisk: undefined,
  profile: undefined,
  input: undefined,
});

const defaults = (): RunOptions => ({
  ...guestDefaults(''),
  others: [],
  console: undefined,
  ram: undefined,
  dom0: false,
  bare: false,
  until: undefined,
  maxInstructions: undefined,
  maxSeconds: undefined,
  trace: undefined,
  json: undefined,
  engine: 'block',
  link: false,
  at: undefined,
  steps: undefined,
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
  const options = defaults();
  for (let at = 0; at < own.length; ) {
    const word = own[at] as string;
    if (word.startsWith('-') && word !== '-') {
      at += takeOption(options, own, at);
    } else {
      if (options.guest)
        throw new UsageError(
          `There is "${options.guest}" and "${word}": a further domain follows --with, kernel arguments follow --.`,
        );
      options.guest = word;
      at++;
    }
  }
  if (end >= 0 && options.commandLine)
    throw new UsageError('The kernel command line stands behind -- or behind --args, not both.');
  if (end >= 0) options.commandLine = words.slice(end + 1).join(' ');
  const stdin = [options, ...options.others].filter(({ input }) => input === '-');
  if (stdin.length > 1) throw new UsageError('Only one domain can be typed standard input: --input - stands twice.');
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
  if (own[0] === 'run') {
    const options = parseRun(words.slice(1));
    if (options.at !== undefined || options.steps !== undefined)
      throw new UsageError('--at and --steps choose what ringside explain tells; a run takes --max-instructions.');
    return { kind: 'run', options };
  }
  if (own[0] === 'explain') return { kind: 'explain', options: parseRun(words.slice(1)) };
  throw new UsageError(
    own[0] === undefined
      ? 'What is to be done? Try ringside --help.'
      : `There is no command "${own[0]}"; try ringside --help.`,
  );
}
