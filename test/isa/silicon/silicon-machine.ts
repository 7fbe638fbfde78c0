/** Our CPU in the place of the processor that answered the vectors: in ring 3 of a bare machine, with the same memory and segments. */
import { Core } from '../../../web/core/core';
import { FX_STATE, RAM, SEGMENTS, SegmentState, VCPU, VcpuState } from '../../../web/core/layout.gen';
import type { Answer, Change, Fault, Question, Range, Vector, World, X87 } from './vector-file';

const MIB = 2;
const PAGE = 0x1000;
/** Ring 0's own pages: linear KERNEL is machine address KERNEL_AT. */
const KERNEL = 0xc0000000;
const KERNEL_AT = 0x100000;
const PDPT = 0x100000;
const USER_DIRECTORY = 0x101000;
const USER_TABLE = 0x102000;
const KERNEL_DIRECTORY = 0x103000;
const KERNEL_TABLE = 0x104000;
const IDT = 0x105000;
const GDT = 0x106000;
const LDT = 0x107000;
const TSS = 0x108000;
const STACK_TOP = 0x10a000;
/** Exception n arrives at HANDLERS + 16 n. */
const HANDLERS = 0x10b000;

const PRESENT = 1;
const WRITABLE = 2;
const USER = 4;
const ACCESSED_DIRTY = 0x60;

const KERNEL_CODE = 0x40;
const KERNEL_DATA = 0x48;
const FLAT_CODE = 0x00cf9b000000ffffn;
const FLAT_DATA = 0x00cf93000000ffffn;
const TSS_BYTES = 104;
/** Access rights of a busy 32-bit TSS and of an LDT. */
const TSS_ACCESS = 0x8b;
const LDT_ACCESS = 0x82;

const PE_ET_NE_WP_AM_PG = 0x80050031;
const PAE = 0x20;
const NXE = 0x800;
const CODE_SELECTOR = 0x23;
const FOREVER = 0xffffffffffffffffn;

/** Exceptions with an error code. */
const WITH_ERROR = new Set([8, 10, 11, 12, 13, 14, 17]);
const PAGE_FAULT = 14;
/** Gates ring 3 may call: INT3 and INTO. */
const OPEN_GATES = new Set([3, 4]);

/** Where ST(0) stands in an FXSAVE image. */
const X87_REGISTERS = 32;
const X87_AT_REST: X87 = { control: 0x37f, status: 0, tags: 0, registers: [] };

/** The hidden part of a segment register after a load. */
interface Hidden {
  base: number;
  limit: number;
  access: number;
}

/** The hidden part that a descriptor gives. Intel SDM Vol. 3A, figure 3-8. */
function hiddenOf(descriptor: bigint): Hidden {
  const low = Number(descriptor & 0xffffffffn);
  const high = Number(descriptor >> 32n);
  const raw = (low & 0xffff) | (high & 0xf0000);
  return {
    base: ((low >>> 16) | ((high & 0xff) << 16) | (high & 0xff000000)) >>> 0,
    limit: high & 0x800000 ? ((raw << 12) | 0xfff) >>> 0 : raw,
    access: ((high >>> 8) & 0xff) | ((high >>> 8) & 0xf000),
  };
}

/** Runs vectors. */
export class SiliconMachine {
  private readonly core: Core;
  private readonly ram: DataView;
  private readonly bytes: Uint8Array;
  private readonly state: VcpuState;
  private readonly segments: SegmentState[];
  private pool: Uint32Array | undefined;
  private pristine = new Uint8Array();

  constructor(
    module: WebAssembly.Module,
    private readonly world: World,
  ) {
    this.core = Core.create(module, MIB, true);
    this.ram = new DataView(this.core.memory.buffer, RAM);
    this.bytes = new Uint8Array(this.core.memory.buffer, RAM, MIB << 20);
    this.state = new VcpuState(this.core.memory, VCPU);
    this.segments = Array.from({ length: 8 }, (_, i) => new SegmentState(this.core.memory, SEGMENTS + 16 * i));
    this.buildPages();
    this.buildTables();
    this.buildState();
  }

