import { machineHere, makeWorker, wasmSource } from 'virtual:ringside';
import * as Comlink from 'comlink';
import { loadCore } from '../../core/load';
import type { MachineApi, Refusal } from '../../core/machine-api';
import { Refused } from '../../core/refused';
import { watchPulse } from './pulse';

/** Where a machine runs. */
export type Lane = 'worker' | 'main thread';

/** A machine that has booted, wherever it runs. */
export interface Connection {
  api: MachineApi;
  lane: Lane;
  /** Ends it. */
  close(): void;
}

/** A worker that says nothing for so long was stopped by something that does not report: a content security policy, mostly. */
const BOOT_TIMEOUT = 8000;

let core: Promise<WebAssembly.Module> | undefined;

/** The core, compiled once for all machines of this page. What failed is tried again when it is asked for again. */
function compiledCore(): Promise<WebAssembly.Module> {
  core ??= wasmSource()
    .then(loadCore)
    .catch((error) => {
      core = undefined;
      throw error instanceof Refused ? new BootRefused(error.message) : error;
    });
  return core;
}

/** Boots a machine: a refusal becomes an error with its sentence. */
async function boot(api: MachineApi): Promise<void> {
  const answer: { ready: true } | Refusal = await api.boot(await compiledCore());
  if ('refused' in answer) throw new BootRefused(answer.refused);
}

/** The core itself cannot run here: no other lane would help. */
class BootRefused extends Error {}

/** MachineApi over a port; a callback needs a proxy, bytes that are not used again are handed over. */
function remote(endpoint: Worker | MessagePort): MachineApi {
  const far = Comlink.wrap<MachineApi>(endpoint);
  return {
    boot: (wasm) => far.boot(wasm),
    create: (scenario) => far.create(scenario),
    run: (options) => far.run(options),
    pause: () => far.pause(),
    step: (unit, times) => far.step(unit, times),
    seek: (place, isEvent) => far.seek(place, isEvent),
    runTo: (condition, direction) => far.runTo(condition, direction),
    marks: (test) => far.marks(test),
    whoWrote: (maddr, bytes) => far.whoWrote(maddr, bytes),
    explain: () => far.explain(),
    type: (bytes) => far.type(bytes),
    command: (domid, command) => far.command(domid, command),
    show: (domid) => far.show(domid),
    moment: () => far.moment(),
    trace: (from, limit) => far.trace(from, limit),
    read: (address, length) => far.read(address, length),
    observe: (question) => far.observe(question),
    inputs: () => far.inputs(),
    watch: (changed) => far.watch(Comlink.proxy(changed)),
  };
}

/** Rejects when the worker cannot start, dies, or stays silent too long. */
function trouble(worker: Worker): Promise<never> {
  return new Promise((_, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(event.message || 'the browser refused it')));
    setTimeout(() => reject(new Error('it did not answer')), BOOT_TIMEOUT);
  });
}

/** A machine in a worker. `lost` is called if it dies later. */
async function inWorker(lost: (error: Error) => void): Promise<Connection> {
  const worker = makeWorker();
  const api = remote(worker);
  try {
    await Promise.race([boot(api), trouble(worker)]);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  worker.addEventListener('error', (event) => {
    lost(new Error(`The machine stopped working (${event.message || 'no reason was given'}).`));
  });
  const rest = watchPulse(api, lost);
  const close = (): void => {
    rest();
    worker.terminate();
  };
  return { api, lane: 'worker', close };
}

/** A machine in this thread, for places where workers are refused: the same program, in slices short enough to keep the page alive. */
async function inThisThread(): Promise<Connection> {
  const { port1, port2 } = new MessageChannel();
  await machineHere(port1);
  const api = remote(port2);
  await boot(api);
  return { api, lane: 'main thread', close: () => void api.pause().finally(() => port2.close()) };
}

/**
 * Finds a place for a machine: a worker (by URL on the site, from a blob in the single file and the element), else this thread.
 *
 * Errors: when the core itself is refused, or no lane works, with a sentence for the person.
 */
export async function connect(lost: (error: Error) => void): Promise<Connection> {
  try {
    return await inWorker(lost);
  } catch (error) {
    if (error instanceof BootRefused) throw error;
    return inThisThread();
  }
}
