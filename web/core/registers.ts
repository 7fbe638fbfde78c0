import type { Core } from './core';
import { SEGMENTS, Segment, SegmentState, VCPU, VcpuState } from './layout.gen';
import type { Registers } from './machine-api';

const low = (value: bigint): number => Number(BigInt.asUintN(32, value));

/** The registers of the vCPU that runs, or that ran last. */
export function registersOf(core: Core, domid: number, vcpu: number): Registers {
  const state = new VcpuState(core.memory, VCPU);
  const selector = (index: Segment): number =>
    new SegmentState(core.memory, SEGMENTS + index * SegmentState.SIZE).selector;
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
    eflags: core.exports.eflags() >>> 0,
    cs: selector(Segment.Cs),
    ss: selector(Segment.Ss),
    ds: selector(Segment.Ds),
    es: selector(Segment.Es),
    fs: selector(Segment.Fs),
    gs: selector(Segment.Gs),
    cr0: low(state.cr0),
    cr2: low(state.cr2),
    cr3: state.cr3,
    cr4: low(state.cr4),
    cpl: state.cpl,
    domid,
    vcpu,
  };
}