  /** Runs one vector's instruction and says how it ended. */
  run(vector: Vector): Answer {
    const { question, answer } = vector;
    this.fill(vector.pool);
    this.load(question);
    const before = this.core.machine.count;
    this.core.run(answer.iterations + (answer.fault ? 1 : 0), FOREVER);
    const iterations = Number(this.core.machine.count - before);
    const fault = this.state.cpl === 0 ? this.takeFault() : undefined;
    return {
      registers: this.registers(),
      ip: Number(this.state.ip),
      eflags: fault ? this.state.systemFlags : this.core.exports.eflags(),
      selectors: Uint16Array.from(this.segments.slice(0, 6), ({ selector }) => selector),
      iterations: iterations - (fault ? 1 : 0),
      fault,
      changes: this.takeChanges(),
      x87: question.x87 && this.takeX87(),
    };
  }

  private map(range: Range, rights: number): void {
    for (let at = range.base; at < range.base + range.bytes; at += PAGE) {
      this.ram.setUint32(USER_TABLE + (at / PAGE) * 8, at | rights | ACCESSED_DIRTY, true);
    }
  }

  private buildPages(): void {
    const { data, readOnly, code } = this.world;
    this.ram.setUint32(PDPT, USER_DIRECTORY | PRESENT, true);
    this.ram.setUint32(PDPT + 24, KERNEL_DIRECTORY | PRESENT, true);
    this.ram.setUint32(USER_DIRECTORY, USER_TABLE | PRESENT | WRITABLE | USER | ACCESSED_DIRTY, true);
    this.ram.setUint32(KERNEL_DIRECTORY, KERNEL_TABLE | PRESENT | WRITABLE | ACCESSED_DIRTY, true);
    this.map(data, PRESENT | WRITABLE | USER);
    this.map(readOnly, PRESENT | USER);
    this.map(code, PRESENT | WRITABLE | USER);
    for (let i = 0; i < 16; i++) {
      const entry = (KERNEL_AT + i * PAGE) | PRESENT | WRITABLE | ACCESSED_DIRTY;
      this.ram.setUint32(KERNEL_TABLE + 8 * i, entry, true);
    }
  }

  private linear(at: number): number {
    return KERNEL + at - KERNEL_AT;
  }

  private buildTables(): void {
    const { gdt, ldt } = this.world;
    gdt.forEach((descriptor, i) => {
      this.ram.setBigUint64(GDT + 8 * i, descriptor, true);
    });
    ldt.forEach((descriptor, i) => {
      this.ram.setBigUint64(LDT + 8 * i, descriptor, true);
    });
    this.ram.setBigUint64(GDT + KERNEL_CODE, FLAT_CODE, true);
    this.ram.setBigUint64(GDT + KERNEL_DATA, FLAT_DATA, true);
    for (let vector = 0; vector < 256; vector++) {
      const handler = this.linear(HANDLERS) + 16 * vector;
      const rights = OPEN_GATES.has(vector) ? 0xee00 : 0x8e00;
      this.ram.setUint32(IDT + 8 * vector, (KERNEL_CODE << 16) | (handler & 0xffff), true);
      this.ram.setUint32(IDT + 8 * vector + 4, ((handler & 0xffff0000) | rights) >>> 0, true);
    }
    this.ram.setUint32(TSS + 4, this.linear(STACK_TOP), true);
    this.ram.setUint16(TSS + 8, KERNEL_DATA, true);
    this.ram.setUint16(TSS + 102, TSS_BYTES, true);
  }

  private buildState(): void {
    const { state } = this;
    state.cr0 = BigInt(PE_ET_NE_WP_AM_PG);
    state.cr4 = BigInt(PAE);
    state.efer = BigInt(NXE);
    state.cr3 = BigInt(PDPT);
    state.pdpte0 = BigInt(USER_DIRECTORY | PRESENT);
    state.pdpte3 = BigInt(KERNEL_DIRECTORY | PRESENT);
    state.gdtBase = BigInt(this.linear(GDT));
    state.gdtLimit = KERNEL_DATA + 7;
    state.idtBase = BigInt(this.linear(IDT));
    state.idtLimit = 256 * 8 - 1;
    this.setHidden(6, 0, { base: this.linear(LDT), limit: this.world.ldt.length * 8 - 1, access: LDT_ACCESS });
    this.setHidden(7, 0, { base: this.linear(TSS), limit: TSS_BYTES - 1, access: TSS_ACCESS });
  }

  private setHidden(index: number, selector: number, hidden: Hidden): void {
    const segment = this.segments[index]!;
    segment.selector = selector;
    segment.base = BigInt(hidden.base);
    segment.limit = hidden.limit;
    segment.access = hidden.access;
  }

  private setSegment(index: number, selector: number): void {
    const table = selector & 4 ? this.world.ldt : this.world.gdt;
    const hidden = selector > 3 ? hiddenOf(table[selector >> 3]!) : { base: 0, limit: 0, access: 0 };
    this.setHidden(index, selector, hidden);
  }

