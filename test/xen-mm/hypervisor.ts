import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { Mismatch } from '../../assembly/abi/audit';
import { MMU_UPDATE_BYTES } from '../../assembly/abi/mmu-update';
import { MMUEXT_OP_BYTES } from '../../assembly/abi/mmuext';
import { COUNT_MASK, TYPE_SHIFT } from '../../assembly/abi/page-type';
import { Profile } from '../../assembly/abi/profile';
import type { Rule } from '../../assembly/abi/reason';
import { RAM } from '../../assembly/base/memory-map';
import { fingerprint, readStamp, writeStamp } from '../../scripts/lib/fingerprint.mjs';
import { withLock } from '../../scripts/lib/lock.mjs';
import { at, ROOT } from '../../scripts/lib/paths.mjs';

const WASM = 'build/test-xen-mm.wasm';
const STAMP = 'build/test-xen-mm.stamp';
const ENTRY = 'test/xen-mm/entry.as';
/** As asc sees the entry: a module at the root. */
const ROOT_MODULE = 'xen-mm-entry.ts';

/** Compiles entry.as with the release options, unless that was done since the last change. */
async function compile(): Promise<WebAssembly.Module> {
  await withLock('test-xen-mm', async () => {
    const print = fingerprint(['assembly', ENTRY]);
    if (readStamp(STAMP) === print) return;
    const { default: asc } = await import('assemblyscript/asc');
    const options = [ROOT_MODULE, '--baseDir', ROOT, '-O3', '--noAssert', '--runtime', 'stub', '--importMemory'];
    const { error, stderr } = await asc.main([...options, '--memoryBase', '65536', '-o', WASM], {
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
const MODULE = await compile();

/** The functions of entry.as; numbers in, numbers out. */
type Exports = Record<string, (...args: (number | bigint)[]) => number>;

/** How a domain is made. */
export interface DomainOptions {
  profile?: Profile;
  pages?: number;
  maxPages?: number;
  twoLevel?: boolean;
  privileged?: boolean;
}

/** Why something was refused. */
export interface Reason {
  rule: Rule;
  level: number;
  slot: number;
  mfn: number;
  owner: number;
  found: number;
  wanted: number;
  typeCount: number;
  totalCount: number;
  entry: bigint;
}

/** A handler's answer when it wants to be called again. */
const CONTINUE = -0x80000000;
/** Flags of entries: present, writable, user, accessed, dirty; and what is left without the right to write. */
export const LEAF = 0x67;
export const READ_ONLY = 0x25;
export const DOMID_SELF = 0x7ff0;

/** A machine with the hypervisor's memory management on it, whose hypercalls are made by the test. */
export class Hypervisor {
  readonly wasm: Exports;
  readonly view: DataView;
  /** Hypercalls that were called again because they stopped half way. */
  continuations = 0;
  /** Check all counts after each hypercall. */
  auditing = true;
  /** Calls that each stop as soon as they can, before one runs as long as it may. */
  impatience = 0;
  /** Leaves a hypercall that stops so often half done, as a guest does that takes an event first. */
  patience = Number.POSITIVE_INFINITY;
  /** What was left half done. */
  abandoned: [string, ...number[]] | undefined;
  private domains = 0;

  private constructor(wasm: Exports, memory: WebAssembly.Memory, frames: number) {
    this.wasm = wasm;
    this.view = new DataView(memory.buffer);
    if (this.call('create', frames) !== 0) throw new Error('create() failed');
  }

  /** A machine of `megabytes`. */
  static async create(megabytes = 16): Promise<Hypervisor> {
    const frames = megabytes * 256;
    const memory = new WebAssembly.Memory({ initial: RAM / 65536 + megabytes * 16 });
    const unwind = () => {
      throw new Error('the core unwound');
    };
    const env = { memory, abort: unwind, unwind };
    const instance = await WebAssembly.instantiate(MODULE, { env });
    return new Hypervisor(instance.exports as unknown as Exports, memory, frames);
  }

  /** Calls an export of entry.as. */
  call(name: string, ...args: (number | bigint)[]): number {
    const f = this.wasm[name];
    if (!f) throw new Error(`entry.as exports no ${name}`);
    return f(...args);
  }

  /** Makes and builds a domain, and puts its vCPU on the physical CPU. */
  domain(options: DomainOptions = {}): Guest {
    const guest = new Guest(this, this.domains, this.domains + 1, options);
    this.domains++;
    guest.build();
    guest.run();
    return guest;
  }

  /** Throws unless every count is what the page tables say. */
  audit(): void {
    const wrong = this.call('audit');
    if (wrong === Mismatch.None) return;
    const [frame, found, expected] = ['auditFrame', 'auditFound', 'auditExpected'].map((name) => this.call(name));
    throw new Error(`audit: mismatch ${wrong} at frame ${frame}: found ${found}, expected ${expected}`);
  }

  /** Where the entry stands that maps the table which is open to a store. */
  get openLeafTable(): number {
    return this.call('openLeafTable');
  }
  get openLeafSlot(): number {
    return this.call('openLeafSlot');
  }

  /** Why the last request was refused. */
  why(): Reason {
    const field = (n: number) => this.call('why', n);
    const entry = BigInt.asUintN(64, this.call('whyEntry') as unknown as bigint);
    return {
      rule: field(0),
      level: field(1),
      slot: field(2),
      mfn: field(3) >>> 0,
      owner: field(4),
      found: field(5),
      wanted: field(6),
      typeCount: field(7),
      totalCount: field(8),
      entry,
    };
  }

  /** Type of a frame, its uses in that type, and all its uses. */
  frame(mfn: number): { type: number; typeCount: number; totalCount: number; info: number } {
    const info = this.call('typeInfo', mfn) >>> 0;
    return { type: info >>> TYPE_SHIFT, typeCount: info & COUNT_MASK, totalCount: this.call('totalCount', mfn), info };
  }

  /** What the machine-to-physical table says of a frame. */
  pfnOf(mfn: number): number {
    return this.read32(this.call('m2pFrame') * 4096 + mfn * 4);
  }

  /** Machine memory. */
  read64(maddr: number): bigint {
    return this.view.getBigUint64(RAM + maddr, true);
  }
  write64(maddr: number, value: bigint): void {
    this.view.setBigUint64(RAM + maddr, value, true);
  }
  write8(maddr: number, value: number): void {
    this.view.setUint8(RAM + maddr, value);
  }
  read32(maddr: number): number {
    return this.view.getUint32(RAM + maddr, true);
  }
  write32(maddr: number, value: number): void {
    this.view.setUint32(RAM + maddr, value, true);
  }

  /** Runs a hypercall to its end, through all continuations. */
  hypercall(name: string, ...args: number[]): number {
    for (let stops = 0; ; stops++) {
      this.call(stops < this.impatience ? 'exhaust' : 'enter');
      const result = this.call(name, ...args);
      if (this.auditing) this.audit();
      if (result !== CONTINUE) return result;
      this.continuations++;
      args = [0, 1, 2, 3].map((n) => this.call('again', n)).slice(0, Math.max(args.length, 2));
      if (stops < this.patience) continue;
      this.abandoned = [name, ...args];
      return result;
    }
  }
}

/** A domain: pages mapped one to one from address 0, then its tables, mapped read-only. */
export class Guest {
  readonly mfns: number[] = [];
  /** Frame of the top table. */
  root = 0;
  /** Frames of the L2 tables of PAE, in order. */
  l2: number[] = [];
  /** Frames of the L1 tables, in order of address. */
  l1: number[] = [];
  private readonly pages: number;
  readonly twoLevel: boolean;

  constructor(
    readonly xen: Hypervisor,
    readonly index: number,
    readonly domid: number,
    options: DomainOptions,
  ) {
    this.pages = options.pages ?? 256;
    this.twoLevel = options.twoLevel ?? false;
    const profile = options.profile ?? (this.twoLevel ? Profile.Xen32 : Profile.Xen417);
    const privileged = options.privileged ? 1 : 0;
    xen.call(
      'addDomain',
      index,
      domid,
      profile,
      this.twoLevel ? 0 : 1,
      privileged,
      options.maxPages ?? this.pages + 512,
    );
  }

  /** Bytes of an entry. */
  get width(): number {
    return this.twoLevel ? 4 : 8;
  }
  get slots(): number {
    return 4096 / this.width;
  }

  /** Gives the domain its pages and tables, and checks them in. */
  build(): void {
    const tables = this.layOut();
    for (const [n, mfn] of this.mfns.entries()) {
      const flags = tables.has(mfn) ? READ_ONLY : LEAF;
      this.poke(this.l1[Math.floor(n / this.slots)] as number, n % this.slots, mfn, flags);
    }
    for (const [n, mfn] of this.l1.entries()) this.poke(this.l2[0] ?? this.root, n, mfn, LEAF);
    if (!this.twoLevel) for (const [n, mfn] of this.l2.entries()) this.poke(this.root, n, mfn, 1);
    const rc = this.xen.call('pin', this.index, this.root, this.twoLevel ? 2 : 3);
    if (rc !== 0) throw new Error(`the builder's tables are refused: ${rc}, rule ${this.xen.why().rule}`);
    if (this.xen.call('base', this.index, this.root) !== 0) throw new Error('the base pointer is refused');
    this.xen.audit();
  }

  private layOut(): Set<number> {
    for (let pfn = 0; pfn < this.pages; pfn++) this.mfns.push(this.xen.call('frame', this.index, pfn));
    if (this.mfns.some((mfn) => mfn < 0)) throw new Error('the machine has not so many frames');
    const free = this.mfns.slice().reverse();
    const next = () => free.shift() as number;
    this.root = next();
    if (!this.twoLevel) this.l2 = [next(), next(), next(), next()];
    for (let n = 0; n * this.slots < this.pages; n++) this.l1.push(next());
    return new Set([this.root, ...this.l2, ...this.l1]);
  }

  /** Writes an entry as the builder does: unchecked. */
  poke(table: number, slot: number, mfn: number, flags: number): void {
    this.pokeEntry(table, slot, (BigInt(mfn) << 12n) | BigInt(flags));
  }
  pokeEntry(table: number, slot: number, entry: bigint): void {
    const maddr = table * 4096 + slot * this.width;
    if (this.twoLevel) this.xen.write32(maddr, Number(entry));
    else this.xen.write64(maddr, entry);
  }

  /** The entry in a slot. */
  entry(table: number, slot: number): bigint {
    const maddr = table * 4096 + slot * this.width;
    return this.twoLevel ? BigInt(this.xen.read32(maddr)) : this.xen.read64(maddr);
  }

  /** Puts its vCPU on the physical CPU. */
  run(): void {
    this.xen.call('switchTo', this.index);
  }

  /** Machine frame of page `pfn`. Page 0 is where hypercalls take their arguments from. */
  mfn(pfn: number): number {
    return this.mfns[pfn] as number;
  }

  /** A PTE. */
  pte(mfn: number, flags: number): bigint {
    return (BigInt(mfn) << 12n) | BigInt(flags);
  }

  /** mmu_update of [machine address, value] pairs; 0 or a negative errno. How many were done is in `done`. */
  mmuUpdate(requests: [number | bigint, bigint][], foreign = DOMID_SELF): number {
    for (const [n, [ptr, value]] of requests.entries()) {
      this.writeArgument64(n * MMU_UPDATE_BYTES, BigInt(ptr));
      this.writeArgument64(n * MMU_UPDATE_BYTES + 8, value);
    }
    this.writeArgument(4092, 0);
    return this.xen.hypercall('mmuUpdate', 0, requests.length, 4092, foreign);
  }

  /** As mmuUpdate, for one entry of a table. */
  update(table: number, slot: number, entry: bigint, foreign = DOMID_SELF): number {
    return this.mmuUpdate([[table * 4096 + slot * this.width, entry]], foreign);
  }

  /** How many requests the last batch did. */
  get done(): number {
    return this.xen.read32(this.mfn(0) * 4096 + 4092);
  }

  /** mmuext_op of [cmd, arg1, arg2] triples. */
  mmuext(operations: [number, number, number?][], foreign = DOMID_SELF): number {
    for (const [n, [cmd, arg1, arg2]] of operations.entries()) {
      this.writeArgument(n * MMUEXT_OP_BYTES, cmd);
      this.writeArgument(n * MMUEXT_OP_BYTES + 4, arg1);
      this.writeArgument(n * MMUEXT_OP_BYTES + 8, arg2 ?? 0);
    }
    this.writeArgument(4092, 0);
    return this.xen.hypercall('mmuextOp', 0, operations.length, 4092, foreign);
  }
  pin(mfn: number, level: number): number {
    return this.mmuext([[level - 1, mfn]]);
  }
  unpin(mfn: number): number {
    return this.mmuext([[4, mfn]]);
  }

  /** update_va_mapping with INVLPG. */
  map(va: number, entry: bigint, flags = 2): number {
    return this.xen.hypercall('updateVaMapping', va, Number(entry & 0xffffffffn), Number(entry >> 32n), flags);
  }

  /** Maps page `pfn` at its own place, writable or not. */
  protect(pfn: number, flags = READ_ONLY): number {
    return this.map(pfn * 4096, this.pte(this.mfn(pfn), flags));
  }

  /** An instruction that stores to a table the guest maps read-only at `va`. False: the guest has a page fault. */
  store(va: number, bytes: number, value: bigint): boolean {
    if (this.xen.call('openTable', va) === 0) return false;
    // The table is where the leaf entry says, which the store goes through.
    const leaf = this.entry(this.xen.openLeafTable, this.xen.openLeafSlot);
    if ((leaf & 2n) === 0n) throw new Error('the table is not open');
    const at = Number((leaf >> 12n) & 0xffffffn) * 4096 + (va & 0xfff);
    for (let i = 0; i < bytes; i++) this.xen.write8(at + i, Number((value >> BigInt(8 * i)) & 0xffn));
    return this.xen.call('closeTable', 1) === 1;
  }

  /** A page, cleared, mapped read-only: fit to become a table. Optionally with some entries. */
  emptyTable(pfn: number, entries: Record<number, bigint> = {}): number {
    const mfn = this.mfn(pfn);
    for (let i = 0; i < 4096; i += 4) this.xen.write32(mfn * 4096 + i, 0);
    for (const [slot, entry] of Object.entries(entries)) this.pokeEntry(mfn, Number(slot), entry);
    if (this.protect(pfn) !== 0) throw new Error(`page ${pfn} cannot be made read-only`);
    return mfn;
  }

  /** Writes to page 0, where arguments are. */
  writeArgument(offset: number, value: number): void {
    this.xen.write32(this.mfn(Math.floor(offset / 4096)) * 4096 + (offset % 4096), value);
  }
  private writeArgument64(offset: number, value: bigint): void {
    this.writeArgument(offset, Number(value & 0xffffffffn));
    this.writeArgument(offset + 4, Number(value >> 32n));
  }
  readArgument(offset: number): number {
    return this.xen.read32(this.mfn(0) * 4096 + offset);
  }
}
