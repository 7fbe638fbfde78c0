import { Hypercall } from '../../assembly/abi/hypercall';
import { Profile } from '../../assembly/abi/profile';
import { SchedOp, Shutdown } from '../../assembly/abi/sched';
import { Core } from '../../web/core/core';
import {
  CONTEXT_BYTES,
  CONTEXT_CONTROL,
  CONTEXT_FLAGS,
  CONTEXT_ONLINE,
  CONTEXT_REGS,
  ContextControl,
  DOMAIN_BYTES,
  DOMAINS,
  Domain,
  DomainState,
  EXCHANGE,
  Format,
  FRAME_TABLE,
  MAX_DOMAINS,
  PageInfo,
  TRACE_RECORD_BYTES,
  TraceRecord,
  UserRegs,
} from '../../web/core/layout.gen';
import { coreModule } from '../support/machine';
import { Assembler } from './assembler';

export const NEVER = 2n ** 64n - 1n;
/** Where a tiny guest's memory begins. */
export const BASE = 0xc0000000;
const PAGE = 4096;
const PRESENT = 1n;
const WRITE = 2n;
const USER = 4n;

/** Virtual addresses of a tiny guest: code, what it leaves for the test, memory to play with, its stack, shared_info. */
export const CODE = BASE + 0x1000;
export const RESULTS = BASE + 0x4000;
export const DATA = BASE + 0x5000;
export const STACK_TOP = BASE + 0x9000;
export const SHARED_INFO = BASE + 0x9000;
/** A page that is mapped read-only, and one that is not mapped. */
export const READ_ONLY = BASE + 0xb000;
export const UNMAPPED = BASE + 0xc000;
const L1 = 20;
const L2 = 21;
const L3 = 22;
const PAGES = 32;

let compiled: WebAssembly.Module | undefined;

function releaseBuild(): WebAssembly.Module {
  compiled ??= coreModule();
  return compiled;
}

/** What a tiny guest is made of. */
export interface GuestOptions {
  domid?: number;
  vcpus?: number;
  profile?: Profile;
  /** Page tables of two levels instead of PAE's three. */
  twoLevel?: boolean;
  /** Appends its program. */
  program: (code: Assembler) => void;
}

/** A machine under Xen with tiny guests in it. */
export class XenMachine {
  readonly core: Core;
  readonly text: string[] = [];

  private constructor(module: WebAssembly.Module, mib: number) {
    this.core = Core.create(module, mib, false);
    this.core.exports.setTracing(1);
  }

  /** A machine of `mib` MiB of the release build, or of another `module` of the core. */
  static async create(module: WebAssembly.Module = releaseBuild(), mib = 16): Promise<XenMachine> {
    return new XenMachine(module, mib);
  }

  /** A machine with one guest, which has not run yet. */
  static async of(
    program: (code: Assembler) => void,
    options: Partial<GuestOptions> = {},
  ): Promise<{ xen: XenMachine; guest: Guest }> {
    const xen = await XenMachine.create();
    return { xen, guest: xen.guest({ ...options, program }) };
  }

  /** Builds a guest and lets it run when the machine does. */
  guest(options: GuestOptions): Guest {
    return new Guest(this, options);
  }

  /** Runs until every domain has ended or nothing is left to do; fails after `limit` instructions. Answers the last HostExit. */
  finish(limit = 1_000_000, slice = limit): number {
    const { core } = this;
    const end = core.machine.count + BigInt(limit);
    let idle = -1n;
    while (core.machine.count < end) {
      const left = Number(end - core.machine.count);
      const exit = core.run(Math.min(slice, left), NEVER);
      this.collect();
      if (this.domains().every((domain) => domain.state !== DomainState.Alive)) return exit;
      if (exit === 1 && idle === core.machine.tick) return exit;
      idle = exit === 1 ? core.machine.tick : -1n;
    }
    throw new Error(`the guests did not end within ${limit} instructions`);
  }

