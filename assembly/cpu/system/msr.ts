/** Model-specific registers: those a CPU without APIC, MTRRs and machine check has. Intel SDM Vol. 4, 2.1. */
import { PrivilegedOp } from '../../abi/exit';
import { vcpu } from '../../layout/vcpu-state';
import { flushAll } from '../../mmu/coherence';
import { timestamp } from './counters';
import { protectionFault } from './exception';
import { isForbidden } from './leave';

/** Numbers of the registers that exist. */
export const enum Msr {
  Tsc = 0x10,
  SysenterCs = 0x174,
  SysenterEsp = 0x175,
  SysenterEip = 0x176,
  Pat = 0x277,
  Efer = 0xc0000080,
}

/** EFER: the no-execute bit of PAE entries is obeyed. The only bit of EFER here. */
export const EFER_NXE: u32 = 0x800;

/** RDMSR: EDX:EAX <- MSR[ECX]. Errors: privileged; #GP(0) for one that does not exist. */
export function readMsr(): void {
  const state = vcpu();
  const number = <u32>state.ecx;
  if (isForbidden(PrivilegedOp.ReadMsr, number)) return;
  const value = msrValue(number);
  state.eax = <u32>value;
  state.edx = <u32>(value >> 32);
}

/** WRMSR: MSR[ECX] <- EDX:EAX. Errors: privileged; #GP(0) for one that does not exist or a value it cannot take. */
export function writeMsr(): void {
  const state = vcpu();
  const number = <u32>state.ecx;
  const value = (state.edx << 32) | <u64>(<u32>state.eax);
  if (isForbidden(PrivilegedOp.WriteMsr, number, 0, value)) return;
  setMsr(number, value);
}

function msrValue(number: u32): u64 {
  const state = vcpu();
  switch (number) {
    case Msr.Tsc:
      return timestamp();
    case Msr.SysenterCs:
      return state.sysenterCs;
    case Msr.SysenterEsp:
      return state.sysenterEsp;
    case Msr.SysenterEip:
      return state.sysenterEip;
    case Msr.Pat:
      return ((<u64>state.patHigh) << 32) | <u64>state.patLow;
    case Msr.Efer:
      return state.efer;
  }
  protectionFault();
  return 0;
}

function setMsr(number: u32, value: u64): void {
  const state = vcpu();
  switch (number) {
    case Msr.Tsc:
      state.tscOffset += value - timestamp();
      return;
    case Msr.SysenterCs:
      state.sysenterCs = <u32>value;
      return;
    case Msr.SysenterEsp:
      state.sysenterEsp = <u32>value;
      return;
    case Msr.SysenterEip:
      state.sysenterEip = <u32>value;
      return;
    case Msr.Pat:
      setPat(value);
      return;
    case Msr.Efer:
      if (value & ~(<u64>EFER_NXE)) protectionFault();
      state.efer = value;
      flushAll();
      return;
  }
  protectionFault();
}

/** Each byte names a memory type: 0, 1, 4 to 7. They change nothing here. Intel SDM Vol. 3A, 11.12.2. Errors: #GP(0). */
function setPat(value: u64): void {
  for (let shift = 0; shift < 64; shift += 8) {
    const type = <u32>(value >> shift) & 0xff;
    if (type > 7 || type === 2 || type === 3) protectionFault();
  }
  vcpu().patLow = <u32>value;
  vcpu().patHigh = <u32>(value >> 32);
}
