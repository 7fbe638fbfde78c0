import { vcpu } from '../../layout/vcpu-state';
import { AC } from './flag-bits';

/** CR0: EFLAGS.AC is obeyed. */
const CR0_AM: u32 = 0x40000;

/** Must operands be aligned now? Level 3 with CR0.AM and EFLAGS.AC. Intel SDM Vol. 3A, 6.15, #AC. */
export function checksAlignment(): bool {
  const state = vcpu();
  return state.cpl === 3 && (state.systemFlags & AC) !== 0 && (<u32>state.cr0 & CR0_AM) !== 0;
}

/** Is an operand of `bytes` bytes at a linear address out of line? Ten bytes count as eight, an image of many bytes as four. */
export function isMisaligned(linear: u32, bytes: u32): bool {
  const size = bytes > 10 ? 4 : bytes > 8 ? 8 : bytes;
  return (linear & (size - 1)) !== 0;
}
