import type { Core } from '../core/core';
import { FX_STATE, SEGMENTS, Segment, SegmentState, VCPU, VcpuState } from '../core/layout.gen';

/** What EAX tells a kernel that a multiboot loader started. Source: Multiboot Specification 0.6.96, 3.2. */
const LOADED_BY_MULTIBOOT = 0x2badb002n;
const [CODE_SELECTOR, DATA_SELECTOR] = [0x08, 0x10];
/** `SegmentState.access` of flat segments of level 0, already accessed. */
const [FLAT_CODE, FLAT_DATA] = [0xc09b, 0xc093];
/** Of an LDT and a busy 32-bit TSS, present, as after reset. */
const [RESET_LDT, RESET_TSS] = [0x0082, 0x008b];
const PROTECTED = 0x11n;
const DR6_RESET = 0xffff0ff0n;
const DR7_RESET = 0x400n;
const PAT_RESET = [0x00070406, 0x00070406] as const;
const X87_CONTROL_RESET = 0x037f;

/** Fills a segment register. */
function setSegment(core: Core, index: Segment, selector: number, limit: number, access: number): void {
  const state = new SegmentState(core.memory, SEGMENTS + index * SegmentState.SIZE);
  state.base = 0n;
  state.limit = limit;
  state.selector = selector;
  state.access = access;
}

/**
 * Puts the CPU where a multiboot loader leaves it: level 0, flat 32-bit segments, no paging, interrupts off, EAX and EBX telling who
 * loaded what. The tables' registers hold nothing usable: the kernel loads its own.
 */
export function resetForMultiboot(core: Core, entry: number, info: number): void {
  const cpu = new VcpuState(core.memory, VCPU);
  cpu.eax = LOADED_BY_MULTIBOOT;
  cpu.ebx = BigInt(info);
  cpu.ip = BigInt(entry);
  cpu.cr0 = PROTECTED;
  cpu.dr6 = DR6_RESET;
  cpu.dr7 = DR7_RESET;
  [cpu.patLow, cpu.patHigh] = PAT_RESET;
  for (const index of [Segment.Es, Segment.Ss, Segment.Ds, Segment.Fs, Segment.Gs]) {
    setSegment(core, index, DATA_SELECTOR, 0xffffffff, FLAT_DATA);
  }
  setSegment(core, Segment.Cs, CODE_SELECTOR, 0xffffffff, FLAT_CODE);
  setSegment(core, Segment.Ldtr, 0, 0xffff, RESET_LDT);
  setSegment(core, Segment.Tr, 0, 0xffff, RESET_TSS);
  core.memory.setUint16(FX_STATE, X87_CONTROL_RESET, true);
}
