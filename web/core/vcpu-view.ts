import type { Core } from './core';
import {
  DOMAIN_BYTES,
  DOMAINS,
  Domain,
  DomainState,
  MAX_DOMAINS,
  MAX_VCPUS,
  PAGE_SIZE,
  RAM,
  SEGMENTS,
  Segment,
  SegmentState,
  STATE_OFFSET,
  VCPU,
  VCPU_RECORD_BYTES,
  VCPUS,
  Vcpu,
  VcpuState,
  XEN,
  XenState,
} from './layout.gen';
import type { Registers } from './machine-api';
import type { MemoryPicture, MemoryQuestion, Walk } from './memory-picture';
import { MemoryView } from './memory-view';
import { walk } from './page-walk';

const low = (value: bigint): number => Number(BigInt.asUintN(32, value));

/**
 * A vCPU as a debugger looks at it: its registers and its memory. Looking changes nothing: no accessed bit is set, no fault raised, which
 * is why tables are walked here and not by the core.
 */
export class VcpuView {
  private constructor(
    private readonly core: Core,
    readonly state: VcpuState,
    /** Whose it is; absent on the bare machine. */
    private readonly record: Vcpu | undefined,
    readonly eflags: number,
  ) {}

  /**
   * The vCPU that runs; while none does, the one that ran last; before the first instruction, vCPU 0 of the first domain there is. On the
   * bare machine, the processor.
   *
   * @param domid looks at this domain alone: the vCPU of its that runs or ran last of all, else its vCPU 0. Where it is gone, as without
   */
  static of(core: Core, domid?: number): VcpuView {
    const running = new VcpuState(core.memory, VCPU);
    if (core.machine.bare) return new VcpuView(core, running, undefined, core.exports.eflags() >>> 0);
    const { current, previous } = new XenState(core.memory, XEN);
    const first = firstVcpu(core, domid) ?? firstVcpu(core) ?? 0;
    const isMeant = (at: number): boolean =>
      at !== 0 && (domid === undefined || new Vcpu(core.memory, at).domid === domid);
    const at = [current, previous].find(isMeant) ?? VCPUS + first * VCPU_RECORD_BYTES;
    const record = new Vcpu(core.memory, at);
    if (at === current) return new VcpuView(core, running, record, core.exports.eflags() >>> 0);
    return new VcpuView(core, new VcpuState(core.memory, at + STATE_OFFSET), record, record.eflags);
  }

  private segment(index: Segment): SegmentState {
    const offset = SEGMENTS - VCPU + index * SegmentState.SIZE;
    return new SegmentState(this.core.memory, this.state.at + offset);
  }

  private selector(index: Segment): number {
    return this.segment(index).selector;
  }

  /** Its registers as plain numbers. */
  registers(): Registers {
    const { state, record, eflags } = this;
    return {
      eax: low(state.eax),
      ecx: low(state.ecx),
      edx: low(state.edx),
      ebx: low(state.ebx),
      esp: low(state.esp),
      ebp: low(state.ebp),
      esi: low(state.esi),
      edi: low(state.edi),
      eip: low(state.ip),
      eflags,
      cs: this.selector(Segment.Cs),
      ss: this.selector(Segment.Ss),
      ds: this.selector(Segment.Ds),
      es: this.selector(Segment.Es),
      fs: this.selector(Segment.Fs),
      gs: this.selector(Segment.Gs),
      cr0: low(state.cr0),
      cr2: low(state.cr2),
      cr3: state.cr3,
      cr4: low(state.cr4),
      cpl: state.cpl,
      domid: record?.domid ?? 0,
      vcpu: record?.id ?? 0,
    };
  }

  /** Bytes of its memory from a virtual address on, as far as it is mapped. */
  read(vaddr: number, length: number): Uint8Array {
    const found = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const maddr = this.translate((vaddr + done) >>> 0);
      if (maddr === undefined) break;
      const part = Math.min(length - done, PAGE_SIZE - (maddr % PAGE_SIZE));
      found.set(this.core.bytes.subarray(RAM + maddr, RAM + maddr + part), done);
      done += part;
    }
    return found.subarray(0, done);
  }

  /** Linear address of the next instruction. */
  get codeAddress(): number {
    const { base } = this.segment(Segment.Cs);
    return (low(base) + low(this.state.ip)) >>> 0;
  }

  /** The way from a linear address to memory. */
  walk(address: number): Walk {
    return walk(this.core, this.state, address);
  }

  /** What a page asked to see of its page tables and of frames. */
  picture(question: MemoryQuestion, isBare: boolean): MemoryPicture {
    return new MemoryView(this.core, this.state, isBare).picture(question, low(this.state.ip));
  }

  /** The machine address behind a virtual one, if that is RAM. */
  private translate(vaddr: number): number | undefined {
    const { page } = walk(this.core, this.state, vaddr);
    if (!page) return undefined;
    const maddr = page.mfn * PAGE_SIZE + (vaddr % page.size);
    return maddr < this.core.frames * PAGE_SIZE ? maddr : undefined;
  }
}

/** Position of the first vCPU that has registers, of all or of a living domain; undefined where there is none. */
function firstVcpu(core: Core, domid?: number): number | undefined {
  for (let index = 0; index < MAX_DOMAINS * MAX_VCPUS; index++) {
    const vcpu = new Vcpu(core.memory, VCPUS + index * VCPU_RECORD_BYTES);
    if (vcpu.initialised && (domid === undefined || (vcpu.domid === domid && isThere(core, vcpu)))) return index;
  }
  return undefined;
}

/** A record of a vCPU stays behind when its domain goes. */
function isThere(core: Core, vcpu: Vcpu): boolean {
  const { state, domid } = new Domain(core.memory, DOMAINS + vcpu.domain * DOMAIN_BYTES);
  return domid === vcpu.domid && state !== DomainState.Free;
}
