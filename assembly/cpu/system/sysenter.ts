/** SYSENTER and SYSEXIT. Intel SDM Vol. 2B, SYSENTER, SYSEXIT. */
import { PrivilegedOp } from '../../abi/exit';
import { Segment, vcpu } from '../../layout/vcpu-state';
import { segmentsChanged } from '../mode';
import { protectionFault } from './exception';
import { IF, RF, VM } from './flag-bits';
import { isForbidden } from './leave';
import { setSegment } from './segment-register';
import { isNull } from './selector';

/** Flat, 4 GB, present, 32-bit; DPL 0. The tables are not asked. */
const FLAT_CODE: u64 = 0x00cf9b000000ffff;
const FLAT_DATA: u64 = 0x00cf93000000ffff;

/** Takes flat code and stack segments of a level and goes on at `ip`. */
function enterFlat(code: u32, level: u32, ip: u32, esp: u32): void {
  const state = vcpu();
  const dpl = (<u64>level) << 45;
  setSegment(Segment.Cs, (code & 0xfffc) | level, FLAT_CODE | dpl);
  setSegment(Segment.Ss, ((code + 8) & 0xfffc) | level, FLAT_DATA | dpl);
  state.cpl = <u8>level;
  state.esp = esp;
  state.ip = ip;
  segmentsChanged();
}

/** SYSENTER: to level 0, where the MSRs say. Errors: #GP(0) when IA32_SYSENTER_CS is null, as it is under Xen. */
export function sysenter(): void {
  const state = vcpu();
  if (isNull(state.sysenterCs)) protectionFault();
  state.systemFlags &= ~(IF | VM | RF);
  enterFlat(state.sysenterCs, 0, state.sysenterEip, state.sysenterEsp);
}

/** SYSEXIT: to level 3, EDX and ECX say where. Errors: privileged; #GP(0) when IA32_SYSENTER_CS is null. */
export function sysexit(): void {
  const state = vcpu();
  if (isForbidden(PrivilegedOp.Sysexit)) return;
  if (isNull(state.sysenterCs)) protectionFault();
  enterFlat(state.sysenterCs + 16, 3, <u32>state.edx, <u32>state.ecx);
}