  /** Fills data and read-only pages, unless they hold that pool already. */
  private fill(pool: Uint32Array): void {
    if (this.pool === pool) return;
    this.pool = pool;
    const { data, readOnly } = this.world;
    this.pristine = new Uint8Array(data.bytes);
    const source = new Uint8Array(pool.buffer);
    for (let at = 0; at < data.bytes; at += source.length) this.pristine.set(source, at);
    this.bytes.set(this.pristine, data.base);
    this.bytes.set(this.pristine.subarray(0, readOnly.bytes), readOnly.base);
    for (let page = data.base; page < data.base + data.bytes; page += PAGE) this.core.exports.touch(page / PAGE);
  }

  private load(question: Question): void {
    const { state, core } = this;
    question.registers.forEach((value, i) => {
      core.memory.setUint32(VCPU + 8 * i, value, true);
    });
    question.selectors.forEach((selector, i) => {
      this.setSegment(i, i === 1 ? CODE_SELECTOR : selector);
    });
    state.cpl = 3;
    state.shadow = 0;
    state.cr2 = 0n;
    state.ip = BigInt(question.ip);
    this.setFlags(question.eflags);
    this.loadX87(question.x87 ?? X87_AT_REST);
    const { code } = this.world;
    const room = Math.min(question.code.length, code.base + code.bytes - question.ip);
    this.bytes.set(question.code.subarray(0, room), question.ip);
    core.exports.touch(question.ip / PAGE);
    core.exports.touch((question.ip + room - 1) / PAGE);
  }

  /** Fills the FXSAVE image. Intel SDM Vol. 1, 10.5.1. */
  private loadX87({ control, status, tags, registers }: X87): void {
    const { memory, bytes } = this.core;
    memory.setUint16(FX_STATE, control, true);
    memory.setUint16(FX_STATE + 2, status, true);
    memory.setUint8(FX_STATE + 4, tags);
    registers.forEach((value, i) => {
      bytes.set(value, FX_STATE + X87_REGISTERS + 16 * i);
    });
  }

  private takeX87(): X87 {
    const { memory, bytes } = this.core;
    const at = FX_STATE + X87_REGISTERS;
    return {
      control: memory.getUint16(FX_STATE, true),
      status: memory.getUint16(FX_STATE + 2, true),
      tags: memory.getUint8(FX_STATE + 4),
      registers: Array.from({ length: 8 }, (_, i) => bytes.slice(at + 16 * i, at + 16 * i + 10)),
    };
  }

  /** Lazy flags in their given form (assembly/cpu/flags.ts, Kind.Image). */
  private setFlags(eflags: number): void {
    const { state } = this;
    state.flagKind = 4;
    state.flagResult = 0;
    state.flagRight = 0;
    state.flagLeft = eflags & 0x8d5;
    state.systemFlags = eflags & ~0x8d7;
  }

  private registers(): Uint32Array {
    return Uint32Array.from({ length: 8 }, (_, i) => this.core.memory.getUint32(VCPU + 8 * i, true));
  }

  /** An exception was delivered: puts back what the gate saved, and tells which it was. */
  private takeFault(): Fault {
    const { state, ram } = this;
    const vector = (Number(state.ip) - this.linear(HANDLERS)) / 16;
    let at = Number(state.esp) - KERNEL + KERNEL_AT;
    const pop = (): number => {
      at += 4;
      return ram.getUint32(at - 4, true);
    };
    const error = WITH_ERROR.has(vector) ? pop() : 0;
    state.ip = BigInt(pop());
    this.segments[1]!.selector = pop();
    state.systemFlags = pop();
    state.esp = BigInt(pop());
    this.segments[2]!.selector = pop();
    return { vector, error, address: vector === PAGE_FAULT ? Number(state.cr2) : 0 };
  }

  /** What was written to the data pages; undoes it. */
  private takeChanges(): Change[] {
    const { data } = this.world;
    const now = this.bytes.subarray(data.base, data.base + data.bytes);
    const changes: Change[] = [];
    if (Buffer.compare(now, this.pristine) === 0) return changes;
    for (let i = 0; i < now.length; i++) {
      if (now[i] === this.pristine[i]) continue;
      const from = i;
      while (i < now.length && i - from < 255 && now[i] !== this.pristine[i]) i++;
      changes.push({ at: data.base + from, bytes: now.slice(from, i) });
      i--;
    }
    now.set(this.pristine);
    return changes;
  }
}
