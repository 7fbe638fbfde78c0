import { vcpu } from '../../layout/vcpu-state';
import { AC } from './flag-bits';

/** CR0: EFLAGS.AC is obeyed. */
const CR0_AM: u32 = 0x40000;

/** Must operands be aligned now? Level 3 with CR0.AM and EFLAGS.AC. Intel SDM Vol. 3A, 6.15, #AC. */
export function checksAlignment(): bool {
  const state = vcpu();
  return state.cpl === 3 && (state.systemFlags & AC) !== 0 && (<u32>state.cr0 & CR0_AM) !== 0;
}

/** Images that FNSTENV and FNSAVE store with 16-bit operands. */
const SHORT_ENVIRONMENT: u32 = 14;
const SHORT_STATE: u32 = 94;

/** What an operand of `bytes` bytes has to be a multiple of. Intel SDM Vol. 3A, table 6-7. */
function alignmentOf(bytes: u32): u32 {
  if (bytes <= 8) return bytes;
  if (bytes <= 10) return 8;
  return bytes === SHORT_ENVIRONMENT || bytes === SHORT_STATE ? 2 : 4;
}

/** Is an operand of `bytes` bytes at a linear address out of line? */
export function isMisaligned(linear: u32, bytes: u32): bool {
  return (linear & (alignmentOf(bytes) - 1)) !== 0;
}
