/** Instructions with a memory operand that no Machine describes. Intel SDM Vol. 2A and 2B. */
import { vcpu } from '../../layout/vcpu-state';
import { rerun } from '../../mmu/fault';
import { Tlb } from '../../mmu/tlb';
import { placeInSegment, readSegment } from '../checked';
import { effectiveAddress } from '../effective-address';
import { arithmeticFlags, setArithmeticFlags } from '../flags';
import { GeneralRecord } from '../record';

const ZF: u32 = 0x40;

/** XLAT: AL <- the byte AL behind EBX. Errors: #GP(0), #SS(0), #PF. */
export function translateByte(u: GeneralRecord): void {
  const state = vcpu();
  const sum = <u32>state.ebx + (<u32>state.eax & 0xff);
  const value = readSegment<u8>(u.segment, u.addressBytes === 2 ? sum & 0xffff : sum, u);
  state.eax = (<u32>state.eax & 0xffffff00) | value;
}

/** CMPXCHG8B: if EDX:EAX equals the operand, ZF <- 1 and it becomes ECX:EBX; else ZF <- 0 and EDX:EAX becomes it. */
export function compareExchange8(u: GeneralRecord): void {
  const state = vcpu();
  const linear = placeInSegment(u.segment, effectiveAddress(u), 8, u);
  const value = Tlb.read<u64>(linear, changetype<usize>(u));
  const equal = value === (((<u64>(<u32>state.edx)) << 32) | <u64>(<u32>state.eax));
  const flags = arithmeticFlags();
  const desired = ((<u64>(<u32>state.ecx)) << 32) | <u64>(<u32>state.ebx);
  Tlb.write<u64>(linear, equal ? desired : value, changetype<usize>(u));
  setArithmeticFlags(equal ? flags | ZF : flags & ~ZF);
  if (!equal) {
    state.eax = <u32>value;
    state.edx = value >> 32;
  }
}

/**
 * INVLPG amid a block. The TLB follows every change of the tables, so there is nothing to drop, and the address is not accessed. Only
 * level 0 may: any other runs it again by itself, where it ends its block and is refused (system/system.ts).
 */
export function invalidatePage(u: GeneralRecord): void {
  if (vcpu().cpl !== 0) rerun(changetype<usize>(u));
}
