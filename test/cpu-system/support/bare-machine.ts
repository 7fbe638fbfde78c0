import { HostExit } from '../../../assembly/abi/exit';
import { Core } from '../../../web/core/core';
import { PcState, XEN } from '../../../web/core/layout.gen';
import { bootMultiboot } from '../../../web/toolstack/multiboot';
import { readMultibootImage } from '../../../web/toolstack/multiboot-image';

/** How a kernel ended on the bare machine. */
export interface BareOutcome {
  text: string;
  /** `HostExit` of the last call. */
  exit: number;
  /** `PcEnd`. */
  ended: number;
  status: number;
  hash: string;
  count: bigint;
}

/** How to run it. */
export interface BareOptions {
  slice?: number;
  most?: number;
  stepping?: boolean;
  /** What is typed before the first instruction. */
  typed?: string;
  /** Asked before each slice: true drops every cache. */
  drops?: () => boolean;
}

/** Boots a kernel with 32 MiB. */
export function bareMachine(module: WebAssembly.Module, image: Uint8Array): Core {
  const core = Core.create(module, 32, true);
  bootMultiboot(core, { image: readMultibootImage(image), commandLine: 'kernel' });
  return core;
}

/** Runs a kernel until the machine ends or `most` instructions are done. */
export function runBare(module: WebAssembly.Module, image: Uint8Array, options: BareOptions = {}): BareOutcome {
  const { slice = 2_000_000, most = 200_000_000, stepping = false, typed = '', drops = () => false } = options;
  const core = bareMachine(module, image);
  if (stepping) core.exports.setStepping(1);
  for (const byte of new TextEncoder().encode(typed)) core.exports.serialInput(byte);
  const decoder = new TextDecoder('latin1');
  let text = '';
  let exit = 0;
  while (core.machine.count < BigInt(most)) {
    if (drops()) core.exports.flushCaches();
    exit = core.run(slice, 2n ** 63n);
    const length = core.exports.consoleText();
    text += decoder.decode(core.exchange.slice(0, length));
    if (exit === HostExit.MachineEnded) break;
  }
  const pc = new PcState(core.memory, XEN);
  const hash = core.exports.stateHash().toString(16);
  return { text, exit, ended: pc.ended, status: pc.exitStatus, hash, count: core.machine.count };
}
