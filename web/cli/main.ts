import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { images, version, wasmSource } from 'virtual:ringside';
import { loadCore } from '../core/load';
import type { DomainScenario, Scenario } from '../core/machine-api';
import { Refused, sentenceOf } from '../core/refused';
import { sha256 } from '../core/sha256';
import { linkDomain, linkOthers, writeLink } from '../replay/link';
import { BUILT_IN_GUESTS, builtInScenario } from '../toolstack/catalogue';
import type { Machine } from '../toolstack/machine';
import { explainSteps } from './explain';
import type { TerminalInput } from './keyboard';
import { type Command, type GuestOptions, parseCommand, type RunOptions } from './options';
import { Output, reasonOf } from './output';
import { type Ending, Run, type RunEnd } from './run';
import { STATUS, summarise } from './summary';
import { TraceOutput } from './trace-output';
import { HELP, UsageError } from './usage';

const DEFAULT_MEMORY = 64;
const USAGE_STATUS = 2;

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

/** What one domain is made from. */
async function domainOf(options: GuestOptions): Promise<DomainScenario> {
  const scenario = await guestScenario(options.guest);
  const { memory, vcpus, weight, profile, commandLine, ramdisk, input } = options;
  return {
    ...scenario,
    memory: memory ?? scenario.memory,
    vcpus: vcpus ?? scenario.vcpus,
    commandLine: commandLine || scenario.commandLine,
    ...(weight !== undefined && { weight }),
    ...(profile && { profile }),
    ...(ramdisk && { ramdisk: await bytesOf('ramdisk', ramdisk) }),
    ...(input && { script: new TextDecoder().decode(await inputOf(input)) }),
  };
}

/** What is to be typed. Standard input is read to its end first: when it arrives must not matter. */
async function inputOf(file: string): Promise<Uint8Array> {
  return file === '-' ? new Uint8Array(await buffer(process.stdin)) : bytesOf('input', file);
}

/** Everything the machine is made from. */
async function scenarioOf(options: RunOptions): Promise<Scenario> {
  const { ram, dom0, bare } = options;
  const first = await domainOf(options);
  const others = await Promise.all(options.others.map(domainOf));
  return { ...first, ...(others.length > 0 && { others }), dom0, bare, ...(ram !== undefined && { ram }) };
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
    ...linkDomain(scenario, machine.imageHash, sha256),
    ...linkOthers(scenario, sha256),
    inputs: machine.inputs.all,
    position: machine.position,
    hash: machine.hash,
  });
}

/** Raised at the first Ctrl-C; the second one ends the program at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}

/** Where a run's words go. */
interface Outputs {
  stdout: Output;
  stderr: Output;
  trace: TraceOutput;
  traceFile: Output | undefined;
}

/** Runs guests to their end. Errors: Refused for a scenario that cannot be. */
async function runGuests(options: RunOptions, outputs: Outputs, terminal: TerminalInput): Promise<RunEnd> {
  const { stdout, stderr, trace, traceFile } = outputs;
  const interrupt = interruption();
  const scenario = await scenarioOf(options);
  const module = await loadCore(await wasmSource());
  const isTyped = [options, ...options.others].some(({ input }) => input !== undefined);
  return new Run(module, scenario, options, {
    console: stdout,
    messages: stderr,
    trace,
    terminal: terminal.isTTY && !isTyped ? terminal : undefined,
    outputs: [stdout, stderr, ...(traceFile ? [traceFile] : [])],
    clock: () => performance.now(),
    interrupt,
  }).finish();
}

/** How a run ended, or why there was none. What it showed last may turn out not to be written. */
async function endingOf(run: Promise<RunEnd>, stdout: Output): Promise<Ending & Partial<RunEnd>> {
  try {
    const end = await run;
    await stdout.flushed();
    const { refusal } = stdout;
    if (STATUS[end.outcome] !== 0 || refusal === undefined) return end;
    return { ...end, outcome: 'unwritable', reason: `The console cannot be written: ${refusal}.` };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { outcome: 'refused', reason: sentenceOf(error) };
  }
}

/** Runs guests and answers the exit status. */
async function run(options: RunOptions, stdout: Output, stderr: Output, terminal: TerminalInput): Promise<number> {
  const { trace, file: traceFile } = traceOutput(options, stderr);
  const summaryFile = options.json === undefined || options.json === '-' ? undefined : fileFor('summary', options.json);
  const ending = await endingOf(runGuests(options, { stdout, stderr, trace, traceFile }, terminal), stdout);
  const { outcome, reason, machine, seconds = 0 } = ending;
  if (outcome !== 'shutdown' && outcome !== 'until') stderr.write(`ringside: ${reason}\n`);
  await traceFile?.end();
  const summary = summarise(options.guest, machine, { outcome, reason, seconds, hypercalls: trace.hypercalls() });
  if (options.json !== undefined) (summaryFile ?? stderr).write(`${JSON.stringify(summary, undefined, 2)}\n`);
  await summaryFile?.end();
  if (options.link && machine) stderr.write(`ringside: link ${linkOf(machine)}\n`);
  return STATUS[outcome];
}

/** Tells what steps of a guest do. Errors: Refused for a scenario that cannot be. */
async function explain(options: RunOptions, stdout: Output): Promise<number> {
  const module = await loadCore(await wasmSource());
  const { at = 0n, steps = 1 } = options;
  for await (const text of explainSteps(module, await scenarioOf(options), { at, steps })) stdout.write(`${text}\n`);
  return 0;
}

async function dispatch(command: Command, stdout: Output, stderr: Output): Promise<number> {
  if (command.kind === 'run') return run(command.options, stdout, stderr, process.stdin);
  if (command.kind === 'explain') return explain(command.options, stdout);
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
