/** Which flags POPF and IRET may write, by privilege. Intel SDM Vol. 2B, POPF, table 4-21; Vol. 2A, IRET. Without VME, VIF and VIP do not exist. */
import { vcpu } from '../../layout/vcpu-state';
import { eflags, setEflags } from '../flags';
import { modeChanged } from '../mode';
import { AC, ARITHMETIC, DF, ID, IF, IOPL, NT, RF, TF, VM } from './flag-bits';

/** IOPL as a number, 0 to 3. */
export function ioPrivilege(): u32 {
  return (vcpu().systemFlags >> 12) & 3;
}

/** May this level use CLI, STI and ports without asking the bitmap? */
export function hasIoPrivilege(): bool {
  return <u32>vcpu().cpl <= ioPrivilege();
}

/** Flags that POPF of `bytes` may write now. IF silently stays where CPL > IOPL, and IOPL outside level 0. */
function writableByPopf(bytes: u32): u32 {
  let mask = ARITHMETIC | TF | DF | NT;
  if (bytes === 4) mask |= AC | ID;
  if (hasIoPrivilege()) mask |= IF;
  if (vcpu().cpl === 0) mask |= IOPL;
  return mask;
}

/** Flags that IRET of `bytes` may write, asked before the level changes. */
export function writableByIret(bytes: u32): u32 {
  const mask = writableByPopf(bytes);
  return bytes === 4 ? mask | RF : mask;
}

/** Takes the flags in `mask` from `image`. */
export function replaceFlags(image: u32, mask: u32): void {
  const before = vcpu().systemFlags;
  setEflags((eflags() & ~mask) | (image & mask));
  if ((before ^ vcpu().systemFlags) & AC) modeChanged();
}

/** POPF. */
export function popFlags(image: u32, bytes: u32): void {
  replaceFlags(image, writableByPopf(bytes));
}

/** What PUSHF shows: RF and VM read as 0. */
export function pushedFlags(): u32 {
  return eflags() & ~(RF | VM);
}
