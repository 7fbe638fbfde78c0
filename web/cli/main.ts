import { readFile } from 'node:fs/promises';
import { images, version, wasmSource } from 'virtual:ringside';
import { loadCore } from '../core/load';
import type { Scenario } from '../core/machine-api';
import { Refused, sentenceOf } from '../core/refused';
import { sha256 } from '../core/sha256';
import { linkOptions, writeLink } from '../replay/link';
import { BUILT_IN_GUESTS, builtInScenario } from '../toolstack/catalogue';
import type { Machine } from '../toolstack/machine';
import type { TerminalInput } from './keyboard';
import { type Command, parseCommand, type RunOptions } from './options';
import { Output } from './output';
import { Run, type RunEnd } from './run';
import { STATUS, summarise } from './summary';
import { TraceOutput } from './trace-output';
import { HELP, UsageError } from './usage';

const DEFAULT_MEMORY = 64;
const USAGE_STATUS = 2;

/** Why the system would not open a file, in words where it is a common reason. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'it is not allowed',
};

function reasonOf(error: unknown): string {
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? code;
}

/** A file's bytes. Errors: UsageError, because the command line named it. */
async function bytesOf(what: string, file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    throw new UsageError(`The ${what} "${file}" cannot be read: ${reasonOf(error)}.`);
  }
}

/** A file to write, made before anything runs. Errors: UsageError, because the command line named it. */
function fileFor(what: string, path: string): Output {
  try {
    return Output.file(path);
  } catch (error) {
    throw new UsageError(`The ${what} "${path}" cannot be written: ${reasonOf(error)}.`);
  }
}

/** The guest's image and usual options: a file, or a built-in guest where there is no such file. */
async function guestScenario(guest: string): Promise<Scenario> {
  const isFile = /[./\\]/.test(guest) || !(guest in images);
  if (!isFile) return builtInScenario(guest, images);
  const name = guest.replace(/^.*[/\\]/, '');
  return { image: await bytesOf('guest', guest), name, memory: DEFAULT_MEMORY, vcpus: 1, commandLine: '' };
}

/** Everything the machine is made from. */
async function scenarioOf(options: RunOptions): Promise<Scenario> {
  const scenario = await guestScenario(options.guest);
  const { memory, ram, vcpus, profile, dom0, bare, commandLine } = options;
  return {
    ...scenario,
    memory: memory ?? scenario.memory,
    vcpus: vcpus ?? scenario.vcpus,
    commandLine: commandLine || scenario.commandLine,
    dom0,
    bare,
    ...(ram !== undefined && { ram }),
    ...(profile && { profile }),
    ...(options.ramdisk && { ramdisk: await bytesOf('ramdisk', options.ramdisk) }),
    ...(options.input && { script: new TextDecoder().decode(await bytesOf('input', options.input)) }),
  };
}

/** Where a trace goes, if anywhere. */
function traceOutput(options: RunOptions, stderr: Output): { trace: TraceOutput; file: Output | undefined } {
  if (options.trace === undefined) return { trace: new TraceOutput('json', undefined), file: undefined };
  if (options.trace === '-') return { trace: new TraceOutput('text', (text) => stderr.write(text)), file: undefined };
  const file = fileFor('trace', options.trace);
  return { trace: new TraceOutput('json', (text) => file.write(text)), file };
}

/** The link that names the state a run reached. */
function linkOf(machine: Machine): string {
  const { scenario } = machine.checked;
  return writeLink({
    guest: scenario.name,
    imageHash: machine.imageHash,
    ...(scenario.ramdisk && { ramdiskHash: sha256(scenario.ramdisk) }),
    options: linkOptions(scenario),
    inputs: machine.inputs.all,
    position: machine.position,
    hash: machine.hash,
  });
}

/** Runs a guest and answers the exit status. */
async function run(options: RunOptions, stdout: Output, stderr: Output, terminal: TerminalInput): Promise<number> {
  const { trace, file } = traceOutput(options, stderr);
  const summaryFile = options.json === undefined || options.json === '-' ? undefined : fileFor('summary', options.json);
  const outputs = [stdout, stderr, ...(file ? [file] : [])];
  const clock = (): number => performance.now();
  let end: RunEnd | undefined;
  let refusal = '';
  try {
    const scenario = await scenarioOf(options);
    const module = await loadCore(await wasmSource());
    const keys = terminal.isTTY && options.input === undefined ? terminal : undefined;
    end = await new Run(module, scenario, options, {
      console: stdout,
      messages: stderr,
      trace,
      terminal: keys,
      outputs,
      clock,
    }).finish();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    refusal = sentenceOf(error);
  }
  const { outcome, reason, seconds } = end ?? { outcome: 'refused' as const, reason: refusal, seconds: 0 };
  if (outcome !== 'shutdown' && outcome !== 'until') stderr.write(`ringside: ${reason}\n`);
  await file?.end();
  const summary = summarise(options.guest, end?.machine, { outcome, reason, seconds, hypercalls: trace.hypercalls() });
  if (options.json !== undefined) (summaryFile ?? stderr).write(`${JSON.stringify(summary, undefined, 2)}\n`);
  await summaryFile?.end();
  if (options.link && end) stderr.write(`ringside: link ${linkOf(end.machine)}\n`);
  return STATUS[outcome];
}

async function dispatch(command: Command, stdout: Output, stderr: Output): Promise<number> {
  if (command.kind === 'run') return run(command.options, stdout, stderr, process.stdin);
  if (command.kind === 'help') stdout.write(HELP);
  if (command.kind === 'version') stdout.write(`ringside ${version}\n`);
  if (command.kind === 'list') {
    const width = Math.max(...BUILT_IN_GUESTS.map(({ name }) => name.length));
    for (const { name, title } of BUILT_IN_GUESTS) stdout.write(`${name.padEnd(width)}  ${title}\n`);
  }
  return 0;
}

/** The command line: answers its exit status. */
async function main(words: readonly string[]): Promise<number> {
  const [stdout, stderr] = [new Output(process.stdout), new Output(process.stderr)];
  try {
    return await dispatch(parseCommand(words), stdout, stderr);
  } catch (error) {
    if (error instanceof UsageError) {
      stderr.write(`ringside: ${error.message}\n`);
      return USAGE_STATUS;
    }
    stderr.write(`ringside: ${sentenceOf(error)}\n`);
    return STATUS.refused;
  }
}

process.exitCode = await main(process.argv.slice(2));
