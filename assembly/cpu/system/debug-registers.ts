/** MOV to and from debug registers. Intel SDM Vol. 3B, 17.2. */
import { PrivilegedOp } from '../../abi/exit';
import { Vector } from '../../abi/vector';
import { VcpuState, vcpu } from '../../layout/vcpu-state';
import { modeChanged } from '../mode';
import { CR4_DE } from './control-registers';
import { raise } from './exception';
import { isForbidden } from './leave';

/** DR6: a debug register is about to be used and DR7.GD forbids it. */
const DR6_BD: u32 = 0x2000;
/** DR7: any use of a debug register is #DB. Cleared when #DB is delivered. */
export const DR7_GD: u32 = 0x2000;
/** DR6: bits that read 1 whatever is written. */
export const DR6_FIXED: u32 = 0xffff0ff0;
const DR6_WRITABLE: u32 = 0xe00f;
const DR7_FIXED: u32 = 0x400;
const DR7_WRITABLE: u32 = 0xffff23ff;

/** MOV r32, DRn. Errors: privileged; #UD for DR4 and DR5 with CR4.DE; #DB with DR7.GD. */
export function readDebug(n: u32, register: u32): void {
  if (isForbidden(PrivilegedOp.ReadDr, n, register)) return;
  checkDebugAccess(n);
  store<u32>(changetype<usize>(vcpu()) + ((<usize>register) << 3), load<u32>(debugRegister(n)));
}

/** MOV DRn, r32. Errors: as `readDebug`. */
export function writeDebug(n: u32, value: u32, register: u32): void {
  if (isForbidden(PrivilegedOp.WriteDr, n, register, value)) return;
  checkDebugAccess(n);
  let kept = value;
  if ((n & 6) === 4 || n >= 6) kept = n & 1 ? (value & DR7_WRITABLE) | DR7_FIXED : (value & DR6_WRITABLE) | DR6_FIXED;
  store<u32>(debugRegister(n), kept);
  modeChanged();
}

function checkDebugAccess(n: u32): void {
  const state = vcpu();
  if ((n & 6) === 4 && (<u32>state.cr4 & CR4_DE) !== 0) raise(Vector.InvalidOpcode);
  if (<u32>state.dr7 & DR7_GD) {
    state.dr6 = <u32>state.dr6 | DR6_BD;
    raise(Vector.Debug);
  }
}

/** Where DRn stands; DR4 and DR5 are other names of DR6 and DR7. */
function debugRegister(n: u32): usize {
  const number = n < 4 ? n : 4 + (n & 1);
  return changetype<usize>(vcpu()) + offsetof<VcpuState>('dr0') + ((<usize>number) << 3);
}
