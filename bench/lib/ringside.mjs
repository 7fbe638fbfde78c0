// @ts-check
// Ringside's bare machine for benchmarks: the release wasm with nothing around it.
import { readFileSync } from 'node:fs';
import { at } from '../../scripts/lib/paths.mjs';
import { Stopwatch } from './stopwatch.mjs';

/** Places of assembly/base/memory-map.ts and assembly/layout/. */
const VCPU = 0x400;
const IP = VCPU + 72;
const CR0 = VCPU + 104;
const SEGMENTS = VCPU + 0x200;
const MACHINE = 0xc00;
const EXCHANGE = 0x1c00000;
const RAM = 0x2000000;

const FRAMES = 16384;
/** Instructions of one call: V8 keeps a call that never returns in its slowest tier. */
const SLICE = 2_000_000;
const NEVER = 2n ** 64n - 1n;
/** Where the multiboot structure and the command line stand. */
const INFO = 0x9000;
const COMMAND_LINE = 0x9100;
const MULTIBOOT_MAGIC = 0x2badb002;
/** HostExit of assembly/abi/exit.ts that end a run. */
const MACHINE_ENDED = 5;
const IDLE = 1;

/** Copies the segments of an ELF file to RAM; gives the entry point. */
function loadElf(/** @type {Uint8Array} */ ram, /** @type {Buffer} */ elf) {
  const table = elf.readUInt32LE(28);
  for (let i = 0; i < elf.readUInt16LE(44); i++) {
    const header = table + i * 32;
    if (elf.readUInt32LE(header) !== 1) continue;
    const offset = elf.readUInt32LE(header + 4);
    ram.set(elf.subarray(offset, offset + elf.readUInt32LE(header + 16)), elf.readUInt32LE(header + 12));
  }
  return elf.readUInt32LE(24);
}

/** A machine with the benchmark kernel loaded and `workload rounds` on its command line. */
class Bench {
  constructor(
    /** @type {WebAssembly.Module} */ module,
    /** @type {Buffer} */ elf,
    /** @type {string} */ commandLine,
    /** @type {boolean} */ step,
  ) {
    const pages = (RAM + FRAMES * 4096) / 65536;
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.thrown = new Error('unwind');
    const unwind = () => {
      throw this.thrown;
    };
    const abort = () => {
      throw new Error('abort');
    };
    const instance = new WebAssembly.Instance(module, { env: { memory, unwind, abort } });
    this.core = /** @type {Record<string, (...args: any[]) => number>} */ (/** @type {unknown} */ (instance.exports));
    this.bytes = new Uint8Array(memory.buffer);
    this.view = new DataView(memory.buffer);
    this.core.create?.(FRAMES, 1);
    const entry = loadElf(this.bytes.subarray(RAM), elf);
    this.view.setUint32(RAM + INFO, 4, true);
    this.view.setUint32(RAM + INFO + 16, COMMAND_LINE, true);
    this.bytes.set(new TextEncoder().encode(commandLine), RAM + COMMAND_LINE);
    this.start(entry);
    if (step) this.core.setStepping?.(1);
  }

  /** The state a multiboot loader leaves: flat segments, protected mode, EAX and EBX. */
  start(/** @type {number} */ entry) {
    const { view } = this;
    for (let i = 0; i < 6; i++) {
      const segment = SEGMENTS + i * 16;
      view.setUint32(segment + 8, 0xffffffff, true);
      view.setUint16(segment + 12, i === 1 ? 8 : 16, true);
      view.setUint16(segment + 14, i === 1 ? 0xc09b : 0xc093, true);
    }
    view.setUint32(CR0, 0x11, true);
    view.setUint32(IP, entry, true);
    view.setUint32(VCPU, MULTIBOOT_MAGIC, true);
    view.setUint32(VCPU + 24, INFO, true);
  }

  /** Instructions retired. */
  get count() {
    return Number(this.view.getBigUint64(MACHINE, true));
  }

  /** Runs a slice; gives what the serial port sent, or null when the machine has stopped. */
  slice() {
    const end = this.count + SLICE;
    let exit = 0;
    try {
      exit = this.core.run?.(end - this.count, NEVER) ?? 0;
    } catch (error) {
      if (error !== this.thrown) throw error;
      this.core.unwound?.();
    }
    const length = this.core.consoleText?.() ?? 0;
    if (length > 0) return new TextDecoder().decode(this.bytes.slice(EXCHANGE, EXCHANGE + length));
    return exit === IDLE || exit === MACHINE_ENDED ? null : '';
  }
}

/** @typedef {import('./peers.mjs').Run & { instructions: number }} Measurement */

/**
 * Runs a workload once.
 *
 * @param {string} wasm
 * @param {string} workload
 * @param {number} rounds
 * @param {boolean} step one instruction at a time
 * @returns {Measurement}
 */
export function measure(wasm, workload, rounds, step = false) {
  const module = new WebAssembly.Module(readFileSync(wasm));
  const bench = new Bench(module, readFileSync(at('bench/workloads/kernel.elf')), `bench ${workload} ${rounds}`, step);
  let text = '';
  const watch = new Stopwatch();
  let counted = 0;
  for (;;) {
    const more = bench.slice();
    if (more === null) throw new Error(`The kernel stopped without a result: ${JSON.stringify(text)}.`);
    text += more;
    if (!watch.runs && text.includes('START\n')) {
      watch.start();
      counted = bench.count;
    }
    const done = text.match(/DONE (\w{8}) (\w{16})\n/);
    if (done) {
      const instructions = Number(BigInt(`0x${done[2]}`)) || bench.count - counted;
      return { result: done[1] ?? '', ...watch.read(), instructions };
    }
  }
}
