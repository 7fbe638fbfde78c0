import { VCPU } from '../base/memory-map';
import { GeneralRecord } from './record';

/** Offset of the memory operand in its segment, within the address size. */
export function effectiveAddress(r: GeneralRecord): u32 {
  const base = load<u32>(VCPU + <usize>r.base);
  const index = load<u32>(VCPU + <usize>r.index);
  const sum = base + (index << r.scale) + r.disp;
  return r.addressBytes === 2 ? sum & 0xffff : sum;
}
