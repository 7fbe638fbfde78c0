import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { Exit } from '../../../assembly/abi/exit';
import { GENERIC_ONLY } from '../../../assembly/base/engine-map';
import { MACHINE, RAM, VCPU } from '../../../assembly/base/memory-map';
import { fingerprint, readStamp, writeStamp } from '../../../scripts/lib/fingerprint.mjs';
import { withLock } from '../../../scripts/lib/lock.mjs';
import { at, ROOT } from '../../../scripts/lib/paths.mjs';
import { generateUops } from '../../../scripts/uops.mjs';
import { MachineState, SegmentState, VcpuState } from '../../../web/core/layout.gen';

const WASM = 'build/test-engine.wasm';
const STAMP = 'build/test-engine.stamp';
const ENTRY = 'test/cpu/support/entry.as';
/** As asc sees the entry: a module at the root. */
const ROOT_MODULE = 'engine-entry.ts';

/** Compiles entry.as with the release options, unless that was done since the last change. */
async function compile(): Promise<WebAssembly.Module> {
  await withLock('test-engine', async () => {
    const inputs = ['assembly/abi', 'assembly/base', 'assembly/cpu', 'assembly/isa', 'assembly/layout', 'assembly/mmu'];
    const print = fingerprint(
      [...inputs, ENTRY, 'scripts/uops.mjs', 'scripts/fold-constants.mjs'],
      (file: string) => !file.endsWith('.gen.ts'),
    );
    if (readStamp(STAMP) === print) return;
    generateUops();
    const { default: asc } = await import('assemblyscript/asc');
    const { default: FoldConstants } = await import('../../../scripts/fold-constants.mjs');
    const options = [
      ROOT_MODULE,
      '--baseDir',
      ROOT,
      '-O3',
      '--shrinkLevel',
      '1',
      '--noAssert',
      '--runtime',
      'stub',
      '--importMemory',
    ];
    const { error, stderr } = await asc.main([...options, '--memoryBase', '65536', '-o', WASM], {
      transforms: [FoldConstants] as never, // asc's types want instances, its API takes classes
      readFile: (name: string) => {
        // The project's own targets and entries are not what is built here.
        if (name.endsWith('asconfig.json')) return null;
        try {
          return readFileSync(name === ROOT_MODULE ? at(ENTRY) : at(name), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: async (name: string, contents: string | Uint8Array) => {
        await mkdir(at('build'), { recursive: true });
        await writeFile(at(`${name}.partial`), contents);
        await rename(at(`${name}.partial`), at(name));
      },
      listFiles: () => null,
    });
    if (error) throw new Error(`${ENTRY} does not compile (${error.message}).\n\n${stderr.toString()}`);
    writeStamp(STAMP, print);
  });
  return WebAssembly.compile(readFileSync(at(WASM)));
}

/** Made while the test file is loaded, which no test's time-out counts. */
export const MODULE = await compile();

/** The functions of entry.as. */
interface Exports {
  cpuRun(limit: number): number;
  beginEffort(): void;
  unwound(): void;
  resetCpu(): void;
  dropCaches(): void;
  deliverException(): void;
  deliverInterrupt(vector: number): void;
  eflags(): number;
  setFlags(value: number): void;
  findRow(escaped: number, opcode: number, modrm: number): number;
  decodeAt(maddr: number): number;
  touch(frame: number): void;
  hash(): bigint;
}

const SEGMENTS = VCPU + 0x200;
const CODE_RIGHTS = 0xc09b;
const DATA_RIGHTS = 0xc093;
/** CR0: protected mode, and the bit that is always 1. */
const CR0 = 0x11;

/** General registers in encoding order. */
export const REGISTERS = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi'] as const;

/** The CPU alone: flat segments, level 0, no paging, no descriptor tables. */
export class Engine {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly cpu: VcpuState;
  readonly machine: MachineState;
  readonly exports: Exports;
  /** How often all wasm frames were left since it was made. */
  unwinds = 0;
  private readonly thrown = new Error('unwind');

  constructor(frames = 16384) {
    const pages = Math.ceil((RAM + frames * 4096) / 65536);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const abort = () => {
      throw new Error('abort');
    };
    const unwind = () => {
      throw this.thrown;
    };
    this.exports = new WebAssembly.Instance(MODULE, { env: { memory, abort, unwind } }).exports as unknown as Exports;
    this.bytes = new Uint8Array(memory.buffer);
    this.view = new DataView(memory.buffer);
    this.cpu = new VcpuState(this.view, VCPU);
    this.machine = new MachineState(this.view, MACHINE);
    this.clear(frames);
  }

  /** A new machine in the same memory: RAM of zeros, flat segments, level 0, no paging. */
  clear(frames = this.machine.frames): void {
    this.bytes.fill(0, RAM, RAM + this.machine.frames * 4096);
    this.bytes.fill(0, VCPU, MACHINE + MachineState.SIZE);
    this.machine.frames = frames;
    this.machine.bare = 1;
    this.machine.deadline = 2n ** 64n - 1n;
    this.cpu.cr0 = BigInt(CR0);
    for (let i = 0; i < 6; i++) {
      const segment = this.segment(i);
      segment.limit = 0xffffffff;
      segment.selector = i === 1 ? 8 : 16;
      segment.access = i === 1 ? CODE_RIGHTS : DATA_RIGHTS;
    }
    this.exports.resetCpu();
  }

  /** Segment register `index`: ES CS SS DS FS GS. */
  segment(index: number): SegmentState {
    return new SegmentState(this.view, SEGMENTS + index * 16);
  }

  /** Writes bytes to machine memory. */
  load(maddr: number, bytes: ArrayLike<number>): void {
    this.bytes.set(bytes, RAM + maddr);
    for (let frame = maddr >>> 12; frame <= (maddr + bytes.length - 1) >>> 12; frame++) this.exports.touch(frame);
  }

  /** Runs up to `count` instructions, stopping at the first exit; gives it. Exceptions are exits here too. */
  run(count: number): Exit {
    const end = this.machine.count + BigInt(count);
    this.machine.exit = Exit.Budget;
    while (this.machine.count < end && this.machine.exit === Exit.Budget) {
      this.exports.beginEffort();
      this.call(() => this.exports.cpuRun(Number(end - this.machine.count)));
    }
    return this.machine.exit;
  }

  /**
   * Runs up to `count` instructions in calls of `slice`, delivering exceptions through the IDT; ports swallow what is written.
   * `between` is called between two calls.
   */
  runDelivering(count: number, slice: number, between = () => {}): Exit {
    const end = this.machine.count + BigInt(count);
    while (this.machine.count < end) {
      between();
      const exit = this.run(Math.min(slice, Number(end - this.machine.count)));
      if (exit !== Exit.Budget && exit !== Exit.Exception && exit !== Exit.Io) return exit;
      while (this.machine.exit === Exit.Exception) {
        this.machine.exit = Exit.Budget;
        this.call(() => this.exports.deliverException());
        if (this.machine.exit === Exit.Shutdown) return Exit.Shutdown;
      }
    }
    return Exit.Budget;
  }

  /** Every instruction through the generic path. */
  set genericOnly(on: boolean) {
    this.view.setUint32(GENERIC_ONLY, on ? 1 : 0, true);
    this.exports.dropCaches();
  }

  private call(body: () => void): void {
    try {
      body();
    } catch (error) {
      if (error !== this.thrown) throw error;
      this.unwinds++;
      this.exports.unwound();
    }
  }

  /** Registers, ip, flags, count and RAM in one string. */
  state(): string {
    const registers = REGISTERS.map((name) => this.cpu[name].toString(16)).join(' ');
    const { count, exit } = this.machine;
    return `${registers} ip ${this.cpu.ip.toString(16)} flags ${this.exports.eflags().toString(16)} count ${count} exit ${exit} hash ${this.exports.hash().toString(16)}`;
  }
}