  private collect(): void {
    const length = this.core.exports.consoleText();
    if (length) this.text.push(new TextDecoder('latin1').decode(this.core.exchange.slice(0, length)));
  }

  /** What the emergency console said. */
  get console(): string {
    this.collect();
    return this.text.join('');
  }

  /** Records of domains that guests are in. */
  domains(): Domain[] {
    const all = Array.from({ length: MAX_DOMAINS }, (_, i) => new Domain(this.core.memory, DOMAINS + i * DOMAIN_BYTES));
    return all.filter((domain) => domain.state !== DomainState.Free && domain.state !== DomainState.Control);
  }

  /** Domid of a frame's owner. */
  frameOwner(mfn: number): number {
    return new PageInfo(this.core.memory, FRAME_TABLE + mfn * PageInfo.SIZE).owner;
  }

  /** Trace records since the last call, of one kind if it is given. */
  trace(kind?: number): TraceRecord[] {
    const records: TraceRecord[] = [];
    this.core.drainTrace((bytes) => {
      const copy = bytes.slice();
      for (let at = 0; at < copy.length; at += TRACE_RECORD_BYTES)
        records.push(new TraceRecord(new DataView(copy.buffer), at));
    });
    return kind === undefined ? records : records.filter((record) => record.kind === kind);
  }
}

/** A tiny guest: 32 pages at BASE, PAE, every page writable but its tables. */
export class Guest {
  readonly domid: number;
  readonly mfns: number[];
  /** Frame of its top table. */
  readonly root: number;

  constructor(
    readonly xen: XenMachine,
    options: GuestOptions,
  ) {
    const { exports } = xen.core;
    this.domid = options.domid ?? 1;
    const twoLevel = options.twoLevel ?? false;
    const profile = options.profile ?? (twoLevel ? Profile.Xen32 : Profile.Xen417);
    must(exports.domainCreate(this.domid, PAGES + 16, profile, twoLevel ? Format.TwoLevel : Format.Pae));
    must(exports.domainMaxVcpus(this.domid, options.vcpus ?? 1));
    this.mfns = Array.from({ length: PAGES }, (_, pfn) => must(exports.domainAllocPage(this.domid, pfn)));
    this.root = this.mfn(twoLevel ? L2 : L3);
    this.buildTables(must(exports.sharedInfoFrame(this.domid)), twoLevel);
    must(exports.domainPinTable(this.domid, this.root, twoLevel ? 2 : 3));
    const code = new Assembler(CODE);
    options.program(code);
    // What runs off the end of its program has ended well.
    code.put(DATA + 0xf00, Shutdown.Poweroff).hypercall(Hypercall.SchedOp, SchedOp.Shutdown, DATA + 0xf00);
    this.write(CODE, code.bytes);
    this.writeContext(CODE, STACK_TOP);
    must(exports.vcpuSetContext(this.domid, 0));
    must(exports.domainUnpause(this.domid));
  }

  mfn(pfn: number): number {
    return this.mfns[pfn] as number;
  }

  /** Machine frame behind a virtual address. */
  frameOf(va: number): number {
    return this.mfn((va - BASE) / PAGE);
  }

  private buildTables(sharedInfo: number, twoLevel: boolean): void {
    const write = (pfn: number, slot: number, mfn: number, flags: bigint): void => {
      const entry = (BigInt(mfn) << 12n) | flags;
      if (twoLevel) this.page(pfn).view.setUint32(slot * 4, Number(entry), true);
      else this.page(pfn).view.setBigUint64(slot * 8, entry, true);
    };
    for (let pfn = 0; pfn < PAGES; pfn++) {
      const table = pfn === L1 || pfn === L2 || pfn === L3 || pfn === (READ_ONLY - BASE) / PAGE;
      write(L1, pfn, this.mfn(pfn), PRESENT | USER | (table ? 0n : WRITE));
    }
    write(L1, (SHARED_INFO - BASE) / PAGE, sharedInfo, PRESENT | USER | WRITE);
    write(L1, (UNMAPPED - BASE) / PAGE, 0, 0n);
    write(L2, twoLevel ? BASE >>> 22 : 0, this.mfn(L1), PRESENT | USER | WRITE);
    if (!twoLevel) write(L3, 3, this.mfn(L2), PRESENT);
    for (const pfn of [L1, L2, L3]) this.page(pfn).touched();
  }

