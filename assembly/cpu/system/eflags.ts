/** Which flags POPF and IRET may write, by privilege. Intel SDM Vol. 2B, POPF, table 4-21; Vol. 2A, IRET. Without VME, VIF and VIP do not exist. */
import { vcpu } from '../../layout/vcpu-state';
import { eflags, setEflags } from '../flags';
import { modeChanged } from '../mode';

/** CF, PF, AF, ZF, SF and OF. */
export const ARITHMETIC: u32 = 0x8d5;
/** Zero flag. */
export const ZF: u32 = 0x40;
/** Overflow flag. */
export const OF: u32 = 0x800;
/** Trap flag: a debug exception after each instruction. */
export const TF: u32 = 0x100;
/** Interrupts are accepted. */
export const IF: u32 = 0x200;
/** Strings go downwards. */
export const DF: u32 = 0x400;
/** The least privileged level that may use ports and change IF. */
export const IOPL: u32 = 0x3000;
/** IRET returns to another task. */
export const NT: u32 = 0x4000;
/** Instruction breakpoints are off for one instruction. */
export const RF: u32 = 0x10000;
/** Virtual-8086 mode. */
export const VM: u32 = 0x20000;
/** Alignment checks in ring 3. */
export const AC: u32 = 0x40000;
/** CPUID may be used. */
export const ID: u32 = 0x200000;

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
