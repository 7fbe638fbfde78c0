import {
  EXCHANGE,
  EXCHANGE_BYTES,
  MACHINE,
  MAX_FRAMES,
  MachineState,
  PAGE_SIZE,
  RAM,
  TRACE,
  TRACE_BYTES,
  TRACE_RECORD_BYTES,
  TraceRecord,
} from './layout.gen';
import type { Position } from './machine-api';
import { Refused } from './refused';
import type { WasmExports } from './wasm-exports';

const WASM_PAGE = 0x10000;
const TRACE_RECORDS = TRACE_BYTES / TRACE_RECORD_BYTES;

/** What env.unwind throws when a memory access faults. One object, made once: throwing costs little then. */
const UNWIND: unknown = Object.freeze({ name: 'unwind' });

/** The core stopped where it must never stop: a fault of ours, not of the guest. */
export class CoreFailure extends Error {
  override readonly name = 'CoreFailure';
}

/** A page of the machine's RAM as back ends use it. */
export interface SharedPage {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  /** To be called after writing: the core drops what it cached of the page. */
  touched(): void;
}

/** Text of an abort() of AssemblyScript: UTF-16 with its byte length four bytes before it. */
function abortText(memory: DataView, pointer: number): string {
  if (!pointer) return 'no message';
  const length = memory.getUint32(pointer - 4, true);
  return new TextDecoder('utf-16le').decode(new Uint8Array(memory.buffer, pointer, length));
}

/** One machine: an instance of the core with its memory. Knows nothing of Xen; the control plane calls `exports` itself. */
export class Core {
  readonly exports: WasmExports;
  readonly memory: DataView;
  readonly bytes: Uint8Array;
  readonly machine: MachineState;

  private constructor(module: WebAssembly.Module, memory: WebAssembly.Memory) {
    this.memory = new DataView(memory.buffer);
    this.bytes = new Uint8Array(memory.buffer);
    this.machine = new MachineState(this.memory, MACHINE);
    const abort = (message: number, file: number, line: number): never => {
      throw new CoreFailure(`${abortText(this.memory, message)} (${abortText(this.memory, file)}:${line})`);
    };
    const unwind = (): never => {
      throw UNWIND;
    };
    const instance = new WebAssembly.Instance(module, { env: { memory, abort, unwind } });
    this.exports = instance.exports as unknown as WasmExports;
  }

  /**
   * Makes a machine with `mib` MiB of RAM.
   *
   * Errors: Refused when the host has not that much memory left.
   */
  static create(module: WebAssembly.Module, mib: number, bare: boolean): Core {
    const frames = Math.min((mib << 20) / PAGE_SIZE, MAX_FRAMES);
    const pages = (RAM + frames * PAGE_SIZE) / WASM_PAGE;
    let memory: WebAssembly.Memory;
    try {
      memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    } catch {
      throw new Refused(
        `A machine of ${mib} MiB needs more memory than this browser or process may use: ask for less.`,
      );
    }
    const core = new Core(module, memory);
    core.exports.create(frames, bare ? 1 : 0);
    return core;
  }

  /** Where the machine stands. */
  get position(): Position {
    return { count: this.machine.count, tick: this.machine.tick };
  }

  /** Frames of RAM. */
  get frames(): number {
    return this.machine.frames;
  }

  /**
   * Runs at most `limit` instructions and no further than the first boundary at or after `untilTick`. Answers a `HostExit`.
   *
   * Errors: CoreFailure when the core traps.
   */
  run(limit: number, untilTick: bigint): number {
    const end = this.machine.count + BigInt(limit);
    for (let left = limit; ; ) {
      try {
        return this.exports.run(left, untilTick);
      } catch (error) {
        if (error !== UNWIND) throw this.failure(error);
      }
      this.exports.unwound();
      left = Number(end - this.machine.count);
    }
  }

  /** A trap of the wasm as an error that says where the machine stood. */
  private failure(error: unknown): CoreFailure {
    const why = error instanceof Error ? error.message : String(error);
    return new CoreFailure(`the machine's core stopped after ${this.machine.count} instructions: ${why}`);
  }

  /** A view of machine frame `mfn`. */
  page(mfn: number): SharedPage {
    const address = RAM + mfn * PAGE_SIZE;
    return {
      view: new DataView(this.memory.buffer, address, PAGE_SIZE),
      bytes: this.bytes.subarray(address, address + PAGE_SIZE),
      touched: () => this.exports.touch(mfn),
    };
  }

  /** The buffer through which the control interface passes what is not a number. */
  get exchange(): Uint8Array {
    return this.bytes.subarray(EXCHANGE, EXCHANGE + EXCHANGE_BYTES);
  }

  /** Hands every trace record written since the last call to `take`, oldest first, in at most two runs. */
  drainTrace(take: (records: Uint8Array) => void): void {
    const { machine } = this;
    while (machine.drained !== machine.traced) {
      const from = machine.drained % TRACE_RECORDS;
      const count = Math.min((machine.traced - machine.drained) >>> 0, TRACE_RECORDS - from);
      const address = TRACE + from * TRACE_RECORD_BYTES;
      take(this.bytes.subarray(address, address + count * TRACE_RECORD_BYTES));
      machine.drained = (machine.drained + count) >>> 0;
    }
  }

  /** Writes a record of the host's own into the trace; `fill` sets what is not position, ordinal or kind. */
  trace(kind: number, domid: number, fill: (record: TraceRecord) => void): void {
    const { machine } = this;
    if (!machine.tracing) return;
    const address = TRACE + (machine.traced % TRACE_RECORDS) * TRACE_RECORD_BYTES;
    this.bytes.fill(0, address, address + TRACE_RECORD_BYTES);
    const record = new TraceRecord(this.memory, address);
    record.count = machine.count;
    record.tick = machine.tick;
    record.ordinal = machine.traced;
    record.kind = kind;
    record.domid = domid;
    fill(record);
    machine.traced = (machine.traced + 1) >>> 0;
  }
}