  private page(pfn: number) {
    return this.xen.core.page(this.mfn(pfn));
  }

  /** Writes a context for a vCPU to the exchange buffer. */
  writeContext(eip: number, esp: number, cs = 0xe019, ss = 0xe021): void {
    const { memory, bytes } = this.xen.core;
    bytes.fill(0, EXCHANGE, EXCHANGE + CONTEXT_BYTES);
    memory.setUint32(EXCHANGE + CONTEXT_FLAGS, CONTEXT_ONLINE, true);
    const regs = new UserRegs(memory, EXCHANGE + CONTEXT_REGS);
    regs.eip = eip;
    regs.esp = esp;
    regs.cs = cs;
    regs.ss = ss;
    for (const segment of ['ds', 'es', 'fs', 'gs'] as const) regs[segment] = 0xe021;
    regs.eflags = 0x200;
    const control = new ContextControl(memory, EXCHANGE + CONTEXT_CONTROL);
    control.kernelSs = 0xe021;
    control.kernelSp = esp;
    control.cr3 = (this.root << 12) >>> 0;
  }

  /** Copies bytes to the guest's memory. */
  write(va: number, data: Uint8Array): void {
    for (let i = 0; i < data.length; i++) {
      const at = va + i - BASE;
      this.page(Math.floor(at / PAGE)).bytes[at % PAGE] = data[i] as number;
    }
    for (let pfn = Math.floor((va - BASE) / PAGE); pfn * PAGE < va - BASE + data.length; pfn++)
      this.page(pfn).touched();
  }

  /** A word the guest left, as a signed number. */
  word(va: number): number {
    const at = va - BASE;
    return this.page(Math.floor(at / PAGE)).view.getInt32(at % PAGE, true);
  }

  /** A half word, signed. */
  half(va: number): number {
    return ((this.word((va & ~3) >>> 0) << (va & 2 ? 0 : 16)) >> 16) | 0;
  }

  /** The same, unsigned. */
  unsigned(va: number): number {
    return this.word(va) >>> 0;
  }

  /** Results that the program stored from RESULTS on. */
  results(count: number): number[] {
    return Array.from({ length: count }, (_, i) => this.word(RESULTS + 4 * i));
  }

  /** Its record in the hypervisor. */
  get record(): Domain {
    return this.xen.domains().find((domain) => domain.domid === this.domid) as Domain;
  }
}

function must(result: number): number {
  if (result < 0) throw new Error(`the control interface answered ${result}`);
  return result;
}

/**
 * Runs a guest that makes hypercalls one after the other; answers their results. Each is [number, ...arguments].
 */
export async function resultsOf(
  calls: readonly (readonly number[])[],
  options: Partial<GuestOptions> & { before?: (code: Assembler) => void; data?: Record<number, number[]> } = {},
): Promise<{ results: number[]; guest: Guest; xen: XenMachine }> {
  const { xen, guest } = await XenMachine.of((code) => {
    options.before?.(code);
    calls.forEach(([nr, ...args], i) => {
      code.hypercall(nr as number, ...args).store(RESULTS + 4 * i, 'eax');
    });
  }, options);
  for (const [va, words] of Object.entries(options.data ?? {}))
    guest.write(Number(va), new Uint8Array(Uint32Array.from(words).buffer));
  xen.finish();
  return { results: guest.results(calls.length), guest, xen };
}
