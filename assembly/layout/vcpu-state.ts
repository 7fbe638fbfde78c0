import { VCPU } from '../base/memory-map';

/**
 * The registers and privilege state of a virtual CPU. The running one stands at `VCPU`; switching copies it.
 * General registers have 64-bit slots so that a 64-bit mode fits later; 32-bit code uses the low half and leaves the high half 0.
 */
@unmanaged
@final
export class VcpuState {
  /** General registers in encoding order. */
  eax: u64 = 0;
  /** Count register. */
  ecx: u64 = 0;
  /** Data register. */
  edx: u64 = 0;
  /** Base register. */
  ebx: u64 = 0;
  /** Stack pointer. */
  esp: u64 = 0;
  /** Frame pointer. */
  ebp: u64 = 0;
  /** Source index. */
  esi: u64 = 0;
  /** Destination index. */
  edi: u64 = 0;
  /** Always 0: an absent base or index register reads it. */
  zero: u64 = 0;
  /** The next instruction's offset in CS. Exact whenever the core is not inside a block. */
  ip: u64 = 0;
  /** The lazy arithmetic flags (cpu/flags.ts). The state hash takes the flags they stand for, never these fields. */
  flagResult: u32 = 0;
  /** See flagResult. */
  flagLeft: u32 = 0;
  /** See flagResult. */
  flagRight: u32 = 0;
  /** See flagResult. */
  flagKind: u32 = 0;
  /** EFLAGS without CF PF AF ZF SF OF: TF IF DF IOPL NT RF VM AC VIF VIP ID. */
  systemFlags: u32 = 0;
  /** Current privilege level: 0 to 3. */
  cpl: u8 = 0;
  /** 1 while the vCPU belongs to a PV domain: exceptions and interrupts leave as exits, descriptor tables are frames Xen holds. */
  pv: u8 = 0;
  /** 1 after HLT, until an interrupt is delivered. */
  halted: u8 = 0;
  /** Interrupt shadow: 1 after STI, 2 after MOV SS or POP SS, for one instruction. */
  shadow: u8 = 0;
  /** Control register 0. */
  cr0: u64 = 0;
  /** Address of the last page fault. */
  cr2: u64 = 0;
  /** Page-table base; under PAE 32-byte aligned. */
  cr3: u64 = 0;
  /** Control register 4. */
  cr4: u64 = 0;
  /** Extended feature enable register (NXE is the one that matters to 32-bit code). */
  efer: u64 = 0;
  /** Debug registers. */
  dr0: u64 = 0;
  /** Debug register 1. */
  dr1: u64 = 0;
  /** Debug register 2. */
  dr2: u64 = 0;
  /** Debug register 3. */
  dr3: u64 = 0;
  /** Debug status. */
  dr6: u64 = 0;
  /** Debug control. */
  dr7: u64 = 0;
  /** PAE: the four page-directory-pointer entries as loaded with CR3. */
  pdpte0: u64 = 0;
  /** See pdpte0. */
  pdpte1: u64 = 0;
  /** See pdpte0. */
  pdpte2: u64 = 0;
  /** See pdpte0. */
  pdpte3: u64 = 0;
  /** Linear base of the global descriptor table, when not pv. */
  gdtBase: u64 = 0;
  /** Linear base of the interrupt descriptor table. */
  idtBase: u64 = 0;
  /** Limit of the GDT in bytes - 1. */
  gdtLimit: u32 = 0;
  /** Limit of the IDT in bytes - 1. */
  idtLimit: u32 = 0;
  /** IA32_SYSENTER_CS. */
  sysenterCs: u32 = 0;
  /** IA32_SYSENTER_ESP. */
  sysenterEsp: u32 = 0;
  /** IA32_SYSENTER_EIP. */
  sysenterEip: u32 = 0;
  /** IA32_PAT, low half (high half follows). */
  patLow: u32 = 0;
  /** IA32_PAT, high half. */
  patHigh: u32 = 0;
  /** pv: the next instruction may use the port it names once: it was refused, and is run again to be emulated. */
  portGranted: u32 = 0;
  /** What WRMSR added to the time-stamp counter. */
  tscOffset: u64 = 0;
  /** pv: selector of the stack that Xen's TSS holds for ring 1 (stack_switch); a call gate from ring 3 takes it. */
  ring1Ss: u32 = 0;
  /** pv: pointer of that stack. */
  ring1Esp: u32 = 0;
}

/** Offset in VcpuState's kilobytes of the eight `SegmentState`s: ES CS SS DS FS GS, then LDTR and TR. */
export const SEGMENTS: usize = VCPU + 0x200;
/** pv: 16 machine frames (u32) of the GDT, one a page; NO_FRAME where there is none. Page 14 is Xen's own. */
export const GDT_FRAMES: usize = VCPU + 0x280;
/** pv: 16 machine frames (u32) of the LDT, mapped when first touched; NO_FRAME where there is none. */
export const LDT_FRAMES: usize = VCPU + 0x2c0;
/** No frame stands here. */
export const NO_FRAME: u32 = 0xffffffff;
/** The FXSAVE image, 512 bytes (Intel SDM Vol. 1, 10.5.1). */
export const FX_STATE: usize = VCPU + 0x400;
/** Bytes of all vCPU state from VCPU on: what a switch copies. */
export const VCPU_BYTES: usize = 0x600;

/** The hidden part of a segment register. Intel SDM Vol. 3A, 3.4.3. */
@unmanaged
@final
export class SegmentState {
  /** Linear base. */
  base: u64 = 0;
  /** Highest valid offset, in bytes, granularity already applied (for expand-down: the highest invalid one). */
  limit: u32 = 0;
  /** Visible selector. */
  selector: u16 = 0;
  /** Descriptor bits 40-47 (type, S, DPL, P) in the low byte, bits 52-55 (AVL, L, D/B, G) in bits 12-15; 0 when null. */
  access: u16 = 0;
}

/** Index of a segment register, in encoding order; then LDTR and TR. */
export const enum Segment {
  Es = 0,
  Cs = 1,
  Ss = 2,
  Ds = 3,
  Fs = 4,
  Gs = 5,
  Ldtr = 6,
  Tr = 7,
}

/** The running vCPU's segment register `index`. */
export function segment(index: u32): SegmentState {
  return changetype<SegmentState>(SEGMENTS + ((<usize>index) << 4));
}

/** The running vCPU. */
export function vcpu(): VcpuState {
  return changetype<VcpuState>(VCPU);
}
