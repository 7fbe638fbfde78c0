/** Control registers: what may be written and what a write does. Intel SDM Vol. 3A, 2.5; Vol. 2B, MOV to/from control registers. */
import { PrivilegedOp } from '../../abi/exit';
import { Vector } from '../../abi/vector';
import { vcpu } from '../../layout/vcpu-state';
import { flushAll } from '../../mmu/coherence';
import { readPhysical } from '../../mmu/physical';
import { modeChanged } from '../mode';
import { protectionFault, raise } from './exception';
import { isForbidden } from './leave';

/** CR0: protection enabled. */
export const CR0_PE: u32 = 0x1;
/** CR0: WAIT obeys TS. */
export const CR0_MP: u32 = 0x2;
/** CR0: there is no x87. */
export const CR0_EM: u32 = 0x4;
/** CR0: the x87 holds another task's state. */
export const CR0_TS: u32 = 0x8;
/** CR0: always 1 since the 486. */
const CR0_ET: u32 = 0x10;
/** CR0: x87 errors are #MF. */
export const CR0_NE: u32 = 0x20;
/** CR0: level 0 to 2 obeys read-only pages. */
const CR0_WP: u32 = 0x10000;
const CR0_NW: u32 = 0x20000000;
const CR0_CD: u32 = 0x40000000;
/** CR0: paging. */
export const CR0_PG: u32 = 0x80000000;
/** PE MP EM TS NE WP AM NW CD PG: the bits that exist; writes to others are ignored. */
const CR0_WRITABLE: u32 = 0xe005002f;

/** CR4: RDTSC is privileged. */
export const CR4_TSD: u32 = 0x4;
/** CR4: DR4 and DR5 do not exist. */
export const CR4_DE: u32 = 0x8;
const CR4_PSE: u32 = 0x10;
/** CR4: three-level page tables of 64-bit entries. */
export const CR4_PAE: u32 = 0x20;
const CR4_PGE: u32 = 0x80;
/** CR4: RDPMC may be used by all. */
export const CR4_PCE: u32 = 0x100;
/** TSD DE PSE PAE PGE PCE OSFXSR: a bit this CPU does not have is reserved. */
const CR4_EXISTING: u32 = 0x3bc;

/** Present entries of the page-directory-pointer table: bits that must be 0 with 36 address bits. Intel SDM Vol. 3A, table 4-8. */
const PDPTE_RESERVED: u64 = 0xfffffff0000001e6;

/** MOV r32, CRn. Errors: #UD for a register that does not exist; privileged. */
export function readControl(n: u32, register: u32): void {
  if (n > 4 || n === 1) raise(Vector.InvalidOpcode);
  if (isForbidden(PrivilegedOp.ReadCr, n, register)) return;
  store<u32>(changetype<usize>(vcpu()) + ((<usize>register) << 3), controlValue(n));
}

/** What CRn holds. */
function controlValue(n: u32): u32 {
  const state = vcpu();
  if (n === 0) return <u32>state.cr0;
  if (n === 2) return <u32>state.cr2;
  if (n === 3) return <u32>state.cr3;
  return <u32>state.cr4;
}

/** MOV CRn, r32. Errors: #UD for a register that does not exist; privileged; #GP(0) for a value it cannot take. */
export function writeControl(n: u32, value: u32, register: u32): void {
  if (n > 4 || n === 1) raise(Vector.InvalidOpcode);
  if (isForbidden(PrivilegedOp.WriteCr, n, register, value)) return;
  if (n === 0) writeCr0(value);
  else if (n === 2) vcpu().cr2 = value;
  else if (n === 3) writeCr3(value);
  else writeCr4(value);
}

/** LMSW: PE MP EM TS of CR0; PE cannot be cleared with it. */
export function writeStatusWord(word: u32): void {
  const cr0 = <u32>vcpu().cr0;
  writeCr0((cr0 & ~0xe) | (word & 0xf));
}

/** CLTS. */
export function clearTaskSwitched(): void {
  if (isForbidden(PrivilegedOp.Clts)) return;
  vcpu().cr0 = <u32>vcpu().cr0 & ~CR0_TS;
  modeChanged();
}

/** Errors: #GP(0) for PG without PE, NW without CD, a bad PDPTE; and for clearing PE, a limit of this CPU (docs/limits.md). */
function writeCr0(value: u32): void {
  const state = vcpu();
  const before = <u32>state.cr0;
  const after = (value & CR0_WRITABLE) | CR0_ET;
  if ((after & (CR0_PG | CR0_PE)) === CR0_PG || (after & (CR0_NW | CR0_CD)) === CR0_NW) protectionFault();
  if ((before & ~after & CR0_PE) !== 0) protectionFault();
  const changed = before ^ after;
  const reloads = (after & CR0_PG) !== 0 && (changed & (CR0_PG | CR0_CD | CR0_NW)) !== 0;
  if (reloads && (<u32>state.cr4 & CR4_PAE) !== 0) loadPointers(<u32>state.cr3);
  state.cr0 = after;
  if (changed & (CR0_PG | CR0_WP | CR0_PE)) flushAll();
  modeChanged();
}

/** Errors: #GP(0) for a bad PDPTE. */
function writeCr3(value: u32): void {
  const state = vcpu();
  if ((<u32>state.cr0 & CR0_PG) !== 0 && (<u32>state.cr4 & CR4_PAE) !== 0) loadPointers(value);
  state.cr3 = value;
  flushAll();
}

/** Errors: #GP(0) for a bit this CPU does not have, a bad PDPTE. */
function writeCr4(value: u32): void {
  const state = vcpu();
  if (value & ~CR4_EXISTING) protectionFault();
  const changed = <u32>state.cr4 ^ value;
  const translates = changed & (CR4_PAE | CR4_PSE | CR4_PGE);
  if (translates !== 0 && (value & CR4_PAE) !== 0 && (<u32>state.cr0 & CR0_PG) !== 0) loadPointers(<u32>state.cr3);
  state.cr4 = value;
  if (translates !== 0) flushAll();
  modeChanged();
}

/** Loads the four PDPTEs as PAE paging does with CR3. Nothing is loaded if one is bad. Errors: #GP(0). Intel SDM Vol. 3A, 4.4.1. */
function loadPointers(cr3: u32): void {
  const table = cr3 & 0xffffffe0;
  for (let i: u32 = 0; i < 4; i++) {
    const entry = readPhysical<u64>(table + i * 8);
    if ((entry & 1) !== 0 && (entry & PDPTE_RESERVED) !== 0) protectionFault();
  }
  const state = vcpu();
  state.pdpte0 = readPhysical<u64>(table);
  state.pdpte1 = readPhysical<u64>(table + 8);
  state.pdpte2 = readPhysical<u64>(table + 16);
  state.pdpte3 = readPhysical<u64>(table + 24);
}
